import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { EngineDetailPage } from '@/features/engine-history/components/engine-detail-page';
import { hasEnded } from '@/features/engine-history/format';
import { engineKeys } from '@/features/engine-history/query-keys';
import { getEngineRecord } from '@/server/engine-history/service';
import type { Context } from '@/server/platform/context';
import { Prefetched } from '../../prefetched';
import { type LogsPlace, PrefetchedLogs } from './prefetched-logs';

type Props = { params: Promise<{ ticketId: string }>; searchParams: LogsPlace };

/** Title in the visitor's language. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { ticketId } = await params;
  return {
    title: (await getTranslations('engineDetail'))('titleOf', { ticket: decodeURIComponent(ticketId).slice(0, 8) }),
  };
}

async function readEngine(context: Context, ticketId: string) {
  const record = await getEngineRecord(context, ticketId);
  // The time of an engine that lives runs in the browser.
  return hasEnded(record.status) ? { key: engineKeys.detail(ticketId), data: record } : null;
}

/** One engine with its logs. */
export default async function EnginePage({ params, searchParams }: Props) {
  const ticketId = decodeURIComponent((await params).ticketId);
  return (
    <Prefetched read={(context) => readEngine(context, ticketId)}>
      <EngineDetailPage ticketId={ticketId} logs={<PrefetchedLogs ticketId={ticketId} place={searchParams} />} />
    </Prefetched>
  );
}
