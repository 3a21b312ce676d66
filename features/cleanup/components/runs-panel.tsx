'use client';

import { Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { parseAsString, useQueryState } from 'nuqs';
import { useMemo } from 'react';
import type { Column } from '@/components/data-table/columns';
import { DataTable } from '@/components/data-table/data-table';
import { TableScroller } from '@/components/data-table/table-scroller';
import { Panel } from '@/components/panel';
import { EmptyState, ErrorBanner, ErrorState, LoadingState } from '@/components/states';
import { TimeText } from '@/components/time-text';
import type { CleanupRun } from '@/contracts/cleanup';
import { numberFormat } from '@/lib/number-format';
import { runHref } from '../format';
import classes from './cleanup.module.css';
import { useRuleText } from './rule-text';
import { RunState } from './run-state';

/** Where a list of runs goes on; kept in the URL. */
export function useRunsCursor() {
  return useQueryState('cursor', parseAsString.withOptions({ history: 'push' }));
}

interface RunsPanelProps {
  title: string;
  /** Says that there are no runs, and what to do for one. */
  none: string;
  noneHint: string;
  runs: UseQueryResult<{ items: CleanupRun[]; nextCursor: string | null }>;
}

/** A page of runs, newest first, and the ways to the others. */
export function RunsPanel({ title, none, noneHint, runs }: RunsPanelProps) {
  const t = useTranslations('cleanup');
  const [cursor, setCursor] = useRunsCursor();
  const columns = useColumns();
  const { data, error } = runs;
  return (
    <>
      <Panel title={title} flush>
        {data && error && <ErrorBanner error={error} onRetry={() => runs.refetch()} />}
        {data?.items.length === 0 && <EmptyState title={none}>{noneHint}</EmptyState>}
        {data && data.items.length > 0 && (
          <TableScroller label={title}>
            <DataTable
              caption={title}
              columns={columns}
              rows={data.items}
              context={null}
              rowKey={({ id }) => String(id)}
              stale={runs.isPlaceholderData}
            />
          </TableScroller>
        )}
        {!data && (error ? <ErrorState error={error} onRetry={() => runs.refetch()} /> : <LoadingState rows={6} />)}
      </Panel>
      <div className={classes.buttons}>
        {cursor !== null && (
          <Button variant="default" onClick={() => setCursor(null)}>
            {t('newest')}
          </Button>
        )}
        {data?.nextCursor && (
          <Button variant="default" onClick={() => setCursor(data.nextCursor)}>
            {t('older')}
          </Button>
        )}
      </div>
    </>
  );
}

function useColumns(): Column<CleanupRun, null>[] {
  const t = useTranslations('cleanup');
  const locale = useLocale();
  const ruleText = useRuleText();
  return useMemo(() => {
    const number = numberFormat(locale);
    return [
      {
        id: 'run',
        header: t('columns.run'),
        render: (row) => (
          <Link href={runHref(row)} prefetch={false} data-row-link>
            {t(row.kind === 'undo' ? 'undoNumber' : 'runNumber', { id: row.id })}
          </Link>
        ),
      },
      { id: 'subject', header: t('columns.subject'), render: (row) => t(`subjects.${row.subject}`) },
      { id: 'state', header: t('columns.state'), render: (row) => <RunState run={row} /> },
      {
        id: 'rule',
        header: t('columns.rule'),
        width: 300,
        render: (row) => (
          <span className="er-truncate" style={{ maxWidth: 360 }} title={ruleText(row.rule)}>
            {ruleText(row.rule)}
          </span>
        ),
      },
      { id: 'total', header: t('columns.total'), align: 'end', render: (row) => number.format(row.total) },
      { id: 'affected', header: t('columns.affected'), align: 'end', render: (row) => number.format(row.affected) },
      { id: 'skipped', header: t('columns.skipped'), align: 'end', render: (row) => number.format(row.skipped) },
      { id: 'by', header: t('columns.by'), render: (row) => row.startedBy ?? row.createdBy },
      {
        id: 'time',
        header: t('columns.time'),
        render: (row) => <TimeText time={row.startedTime ?? row.createdTime} />,
      },
    ];
  }, [t, locale, ruleText]);
}
