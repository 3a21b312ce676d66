'use client';

import { useLocale, useTranslations } from 'next-intl';
import { ConfirmDialog } from '@/components/confirm-dialog';
import type { TrashedEngine, TrashedVersion } from '@/contracts/material-storage';
import { formatBytes } from '@/lib/bytes';
import { notify } from '@/lib/notify';
import { engineText, totalBytes, trashedVersionText } from '../../format';
import { usePurgeEngine, usePurgeVersion } from '../../list-api';

interface PurgeDialogProps {
  trashed: TrashedEngine | TrashedVersion;
  onClose: () => void;
}

/** Asks before something in the trash goes for good; its name has to be typed. */
export function PurgeDialog({ trashed, onClose }: PurgeDialogProps) {
  const t = useTranslations('materialTrash');
  const locale = useLocale();
  const purgeEngine = usePurgeEngine();
  const purgeVersion = usePurgeVersion();
  const isEngine = 'materials' in trashed;
  const what = isEngine ? engineText(trashed) : trashedVersionText(trashed);
  const { isPending, error } = isEngine ? purgeEngine : purgeVersion;
  const confirm = () => {
    const onSuccess = () => {
      notify(t('purged', { what }));
      onClose();
    };
    if (isEngine) purgeEngine.mutate(trashed.id, { onSuccess });
    else purgeVersion.mutate(trashed, { onSuccess });
  };
  return (
    <ConfirmDialog
      title={t('purgeTitle', { what })}
      confirmText={t('purge')}
      typed={what}
      pending={isPending}
      error={error}
      onConfirm={confirm}
      onClose={onClose}
    >
      {isEngine
        ? t('purgeText', {
            what,
            count: trashed.materials.length,
            size: formatBytes(totalBytes(trashed.materials), locale),
          })
        : t('purgeVersionText', { what, size: formatBytes(trashed.sizeBytes, locale) })}
    </ConfirmDialog>
  );
}
