'use client';

import { useTranslations } from 'next-intl';
import type { CleanupRule } from '@/contracts/cleanup';
import { daysOf } from '../format';

const NAMED = 3;

/** A rule in words. */
export function useRuleText(): (rule: CleanupRule) => string {
  const t = useTranslations('cleanup');
  const some = (values: readonly (string | number)[]) =>
    values.length > NAMED
      ? t('andMore', { names: values.slice(0, NAMED).join(', '), count: values.length - NAMED })
      : values.join(', ');
  return (rule) => {
    const days = daysOf(rule);
    const time = rule.time ? t(`times.${rule.time}`) : '';
    const parts = [
      days !== null && t('rule.older', { time, days }),
      rule.from && t('rule.from', { time, instant: rule.from }),
      rule.to && t('rule.to', { time, instant: rule.to }),
      rule.users && t('rule.users', { names: some(rule.users) }),
      rule.applications && t('rule.applications', { names: some(rule.applications) }),
      rule.ids && t('rule.ids', { names: some(rule.ids) }),
    ];
    return parts.filter(Boolean).join(' · ');
  };
}
