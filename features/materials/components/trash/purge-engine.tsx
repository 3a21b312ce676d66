'use client';

import { useLocale, useTranslations } from 'next-intl';
import { ConfirmDialog } from '@/components/confirm-dialog';
import type { TrashedEngine } from '@/contracts/material-storage';
import { formatBytes } from '@/lib/bytes';
import { notify } from '@/lib/notify';
import { engineText, totalBytes } from '../../format';
import { usePurgeEngine } from '../../list-api';

/** Asks before a deleted engine version goes for good; its name has to be typed. */
export function PurgeEngine({ engine, onClose }: { engine: TrashedEngine; onClose: () => void }) {
  const t = useTranslations('materialTrash');
  const locale = useLocale();
  const purge = usePurgeEngine();
  const what = engineText(engine);
  const confirm = () =>
    purge.mutate(engine.id, {
      onSuccess: () => {
        notify(t('purged', { what }));
        onClose();
      },
    });
  return (
    <ConfirmDialog
      title={t('purgeTitle', { what })}
      confirmText={t('purge')}
      typed={what}
      pending={purge.isPending}
      error={purge.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      {t('purgeText', {
        what,
        count: engine.materials.length,
        size: formatBytes(totalBytes(engine.materials), locale),
      })}
    </ConfirmDialog>
  );
}
