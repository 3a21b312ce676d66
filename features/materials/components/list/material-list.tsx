'use client';

import { Button } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useLocale, useTranslations } from 'next-intl';
import { DataTable } from '@/components/data-table/data-table';
import pageClasses from '@/components/data-table/list-page.module.css';
import { Pager } from '@/components/data-table/pager';
import { TableScroller } from '@/components/data-table/table-scroller';
import { EmptyState, ErrorBanner, ErrorState, LoadingState } from '@/components/states';
import { numberFormat } from '@/lib/number-format';
import { rowKeyOf } from '../../format';
import type { useMaterialList } from '../../list-api';
import {
  isFiltered,
  type MaterialListChange,
  type MaterialListState,
  NO_FILTERS,
  orderOf,
  sortBy,
} from '../../search-params';
import { useMaterialUploads } from '../upload/material-uploads';
import type { MaterialColumn } from './material-columns';
import { PluginShape } from './plugin-shape';

interface MaterialListProps {
  state: MaterialListState;
  /** Row whose engine version is in the side panel. */
  opened: string | null;
  list: ReturnType<typeof useMaterialList>;
  columns: MaterialColumn[];
  onChange: (change: MaterialListChange) => void;
  onPeek: (rowKey: string) => void;
}

/** The rows, or why there are none, and the foot with count and paging. */
export function MaterialList({ state, opened, list, columns, onChange, onPeek }: MaterialListProps) {
  const t = useTranslations('materials');
  const locale = useLocale();
  const { data, error } = list;
  if (!data) return error ? <ErrorState error={error} onRetry={() => list.refetch()} /> : <LoadingState rows={14} />;
  const { items, total, nextCursor, previousCursor } = data;
  const number = numberFormat(locale);
  const go = (cursor: string | null) => () => onChange({ cursor });
  const isEmpty = items.length === 0;
  return (
    <>
      {error && <ErrorBanner error={error} onRetry={() => list.refetch()} />}
      <TableScroller label={t('caption')} fill>
        <DataTable
          caption={t('caption')}
          columns={columns}
          rows={items}
          context={onPeek}
          rowKey={rowKeyOf}
          sorted={{ by: state.sort, order: orderOf(state) }}
          onSort={(by) => onChange(sortBy(state, by))}
          onRowClick={(row) => onPeek(rowKeyOf(row))}
          selectedKey={opened}
          stale={list.isPlaceholderData}
        />
        {isEmpty && <NothingFound state={state} onChange={onChange} />}
      </TableScroller>
      <Pager
        summary={
          <span role="status" className={pageClasses.summary}>
            {t('rowsShown', { count: number.format(items.length) })} · {t('rowsTotal', { total: number.format(total) })}
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

/** Why the list is empty: filters that nothing fits, or nothing uploaded yet and what an upload looks like. */
function NothingFound({ state, onChange }: Pick<MaterialListProps, 'state' | 'onChange'>) {
  const t = useTranslations('materials');
  const uploads = useMaterialUploads();
  if (isFiltered(state))
    return (
      <EmptyState
        title={t('empty.noMatch')}
        action={
          <Button variant="default" onClick={() => onChange(NO_FILTERS)}>
            {t('clearFilters')}
          </Button>
        }
      >
        {t('empty.noMatchHint')}
      </EmptyState>
    );
  if (state.cursor !== null)
    return (
      <EmptyState
        title={t('empty.pageGone')}
        action={
          <Button variant="default" onClick={() => onChange({ cursor: null })}>
            {t('empty.toFirstPage')}
          </Button>
        }
      />
    );
  return (
    <EmptyState
      title={t('empty.noneYet')}
      action={
        <Button leftSection={<IconUpload size={15} aria-hidden />} onClick={() => uploads.open()}>
          {t('upload')}
        </Button>
      }
    >
      <p>{t('empty.noneYetHint')}</p>
      <PluginShape />
    </EmptyState>
  );
}
