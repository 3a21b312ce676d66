'use client';

import { Button } from '@mantine/core';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { Column } from '@/components/data-table/columns';
import { DataTable } from '@/components/data-table/data-table';
import { TableScroller } from '@/components/data-table/table-scroller';
import { Panel } from '@/components/panel';
import { ErrorState, LoadingState } from '@/components/states';
import { TimeText } from '@/components/time-text';
import type { CleanupRun } from '@/contracts/cleanup';
import type { CleanupLogEntry } from '@/contracts/cleanup-log';
import { formatBytes } from '@/lib/bytes';
import { useRunLog } from '../api';
import classes from './cleanup.module.css';

/** What texts of entries may name; an entry without its detail says nothing of them. */
const NOTHING = {
  count: 0,
  protected: 0,
  deleted: 0,
  skipped: 0,
  restored: 0,
  affected: 0,
  rows: 0,
  attempt: 0,
  processed: 0,
  total: 0,
  segments: 0,
  ms: 0,
  epoch: 0,
  process: 0,
  host: '',
};

/** What happened to a run, newest first; goes on by itself while something happens. */
export function RunLog({ run }: { run: CleanupRun }) {
  const t = useTranslations('cleanup');
  const locale = useLocale();
  const log = useRunLog(run);
  const columns = useMemo<Column<CleanupLogEntry, null>[]>(
    () => [
      { id: 'time', header: t('log.time'), width: 170, render: ({ time }) => <TimeText time={time} /> },
      { id: 'actor', header: t('log.actor'), width: 130, render: ({ actor }) => actor },
      {
        id: 'what',
        header: t('log.what'),
        render: ({ action, detail }) => {
          const known = Object.entries(detail).filter(([, value]) => ['number', 'string'].includes(typeof value));
          const size = formatBytes(Number(detail.archiveBytes ?? 0), locale);
          const notes = [detail.reason, detail.error].filter((note) => typeof note === 'string' && note !== '');
          return (
            <>
              {t(`log.actions.${action}`, { ...NOTHING, ...Object.fromEntries(known), size })}
              {notes.map((note) => (
                <span key={String(note)} className={classes.words}>
                  {String(note)}
                </span>
              ))}
            </>
          );
        },
      },
    ],
    [t, locale],
  );
  const { data, error } = log;
  return (
    <Panel title={t('log.title')} flush>
      {!data && (error ? <ErrorState error={error} onRetry={() => log.refetch()} /> : <LoadingState rows={4} />)}
      {data && (
        <TableScroller label={t('log.title')}>
          <DataTable
            caption={t('log.title')}
            columns={columns}
            rows={data.pages.flatMap(({ items }) => items)}
            context={null}
            rowKey={({ id }) => String(id)}
          />
        </TableScroller>
      )}
      {log.hasNextPage && (
        <Button
          variant="subtle"
          size="compact-sm"
          m="xs"
          loading={log.isFetchingNextPage}
          onClick={() => log.fetchNextPage()}
        >
          {t('older')}
        </Button>
      )}
    </Panel>
  );
}
