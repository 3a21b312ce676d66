'use client';

import { useLocale } from 'next-intl';
import { formatDuration } from '@/lib/duration';
import { numberFormat } from '@/lib/number-format';

/** A duration in its two largest units; the exact seconds on hover. Unknown is a dash. */
export function DurationText({ seconds }: { seconds: number | null }) {
  const locale = useLocale();
  if (seconds === null) return <span className="er-dim">–</span>;
  return <span title={`${numberFormat(locale).format(seconds)} s`}>{formatDuration(seconds, locale)}</span>;
}
