'use client';

import { useTranslations } from 'next-intl';
import { AdminPage } from '@/components/layout/admin-page';
import { PageHeader } from '@/components/layout/page-header';
import { LoadingState } from '@/components/states';
import { useHydrated } from '@/lib/use-hydrated';
import cleanup from '../../components/cleanup.module.css';
import { CleanupPlaces } from '../../components/cleanup-places';
import { KnownPolicy } from './known-policy';
import { PolicyFields } from './policy-form';

/** Makes a policy, or changes the one that is named. For administrators. */
export function PolicyFormPage({ policyId }: { policyId: number | null }) {
  const t = useTranslations('cleanupPolicies');
  // Zones and times of the fields are the viewer's, whom the server does not know.
  const hydrated = useHydrated();
  const title = t(policyId === null ? 'newTitle' : 'editTitle');
  return (
    <AdminPage title={title}>
      <PageHeader title={title}>
        <CleanupPlaces />
      </PageHeader>
      <div className={cleanup.page}>
        {!hydrated && <LoadingState rows={16} />}
        {hydrated && policyId === null && <PolicyFields policy={null} />}
        {hydrated && policyId !== null && (
          <KnownPolicy policyId={policyId}>{(policy) => <PolicyFields policy={policy} />}</KnownPolicy>
        )}
      </div>
    </AdminPage>
  );
}
