'use client';

import { Button } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { EmptyState, ErrorBanner, ErrorState, LoadingState } from '@/components/states';
import type { CleanupPolicy } from '@/contracts/cleanup-policies';
import { usePolicies } from '../api';

interface KnownPolicyProps {
  policyId: number;
  children: (policy: CleanupPolicy) => ReactNode;
}

/** Shows something of a policy as soon as it is known; says so when there is none. */
export function KnownPolicy({ policyId, children }: KnownPolicyProps) {
  const t = useTranslations('cleanupPolicies');
  const policies = usePolicies();
  const { data, error } = policies;
  const policy = data?.items.find(({ id }) => id === policyId);
  if (policy)
    return (
      <>
        {error && <ErrorBanner error={error} onRetry={() => policies.refetch()} />}
        {children(policy)}
      </>
    );
  if (error) return <ErrorState error={error} onRetry={() => policies.refetch()} />;
  // What has just been made is not in a list from before.
  if (!data || policies.isFetching) return <LoadingState rows={10} />;
  return (
    <EmptyState
      title={t('missing', { id: policyId })}
      action={
        <Button component={Link} href="/cleanup/policies" variant="default">
          {t('toPolicies')}
        </Button>
      }
    >
      {t('missingHint')}
    </EmptyState>
  );
}
