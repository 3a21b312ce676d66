'use client';

import { useLocale } from 'next-intl';
import { formatBytes, formatExactBytes } from '@/lib/bytes';

/** A size in binary units; the exact number of bytes on hover. */
export function BytesText({ bytes }: { bytes: number }) {
  const locale = useLocale();
  return <span title={formatExactBytes(bytes, locale)}>{formatBytes(bytes, locale)}</span>;
}
