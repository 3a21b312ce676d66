import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ProtectionsPage } from '@/features/cleanup/protections/components/protections-page';
import { cleanupKeys } from '@/features/cleanup/query-keys';
import { listProtections } from '@/server/cleanup/service';
import { Prefetched } from '../../prefetched';

/** Title in the visitor's language. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('cleanupProtections'))('title') };
}

/** What no cleanup takes. */
export default function CleanupProtectionsPage() {
  return (
    <Prefetched read={async (context) => ({ key: cleanupKeys.protections, data: await listProtections(context, {}) })}>
      <ProtectionsPage />
    </Prefetched>
  );
}
