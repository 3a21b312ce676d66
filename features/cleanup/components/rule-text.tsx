'use client';

import { useTranslations } from 'next-intl';
import type { CleanupRule } from '@/contracts/cleanup';
import { formatLocalTime, formatUtcTime, zoneOffset } from '@/lib/date-time';
import { useHydrated } from '@/lib/use-hydrated';
import { daysOf } from '../format';

const NAMED = 3;

/** A rule in words. */
export function useRuleText(): (rule: CleanupRule) => string {
  const t = useTranslations('cleanup');
  const hydrated = useHydrated();
  // The server does not know the viewer's zone.
  const at = (instant: string) =>
    hydrated ? `${formatLocalTime(instant)} ${zoneOffset(new Date(instant))}` : `${formatUtcTime(instant)} UTC`;
  const some = (values: readonly (string | number)[]) =>
    values.length > NAMED
      ? t('andMore', { names: values.slice(0, NAMED).join(', '), count: values.length - NAMED })
      : values.join(', ');
  return (rule) => {
    const days = daysOf(rule);
    const time = rule.time ? t(`times.${rule.time}`) : '';
    const parts = [
      days !== null && t('rule.older', { time, days }),
      rule.from && t('rule.from', { time, instant: at(rule.from) }),
      rule.to && t('rule.to', { time, instant: at(rule.to) }),
      rule.users && t('rule.users', { names: some(rule.users) }),
      rule.applications && t('rule.applications', { names: some(rule.applications) }),
      rule.ids && t('rule.ids', { names: some(rule.ids) }),
      rule.statuses && t('rule.statuses', { names: some(rule.statuses) }),
      rule.exceptUsers && t('rule.exceptUsers', { names: some(rule.exceptUsers) }),
      rule.exceptApplications && t('rule.exceptApplications', { names: some(rule.exceptApplications) }),
      rule.exceptIds && t('rule.exceptIds', { names: some(rule.exceptIds) }),
    ];
    return parts.filter(Boolean).join(' · ');
  };
}
