'use client';

import { ActionIcon } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useCallback, useMemo, useState } from 'react';
import { CopyButton } from '@/components/copy-button';
import type { Column } from '@/components/data-table/columns';
import { DataTable } from '@/components/data-table/data-table';
import { TableScroller } from '@/components/data-table/table-scroller';
import { EmptyState, ErrorBanner, ErrorState, LoadingState } from '@/components/states';
import { TimeText } from '@/components/time-text';
import type { ContextHistory } from '@/contracts/contexts';
import { useContextHistories } from '../api';
import classes from './contexts.module.css';
import { StoredText } from './stored-text';
import { Turner } from './turner';

interface ContextHistoriesProps {
  id: number;
  cursor: string | null;
  onCursor: (cursor: string | null) => void;
}

/** What happened to the resources of a context; the text of one opens below its row. */
export function ContextHistories({ id, cursor, onCursor }: ContextHistoriesProps) {
  const t = useTranslations('contexts.histories');
  const [opened, setOpened] = useState<number | null>(null);
  const toggle = useCallback((row: number) => setOpened((old) => (old === row ? null : row)), []);
  const columns = useHistoryColumns();
  const histories = useContextHistories(id, cursor);
  const { data, error } = histories;
  if (!data)
    return error ? <ErrorState error={error} onRetry={() => histories.refetch()} /> : <LoadingState rows={4} />;
  if (data.items.length === 0 && cursor === null) return <EmptyState title={t('none')}>{t('noneHint')}</EmptyState>;
  return (
    <>
      {error && <ErrorBanner error={error} onRetry={() => histories.refetch()} />}
      <TableScroller label={t('caption')}>
        <DataTable
          caption={t('caption')}
          columns={columns}
          rows={data.items}
          context={toggle}
          rowKey={(row) => String(row.id)}
          onRowClick={(row) => toggle(row.id)}
          stale={histories.isPlaceholderData}
          expanded={(row) => row.id === opened && <HistoryText history={row} />}
        />
      </TableScroller>
      <Turner first={cursor !== null} previous={data.previousCursor} next={data.nextCursor} onCursor={onCursor} />
    </>
  );
}

function HistoryText({ history }: { history: ContextHistory }) {
  const t = useTranslations('contexts.histories');
  const { text, truncated } = history;
  if (text === null) return <p className="er-dim">{t('noText')}</p>;
  return (
    <div className={classes.value}>
      <div className={classes.valueTools}>
        <CopyButton text={text} what={t('textOf', { id: history.id })} />
        {truncated && <span className="er-dim">{t('truncated')}</span>}
      </div>
      <StoredText label={t('textOf', { id: history.id })} text={text} truncated={truncated} />
    </div>
  );
}

function useHistoryColumns(): Column<ContextHistory, (row: number) => void>[] {
  const t = useTranslations('contexts.histories');
  return useMemo(
    () => [
      {
        id: 'id',
        header: t('number'),
        render: (row, toggle, open) => {
          const Chevron = open ? IconChevronDown : IconChevronRight;
          return (
            <>
              <ActionIcon aria-expanded={open} aria-label={t('show', { id: row.id })} onClick={() => toggle(row.id)}>
                <Chevron size={15} aria-hidden />
              </ActionIcon>{' '}
              {row.id}
            </>
          );
        },
      },
      { id: 'source', header: t('source'), render: (row) => row.source ?? '–' },
      { id: 'type', header: t('type'), render: (row) => row.contextType ?? '–' },
      { id: 'created', header: t('created'), render: (row) => <TimeText time={row.createTime} /> },
      { id: 'updated', header: t('updated'), render: (row) => <TimeText time={row.updateTime} /> },
    ],
    [t],
  );
}
