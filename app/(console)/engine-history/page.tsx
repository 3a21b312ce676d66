import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { EngineHistoryPage } from '@/features/engine-history/components/engine-history-page';

/** Title in the visitor's language. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('engineHistory'))('title') };
}

export default EngineHistoryPage;
