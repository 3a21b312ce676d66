import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { CleanupPage } from '@/features/cleanup/components/cleanup-page';

/** Title in the visitor's language. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('cleanup'))('title') };
}

/** Cleanups of contexts: a new preview and the runs before. */
export default function CleanupRunsPage() {
  return <CleanupPage />;
}
