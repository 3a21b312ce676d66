'use client';

import { Button } from '@mantine/core';
import { IconArrowBackUp, IconTrashX } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import classes from './trash.module.css';

interface TrashToolsProps {
  /** What it is, for screen readers. */
  what: string;
  busy: boolean;
  onRestore: () => void;
  onPurge: () => void;
}

/** What can be done with something in the trash. */
export function TrashTools({ what, busy, onRestore, onPurge }: TrashToolsProps) {
  const t = useTranslations('materialTrash');
  return (
    <span className={classes.tools}>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconArrowBackUp size={14} aria-hidden />}
        aria-label={t('restoreOf', { what })}
        disabled={busy}
        onClick={onRestore}
      >
        {t('restore')}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconTrashX size={14} aria-hidden />}
        aria-label={t('purgeOf', { what })}
        onClick={onPurge}
      >
        {t('purge')}
      </Button>
    </span>
  );
}
