'use client';

import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { parseAsString, useQueryState } from 'nuqs';
import { useMemo } from 'react';
import type { Column } from '@/components/data-table/columns';
import { DataTable } from '@/components/data-table/data-table';
import { TableScroller } from '@/components/data-table/table-scroller';
import { AdminPage } from '@/components/layout/admin-page';
import { PageHeader } from '@/components/layout/page-header';
import { Panel } from '@/components/panel';
import { EmptyState, ErrorBanner, ErrorState, LoadingState } from '@/components/states';
import { TimeText } from '@/components/time-text';
import type { CleanupRun } from '@/contracts/cleanup';
import { numberFormat } from '@/lib/number-format';
import { useCleanupRuns } from '../api';
import { runHref } from '../format';
import classes from './cleanup.module.css';
import { PreviewForm } from './preview-form';
import { useRuleText } from './rule-text';
import { RunState } from './run-state';

/** Cleanups: a new preview, and what was done before. For administrators. */
export function CleanupPage() {
  const t = useTranslations('cleanup');
  return (
    <AdminPage title={t('title')}>
      <Cleanups />
    </AdminPage>
  );
}

function Cleanups() {
  const t = useTranslations('cleanup');
  const [cursor, setCursor] = useQueryState('cursor', parseAsString.withOptions({ history: 'push' }));
  const runs = useCleanupRuns(cursor);
  const { data, error } = runs;
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          <Button variant="default" leftSection={<IconRefresh size={15} aria-hidden />} onClick={() => runs.refetch()}>
            {t('refresh')}
          </Button>
        }
      />
      <div className={classes.page}>
        <PreviewForm />
        <Panel title={t('runs')} flush>
          {data && error && <ErrorBanner error={error} onRetry={() => runs.refetch()} />}
          {data && <Runs runs={data.items} />}
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
      </div>
    </>
  );
}

function Runs({ runs }: { runs: CleanupRun[] }) {
  const t = useTranslations('cleanup');
  const columns = useColumns();
  if (runs.length === 0) return <EmptyState title={t('none')}>{t('noneHint')}</EmptyState>;
  return (
    <TableScroller label={t('runs')}>
      <DataTable caption={t('runs')} columns={columns} rows={runs} context={null} rowKey={({ id }) => String(id)} />
    </TableScroller>
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
