'use client';

import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { ErrorBanner } from '@/components/states';
import classes from './trash.module.css';
import type { TrashFailure } from './use-trash-actions';

/** Why something could not be restored, in full; stays until it is dismissed or something else is tried. */
export function RestoreFailure({ failure, onDismiss }: { failure: TrashFailure; onDismiss: () => void }) {
  const t = useTranslations('materialTrash');
  return (
    <div className={classes.failure}>
      <p>
        {t('restoreFailed', { what: failure.what })}
        <ActionIcon aria-label={t('dismiss')} title={t('dismiss')} onClick={onDismiss}>
          <IconX size={15} aria-hidden />
        </ActionIcon>
      </p>
      <ErrorBanner error={failure.error} />
    </div>
  );
}
