import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { EngineDetailPage } from '@/features/engine-history/components/engine-detail-page';
import { EngineLogsPanel } from '@/features/engine-logs/components/engine-logs-panel';

type Props = { params: Promise<{ ticketId: string }> };

/** Title in the visitor's language. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { ticketId } = await params;
  return {
    title: (await getTranslations('engineDetail'))('titleOf', { ticket: decodeURIComponent(ticketId).slice(0, 8) }),
  };
}

/** One engine with its logs. */
export default async function EnginePage({ params }: Props) {
  const ticketId = decodeURIComponent((await params).ticketId);
  return <EngineDetailPage ticketId={ticketId} logs={<EngineLogsPanel ticketId={ticketId} />} />;
}
