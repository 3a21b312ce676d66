'use client';

import { useTranslations } from 'next-intl';

/** Texts for what servers say of single fields; the others are shown as they come. */
const KNOWN = {
  'is taken': 'taken',
  'names no moment to come': 'never',
  'is protected already': 'protected',
} as const;

/** Words for a fault that the server found in a field. The server speaks English. */
export function useFaultText(): (message: string | undefined) => string | undefined {
  const t = useTranslations('cleanup.faults');
  return (message) => {
    if (message === undefined) return undefined;
    const known = KNOWN[message as keyof typeof KNOWN];
    return known ? t(known) : t('other', { message });
  };
}
