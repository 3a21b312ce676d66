'use client';

import { useLocale, useTranslations } from 'next-intl';
import { Sparkline } from '@/components/sparkline';
import { formatLocalTime } from '@/lib/date-time';
import { numberFormat } from '@/lib/number-format';
import { useEngineActivity } from '../api';
import type { ListState } from '../search-params';

/** When the engines that the filters find ran, and how many of them failed, at a glance; the list is the same in words. */
export default function EngineActivity({ state }: { state: ListState }) {
  const t = useTranslations('engineHistory');
  const number = numberFormat(useLocale());
  const { data } = useEngineActivity(state);
  const [first] = data?.bars ?? [];
  if (!data || !first || data.end === null) return null;
  const label = t(data.complete ? 'activity' : 'activityOfNewest', {
    engines: number.format(data.engines),
    failed: number.format(data.bars.reduce((sum, bar) => sum + bar.failed, 0)),
    from: formatLocalTime(first.start),
    to: formatLocalTime(data.end),
  });
  const bars = data.bars.map(({ start, engines, failed }) => ({
    key: start,
    value: engines,
    bad: engines === 0 ? 0 : failed / engines,
  }));
  return <Sparkline bars={bars} label={label} />;
}
