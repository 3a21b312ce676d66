'use client';

import { Button } from '@mantine/core';
import { IconApps, IconHash, IconUser } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { parseAsString, useQueryState } from 'nuqs';
import { useMemo, useRef } from 'react';
import { CopyButton } from '@/components/copy-button';
import type { Column } from '@/components/data-table/columns';
import { DataTable } from '@/components/data-table/data-table';
import { TableScroller } from '@/components/data-table/table-scroller';
import { useListKeys } from '@/components/data-table/use-list-keys';
import { Panel } from '@/components/panel';
import { EmptyState } from '@/components/states';
import { Tag } from '@/components/tag';
import { TimeText } from '@/components/time-text';
import type { CleanupProtection } from '@/contracts/cleanup-receipts';
import classes from '../../components/cleanup.module.css';
import { searchProtections } from '../protection';
import { ProtectionSearch } from './protection-search';

/** Fewer than these are seen at a glance. */
const LONG_LIST = 10;

type End = (protection: CleanupProtection) => void;

/** All protections, and a search when they are many. */
export function ProtectionList({ protections, onEnd }: { protections: CleanupProtection[]; onEnd: End }) {
  const t = useTranslations('cleanupProtections');
  const [search, setSearch] = useQueryState('search', parseAsString.withOptions({ history: 'push' }));
  const columns = useColumns();
  const listRef = useRef<HTMLDivElement>(null);
  const searchRef = useRef<HTMLInputElement>(null);
  useListKeys({ listRef, onFocusFilter: () => searchRef.current?.focus() });
  const found = searchProtections(protections, search ?? '');
  return (
    <div ref={listRef} className={classes.stack}>
      <p className={classes.intro}>{t('intro')}</p>
      {(protections.length > LONG_LIST || search !== null) && (
        <ProtectionSearch inputRef={searchRef} search={search} onSearch={setSearch} />
      )}
      <Panel title={t('list')} actions={<Count found={found.length} all={protections.length} />} flush>
        {found.length === 0 ? (
          <EmptyState
            title={t('noneFound')}
            action={
              <Button variant="default" onClick={() => setSearch(null)}>
                {t('clearSearch')}
              </Button>
            }
          >
            {t('noneFoundHint', { search: search ?? '' })}
          </EmptyState>
        ) : (
          <TableScroller label={t('list')}>
            <DataTable
              caption={t('list')}
              columns={columns}
              rows={found}
              context={onEnd}
              rowKey={({ id }) => String(id)}
            />
          </TableScroller>
        )}
      </Panel>
    </div>
  );
}

function Count({ found, all }: { found: number; all: number }) {
  const t = useTranslations('cleanupProtections');
  return (
    <span className="er-dim" role="status">
      {found === all ? t('count', { count: all }) : t('countOf', { found, count: all })}
    </span>
  );
}

const KIND_ICONS = { user: IconUser, application: IconApps, id: IconHash };

function useColumns(): Column<CleanupProtection, End>[] {
  const t = useTranslations('cleanupProtections');
  const subjects = useTranslations('cleanup.subjects');
  return useMemo(
    () => [
      {
        id: 'kind',
        header: t('columns.kind'),
        render: ({ kind }) => (
          <Tag tone="quiet" Icon={KIND_ICONS[kind]}>
            {t(`kinds.${kind}`)}
          </Tag>
        ),
      },
      {
        id: 'value',
        header: t('columns.value'),
        render: ({ kind, value }) => (
          <>
            <span className="er-mono">{value}</span> <CopyButton text={value} what={t(`what.${kind}`, { value })} />
          </>
        ),
      },
      { id: 'subject', header: t('columns.subject'), render: ({ subject }) => subjects(subject) },
      {
        id: 'note',
        header: t('columns.note'),
        width: 200,
        render: ({ note }) =>
          note ? <span className={classes.words}>{note}</span> : <span className="er-dim">–</span>,
      },
      { id: 'by', header: t('columns.by'), render: ({ createdBy }) => createdBy },
      { id: 'time', header: t('columns.time'), render: ({ createdTime }) => <TimeText time={createdTime} withAge /> },
      {
        id: 'actions',
        header: t('columns.actions'),
        align: 'end',
        render: (protection, end) => (
          <Button
            size="compact-xs"
            variant="default"
            aria-label={t('endNamed', { what: t(`what.${protection.kind}`, { value: protection.value }) })}
            onClick={() => end(protection)}
          >
            {t('end')}
          </Button>
        ),
      },
    ],
    [t, subjects],
  );
}
