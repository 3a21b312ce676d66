import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { EngineHeading } from '@/features/engine-history/components/engine-heading';
import { type LogsPlace, PrefetchedLogs } from '../prefetched-logs';

type Props = { params: Promise<{ ticketId: string }>; searchParams: LogsPlace };

/** Title in the visitor's language. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { ticketId } = await params;
  return {
    title: (await getTranslations('engineLogs'))('titleOf', { ticket: decodeURIComponent(ticketId).slice(0, 8) }),
  };
}

/** The logs of one engine on a page of their own. */
export default async function EngineLogsPage({ params, searchParams }: Props) {
  const ticketId = decodeURIComponent((await params).ticketId);
  const t = await getTranslations('engineLogs');
  return (
    <>
      <EngineHeading ticketId={ticketId} title={t('title')} />
      <PrefetchedLogs ticketId={ticketId} place={searchParams} page />
    </>
  );
}
