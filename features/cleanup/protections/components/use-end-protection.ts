'use client';

import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import type { CleanupProtection } from '@/contracts/cleanup-receipts';
import { notify } from '@/lib/notify';
import { useAddProtection, useRemoveProtection } from '../api';

/** Ends a protection, and offers to protect the same again. */
export function useEndProtection() {
  const t = useTranslations('cleanupProtections');
  const { mutate: remove, error: removeError } = useRemoveProtection();
  const { mutate: add, error: addError } = useAddProtection();
  const end = useCallback(
    (protection: CleanupProtection) =>
      remove(protection, {
        onSuccess: ({ subject, kind, value, note }) => {
          const what = t(`what.${kind}`, { value });
          notify(t('ended', { what }), {
            label: t('undo'),
            run: () =>
              add({ subject, kind, value, note: note ?? undefined }, { onSuccess: () => notify(t('added', { what })) }),
          });
        },
      }),
    [t, remove, add],
  );
  return { end, error: removeError ?? addError };
}
