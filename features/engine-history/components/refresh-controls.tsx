'use client';

import { ActionIcon, Button, Switch } from '@mantine/core';
import { IconKeyboard, IconRefresh } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { formatLocalTime } from '@/lib/date-time';
import { useHydrated } from '@/lib/use-hydrated';
import type { useEngineList } from '../api';
import classes from './engine-history.module.css';

interface RefreshControlsProps {
  list: ReturnType<typeof useEngineList>;
  auto: boolean;
  onAuto: (auto: boolean) => void;
  onHelp: () => void;
  firstPage: boolean;
}

/** How fresh the list is, and ways to make it fresher. */
export function RefreshControls({ list, auto, onAuto, onHelp, firstPage }: RefreshControlsProps) {
  const t = useTranslations('engineHistory');
  // Room is kept from the start, so that nothing moves when the first answer comes. The server does not know the zone.
  const known = useHydrated() && list.dataUpdatedAt > 0;
  const updated = known ? formatLocalTime(new Date(list.dataUpdatedAt).toISOString()).slice(11) : '00:00:00';
  return (
    <>
      <span className={classes.updated} style={{ visibility: known ? 'visible' : 'hidden' }}>
        {t('updatedAt', { time: updated })}
      </span>
      <Switch
        label={t('autoRefresh')}
        checked={auto && firstPage}
        disabled={!firstPage}
        title={firstPage ? undefined : t('autoRefreshFirstPage')}
        onChange={(event) => onAuto(event.currentTarget.checked)}
      />
      <Button variant="default" leftSection={<IconRefresh size={15} aria-hidden />} onClick={() => list.refetch()}>
        {t('refresh')}
      </Button>
      <ActionIcon aria-label={t('keyboardHelp')} title={t('keyboardHelp')} onClick={onHelp}>
        <IconKeyboard size={18} aria-hidden />
      </ActionIcon>
    </>
  );
}
