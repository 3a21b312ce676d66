'use client';

import { Button } from '@mantine/core';
import { useLocale, useTranslations } from 'next-intl';
import { DataTable } from '@/components/data-table/data-table';
import pageClasses from '@/components/data-table/list-page.module.css';
import { Pager } from '@/components/data-table/pager';
import { TableScroller } from '@/components/data-table/table-scroller';
import { EmptyState, ErrorBanner, ErrorState, LoadingState } from '@/components/states';
import { numberFormat } from '@/lib/number-format';
import type { useContextList } from '../api';
import { type ContextListChange, type ContextListState, isFiltered, NO_FILTERS, sortBy } from '../search-params';
import type { ContextColumn } from './context-columns';

interface ContextListProps {
  state: ContextListState;
  /** Row whose context is in the side panel. */
  opened: string | null;
  list: ReturnType<typeof useContextList>;
  columns: ContextColumn[];
  onChange: (change: ContextListChange) => void;
  onPeek: (row: string) => void;
}

/** The rows, or why there are none, and the foot with count and paging. */
export function ContextList({ state, opened, list, columns, onChange, onPeek }: ContextListProps) {
  const t = useTranslations('contexts');
  const locale = useLocale();
  const { data, error } = list;
  if (!data) return error ? <ErrorState error={error} onRetry={() => list.refetch()} /> : <LoadingState rows={14} />;
  const { items, total, nextCursor, previousCursor } = data;
  const number = numberFormat(locale);
  const go = (cursor: string | null) => () => onChange({ cursor });
  return (
    <>
      {error && <ErrorBanner error={error} onRetry={() => list.refetch()} />}
      <TableScroller label={t('caption')} fill>
        <DataTable
          caption={t('caption')}
          columns={columns}
          rows={items}
          context={onPeek}
          rowKey={({ id }) => String(id)}
          sorted={{ by: state.sort, order: state.order }}
          onSort={(by) => onChange(sortBy(state, by))}
          onRowClick={({ id }) => onPeek(String(id))}
          selectedKey={opened}
          stale={list.isPlaceholderData}
        />
        {items.length === 0 && <NothingFound state={state} onChange={onChange} />}
      </TableScroller>
      <Pager
        summary={
          <span role="status" className={pageClasses.summary}>
            {t('rowsShown', { count: number.format(items.length) })} ·{' '}
            {t(total.exact ? 'rowsTotal' : 'rowsMore', { total: number.format(total.count) })}
            {list.isFetching && ` · ${t('updating')}`}
          </span>
        }
        pageSize={state.pageSize}
        onPageSize={(pageSize) => onChange({ pageSize, cursor: null })}
        onFirst={state.cursor === null ? undefined : go(null)}
        onPrevious={state.cursor === null || previousCursor === null ? undefined : go(previousCursor)}
        onNext={nextCursor === null ? undefined : go(nextCursor)}
      />
    </>
  );
}

/** Why the list is empty: filters that nothing fits, or no program has made a context yet. */
function NothingFound({ state, onChange }: Pick<ContextListProps, 'state' | 'onChange'>) {
  const t = useTranslations('contexts');
  const button = (text: string, change: ContextListChange) => (
    <Button variant="default" onClick={() => onChange(change)}>
      {text}
    </Button>
  );
  if (isFiltered(state))
    return (
      <EmptyState title={t('empty.noMatch')} action={button(t('clearFilters'), NO_FILTERS)}>
        {t('empty.noMatchHint')}
      </EmptyState>
    );
  if (state.cursor !== null)
    return <EmptyState title={t('empty.pageGone')} action={button(t('empty.toFirstPage'), { cursor: null })} />;
  return <EmptyState title={t('empty.noneYet')}>{t('empty.noneYetHint')}</EmptyState>;
}
