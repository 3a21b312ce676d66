'use client';

import { useLocale, useTranslations } from 'next-intl';
import { Sparkline } from '@/components/sparkline';
import type { CleanupPolicy } from '@/contracts/cleanup-policies';
import { numberFormat } from '@/lib/number-format';

/** How many rows the newest runs of a policy found, at a glance; the policy's page has them as a table. */
export function RecentRuns({ runs }: { runs: CleanupPolicy['recentRuns'] }) {
  const t = useTranslations('cleanupPolicies');
  const number = numberFormat(useLocale());
  if (runs.length < 2) return null;
  const totals = runs.map(({ total }) => total);
  const label = t('recentRuns', {
    count: runs.length,
    least: number.format(Math.min(...totals)),
    most: number.format(Math.max(...totals)),
    failed: runs.filter(({ state }) => state === 'failed').length,
  });
  return (
    <Sparkline
      label={label}
      bars={runs.map(({ id, total, state }) => ({ key: id, value: total, bad: state === 'failed' ? 1 : 0 }))}
    />
  );
}
