'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { Column } from '@/components/data-table/columns';
import { DataTable } from '@/components/data-table/data-table';
import { TableScroller } from '@/components/data-table/table-scroller';
import { Panel } from '@/components/panel';
import { ErrorState, LoadingState } from '@/components/states';
import type { CLEANUP_SKIP_REASONS, CleanupRun } from '@/contracts/cleanup';
import { numberFormat } from '@/lib/number-format';
import { useSkippedRows } from '../api';
import classes from './cleanup.module.css';

interface Row {
  id: number;
  reason: (typeof CLEANUP_SKIP_REASONS)[number];
}

/** Rows that a run left as they are, and why. */
export function SkippedRows({ run }: { run: CleanupRun }) {
  const { id: runId, subject, skipped: count } = run;
  const t = useTranslations('cleanup');
  const number = numberFormat(useLocale());
  const skipped = useSkippedRows(runId);
  const columns = useMemo<Column<Row, null>[]>(
    () => [
      { id: 'id', header: t('preview.id', { subject }), render: ({ id }) => <span className="er-mono">{id}</span> },
      { id: 'reason', header: t('skipped.reason'), render: ({ reason }) => t(`skipped.reasons.${reason}`) },
    ],
    [t, subject],
  );
  const { data, error } = skipped;
  return (
    <Panel title={t('skipped.title')} flush>
      {!data && (error ? <ErrorState error={error} onRetry={() => skipped.refetch()} /> : <LoadingState rows={4} />)}
      {data && (
        <TableScroller label={t('skipped.title')}>
          <DataTable
            caption={t('skipped.title')}
            columns={columns}
            rows={data.items}
            context={null}
            rowKey={({ id }) => String(id)}
          />
        </TableScroller>
      )}
      {data && data.items.length < count && (
        <p className={classes.note}>
          {t('skipped.first', { shown: number.format(data.items.length), count: number.format(count) })}
        </p>
      )}
    </Panel>
  );
}
