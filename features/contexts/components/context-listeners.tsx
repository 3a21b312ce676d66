'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { Column } from '@/components/data-table/columns';
import { DataTable } from '@/components/data-table/data-table';
import { TableScroller } from '@/components/data-table/table-scroller';
import { EmptyState, ErrorBanner, ErrorState, LoadingState } from '@/components/states';
import { TimeText } from '@/components/time-text';
import type { ContextListener } from '@/contracts/contexts';
import { useContextListeners } from '../api';

/** Who wants to hear of a context or of one of its values. */
export function ContextListeners({ id }: { id: number }) {
  const t = useTranslations('contexts.listeners');
  const columns = useListenerColumns();
  const listeners = useContextListeners(id);
  const { data, error } = listeners;
  if (!data)
    return error ? <ErrorState error={error} onRetry={() => listeners.refetch()} /> : <LoadingState rows={4} />;
  if (data.items.length === 0) return <EmptyState title={t('none')}>{t('noneHint')}</EmptyState>;
  return (
    <>
      {error && <ErrorBanner error={error} onRetry={() => listeners.refetch()} />}
      <TableScroller label={t('caption')}>
        <DataTable
          caption={t('caption')}
          columns={columns}
          rows={data.items}
          context={null}
          rowKey={(row) => `${row.kind} ${row.id}`}
        />
      </TableScroller>
      {data.truncated && <p className="er-dim">{t('truncated', { count: data.items.length })}</p>}
    </>
  );
}

function useListenerColumns(): Column<ContextListener, null>[] {
  const t = useTranslations('contexts.listeners');
  return useMemo(
    () => [
      { id: 'kind', header: t('kind'), render: (row) => t(`kinds.${row.kind}`) },
      { id: 'key', header: t('key'), render: (row) => <span className="er-mono">{row.key ?? '–'}</span> },
      { id: 'source', header: t('source'), render: (row) => row.source ?? '–' },
      { id: 'created', header: t('created'), render: (row) => <TimeText time={row.createTime} /> },
    ],
    [t],
  );
}
