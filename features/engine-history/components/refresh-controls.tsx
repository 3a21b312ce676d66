'use client';

import { ActionIcon, Button, Switch } from '@mantine/core';
import { IconKeyboard, IconRefresh } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import classes from '@/components/data-table/list-page.module.css';
import { formatLocalTime } from '@/lib/date-time';
import { useHydrated } from '@/lib/use-hydrated';

interface RefreshControlsProps {
  /** When the rows came, in milliseconds; 0 as long as there are none. */
  updatedAt: number;
  onRefresh: () => void;
  auto: boolean;
  onAuto: (auto: boolean) => void;
  onHelp: () => void;
  firstPage: boolean;
}

/** How fresh the list is, and ways to make it fresher. */
export const RefreshControls = memo(function RefreshControls({
  updatedAt,
  onRefresh,
  auto,
  onAuto,
  onHelp,
  firstPage,
}: RefreshControlsProps) {
  const t = useTranslations('engineHistory');
  // Room is kept from the start, so that nothing moves when the first answer comes. The server does not know the zone.
  const known = useHydrated() && updatedAt > 0;
  const updated = known ? formatLocalTime(new Date(updatedAt).toISOString()).slice(11) : '00:00:00';
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
      <Button variant="default" leftSection={<IconRefresh size={15} aria-hidden />} onClick={onRefresh}>
        {t('refresh')}
      </Button>
      <ActionIcon aria-label={t('keyboardHelp')} title={t('keyboardHelp')} onClick={onHelp}>
        <IconKeyboard size={18} aria-hidden />
      </ActionIcon>
    </>
  );
});
