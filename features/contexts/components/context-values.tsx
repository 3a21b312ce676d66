'use client';

import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { type FormEvent, useMemo, useState } from 'react';
import { BytesText } from '@/components/bytes-text';
import type { Column } from '@/components/data-table/columns';
import { DataTable } from '@/components/data-table/data-table';
import { TableScroller } from '@/components/data-table/table-scroller';
import { EmptyState, ErrorBanner, ErrorState, LoadingState } from '@/components/states';
import { TimeText } from '@/components/time-text';
import type { ContextValue } from '@/contracts/contexts';
import { useContextValues } from '../api';
import type { ContextView } from '../search-params';
import { ContextValueView } from './context-value-view';
import classes from './contexts.module.css';
import { Turner } from './turner';

/** Types that Linkis knows; others are found by searching. */
const TYPES = ['METADATA', 'DATA', 'RESOURCE', 'OBJECT', 'ENV', 'COST', 'UDF', 'Variable'];

interface ContextValuesProps {
  id: number;
  view: ContextView;
  onView: (change: Partial<ContextView>) => void;
}

/** The values of a context; the text of one opens below its row. */
export function ContextValues({ id, view, onView }: ContextValuesProps) {
  const t = useTranslations('contexts');
  const { search, type: contextType, valuesCursor: cursor } = view;
  const values = useContextValues(id, { search, contextType, cursor });
  const columns = useValueColumns();
  const { data, error } = values;
  const toggle = (valueId: number) => onView({ value: view.value === valueId ? null : valueId });
  return (
    <>
      <ValueFilters key={search} view={view} onView={onView} />
      {!data && (error ? <ErrorState error={error} onRetry={() => values.refetch()} /> : <LoadingState rows={5} />)}
      {data && error && <ErrorBanner error={error} onRetry={() => values.refetch()} />}
      {data && (
        <TableScroller label={t('tabs.values')}>
          <DataTable
            caption={t('tabs.values')}
            columns={columns}
            rows={data.items}
            context={toggle}
            rowKey={(row) => String(row.id)}
            onRowClick={(row) => toggle(row.id)}
            stale={values.isPlaceholderData}
            expanded={(row) =>
              row.id === view.value && (
                <ContextValueView id={id} valueId={row.id} onRemoved={() => onView({ value: null })} />
              )
            }
          />
          {data.items.length === 0 && (
            <EmptyState title={t(search || contextType ? 'values.noMatch' : 'values.none')}>
              {search || contextType ? t('empty.noMatchHint') : t('values.noneHint')}
            </EmptyState>
          )}
        </TableScroller>
      )}
      {data && (
        <Turner
          first={cursor !== null}
          previous={data.previousCursor}
          next={data.nextCursor}
          onCursor={(valuesCursor) => onView({ valuesCursor, value: null })}
        />
      )}
    </>
  );
}

function ValueFilters({ view, onView }: Omit<ContextValuesProps, 'id'>) {
  const t = useTranslations('contexts.values');
  const [search, setSearch] = useState(view.search ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onView({ search: search.trim() || null, valuesCursor: null, value: null });
  };
  const types = view.type === null || TYPES.includes(view.type) ? TYPES : [view.type, ...TYPES];
  return (
    <search aria-label={t('filtering')}>
      <form className={classes.filters} onSubmit={submit}>
        <TextInput
          aria-label={t('search')}
          placeholder={t('searchHint')}
          value={search}
          maxLength={128}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <NativeSelect
          aria-label={t('type')}
          value={view.type ?? ''}
          data={[{ value: '', label: t('anyType') }, ...types.map((value) => ({ value, label: value }))]}
          onChange={(event) => onView({ type: event.currentTarget.value || null, valuesCursor: null, value: null })}
        />
        <Button type="submit" variant="default">
          {t('find')}
        </Button>
        {(view.search !== null || view.type !== null) && (
          <Button
            variant="subtle"
            color="gray"
            onClick={() => onView({ search: null, type: null, valuesCursor: null, value: null })}
          >
            {t('clear')}
          </Button>
        )}
      </form>
    </search>
  );
}

/** Opens or closes the text of a value. */
type Toggle = (valueId: number) => void;

function useValueColumns(): Column<ContextValue, Toggle>[] {
  const t = useTranslations('contexts.values');
  return useMemo(
    () => [
      {
        id: 'key',
        header: t('key'),
        width: 180,
        render: (row, toggle, open) => (
          <button
            type="button"
            className={classes.key}
            aria-expanded={open}
            data-row-link
            onClick={() => toggle(row.id)}
            title={row.key}
          >
            {row.key}
          </button>
        ),
      },
      { id: 'type', header: t('type'), render: (row) => row.contextType ?? '–' },
      { id: 'scope', header: t('scope'), render: (row) => row.contextScope ?? '–' },
      { id: 'size', header: t('size'), align: 'end', render: (row) => <BytesText bytes={row.sizeBytes} /> },
      {
        id: 'keywords',
        header: t('keywords'),
        render: (row) => (
          <span className="er-truncate" style={{ maxWidth: 220 }} title={row.keywords.join(', ')}>
            {row.keywords.join(', ') || '–'}
          </span>
        ),
      },
      { id: 'updated', header: t('updated'), render: (row) => <TimeText time={row.updateTime} /> },
      { id: 'accessed', header: t('accessed'), render: (row) => <TimeText time={row.accessTime} /> },
    ],
    [t],
  );
}
