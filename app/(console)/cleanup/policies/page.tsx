import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { PoliciesPage } from '@/features/cleanup/policies/components/policies-page';
import { cleanupKeys } from '@/features/cleanup/query-keys';
import { listPolicies } from '@/server/cleanup/service';
import { Prefetched } from '../../prefetched';

/** Title in the visitor's language. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('cleanupPolicies'))('title') };
}

/** Policies of cleanups. */
export default function CleanupPoliciesPage() {
  return (
    <Prefetched read={async (context) => ({ key: cleanupKeys.policies, data: await listPolicies(context) })}>
      <PoliciesPage />
    </Prefetched>
  );
}
