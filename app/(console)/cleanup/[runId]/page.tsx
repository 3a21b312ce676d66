import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { RunPage } from '@/features/cleanup/components/run-page';

interface Props {
  params: Promise<{ runId: string }>;
}

/** Title in the visitor's language, with the number of the run. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { runId } = await params;
  return { title: (await getTranslations('cleanup'))('runNumber', { id: runId }) };
}

/** One cleanup. */
export default async function CleanupRunPage({ params }: Props) {
  const { runId } = await params;
  if (!/^[1-9]\d{0,9}$/.test(runId)) notFound();
  return <RunPage runId={Number(runId)} />;
}
