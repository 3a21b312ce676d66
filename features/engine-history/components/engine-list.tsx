'use client';

import { Button } from '@mantine/core';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { memo, useMemo } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { Pager } from '@/components/data-table/pager';
import { TableScroller } from '@/components/data-table/table-scroller';
import { EmptyState, ErrorBanner, ErrorState, LoadingState } from '@/components/states';
import type { ListedPage, useEngineList } from '../api';
import { FIRST_PAGE, hasFilters, isFiltered, type ListState, NO_FILTERS, sortOf, TIME_FIELDS } from '../search-params';
import { widerRange } from '../time-range';
import type { EngineColumn } from './engine-columns';
import { EngineCount } from './engine-count';
import { type ListChange, useRangeText } from './time-range-menu';

interface EngineListProps {
  state: ListState;
  /** Ticket of the engine in the side panel. */
  opened: string | null;
  list: ReturnType<typeof useEngineList>;
  columns: EngineColumn[];
  onChange: (change: ListChange) => void;
  onPeek: (ticketId: string) => void;
}

/** The rows, or why there are none, and the foot with count and paging. */
export function EngineList({ state, opened, list, columns, onChange, onPeek }: EngineListProps) {
  const t = useTranslations('engineHistory');
  const { data, error } = list;
  // Of the rows, not of the query: while old rows wait for the next ones, nothing about them changes.
  const askedAt = data?.askedAt;
  const context = useMemo(() => ({ onPeek, now: askedAt ?? new Date() }), [onPeek, askedAt]);
  if (!data) return error ? <ErrorState error={error} onRetry={() => list.refetch()} /> : <LoadingState rows={14} />;
  const sort = (by: string) => {
    const field = TIME_FIELDS.find((name) => name === by) ?? 'createTime';
    // A range bounds the time that the list is ordered by.
    onChange({
      sort: field,
      timeField: field,
      order: state.sort === field && state.order === 'desc' ? 'asc' : 'desc',
      ...FIRST_PAGE,
    });
  };
  return (
    <>
      {error && <ErrorBanner error={error} onRetry={() => list.refetch()} />}
      <TableScroller label={t('caption')} fill>
        <DataTable
          caption={t('caption')}
          columns={columns}
          rows={data.items}
          context={context}
          rowKey={(row) => row.ticketId}
          sorted={{ by: sortOf(state), order: state.order }}
          onSort={sort}
          onRowClick={(row) => onPeek(row.ticketId)}
          selectedKey={opened}
          stale={list.isPlaceholderData}
        />
        {data.items.length === 0 && <NothingFound state={state} onChange={onChange} />}
      </TableScroller>
      <ListFoot state={state} page={data} loading={list.isFetching} onChange={onChange} />
    </>
  );
}

interface ListFootProps extends Pick<EngineListProps, 'state' | 'onChange'> {
  page: ListedPage;
  loading: boolean;
}

const EngineActivity = dynamic(() => import('./engine-activity'), { ssr: false });

/** Count, when they ran, and paging. */
const ListFoot = memo(function ListFoot({ state, page, loading, onChange }: ListFootProps) {
  const { items, nextCursor, previousCursor, at } = page;
  const go = (cursor: string | null) =>
    onChange(cursor === null ? FIRST_PAGE : { cursor, at: state.range ? at : null });
  return (
    <Pager
      summary={
        <>
          <EngineCount state={state} shown={items.length} loading={loading} />
          {items.length > 0 && <EngineActivity state={state} />}
        </>
      }
      pageSize={state.pageSize}
      onPageSize={(pageSize) => onChange({ pageSize, ...FIRST_PAGE })}
      onFirst={state.cursor === null ? undefined : () => go(null)}
      onPrevious={state.cursor === null ? undefined : () => go(previousCursor)}
      onNext={nextCursor === null ? undefined : () => go(nextCursor)}
    />
  );
});

/** Why the list is empty, and what may help: the next wider range, or no filters. */
function NothingFound({ state, onChange }: Pick<EngineListProps, 'state' | 'onChange'>) {
  const t = useTranslations('engineHistory');
  const rangeText = useRangeText(state);
  if (!isFiltered(state)) return <EmptyState title={t('empty.noneYet')}>{t('empty.noneYetHint')}</EmptyState>;
  const wider = widerRange(state.range);
  const bounded = state.range !== null || state.from !== null || state.to !== null;
  const widen = () => onChange({ range: wider === 'all' ? null : wider, from: null, to: null, ...FIRST_PAGE });
  return (
    <EmptyState
      title={t('empty.noMatch')}
      action={
        <>
          {bounded && (
            <Button variant="default" onClick={widen}>
              {t('empty.widen', { range: t(`ranges.${wider ?? 'all'}`) })}
            </Button>
          )}
          {hasFilters(state) && (
            <Button variant="default" onClick={() => onChange(NO_FILTERS)}>
              {t('clearFilters')}
            </Button>
          )}
        </>
      }
    >
      {bounded
        ? t('empty.inRange', { field: t(`timeFields.${state.timeField}`), range: rangeText })
        : t('empty.byFilters')}
    </EmptyState>
  );
}
