'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { useCallback, useRef, useState } from 'react';
import { ColumnMenu } from '@/components/data-table/column-menu';
import classes from '@/components/data-table/list-page.module.css';
import { closePanel, useListed } from '@/components/data-table/listed';
import { useListKeys } from '@/components/data-table/use-list-keys';
import { useShownColumns } from '@/components/data-table/use-shown-columns';
import { CleanUpLink } from '@/components/layout/clean-up-link';
import { useCurrentSession } from '@/components/layout/current-session';
import { PageHeader } from '@/components/layout/page-header';
import { useHydrated } from '@/lib/use-hydrated';
import { useEngineList } from '../api';
import { cleanupHref } from '../clean-up';
import { type ListState, listParsers } from '../search-params';
import { useEngineColumns } from './engine-columns';
import { EngineList } from './engine-list';
import { EngineSidePanel } from './engine-side-panel';
import { FilterBar } from './filter-bar';
import { RefreshControls } from './refresh-controls';
import type { ListChange } from './time-range-menu';

const KeyboardHelp = dynamic(() => import('./keyboard-help').then((file) => file.KeyboardHelp), { ssr: false });

/** The engine history: filters, list, side panel. All of its state is in the URL. */
export function EngineHistoryPage() {
  const t = useTranslations('engineHistory');
  const session = useCurrentSession();
  const [state, setState] = useQueryStates(listParsers, { history: 'push' });
  const [auto, setAuto] = useState(false);
  const [help, setHelp] = useState(false);
  const quickRef = useRef<HTMLInputElement>(null);
  const listRef = useRef<HTMLDivElement>(null);
  // Later pages do not change when engines are added, and a page that moves while it is read helps nobody.
  const list = useEngineList(state, auto && state.cursor === null);
  const listed = useListed(state);
  const columns = useEngineColumns();
  const chosen = useShownColumns('engineroom.engine-history.columns', columns);
  const change = useCallback((values: ListChange) => void setState(values), [setState]);
  const showHelp = useCallback(() => setHelp(true), []);
  const { refetch } = list;
  const refresh = useCallback(() => void refetch(), [refetch]);
  const peek = useCallback(
    (ticketId: string | null) => void setState({ open: ticketId }, { history: 'replace' }),
    [setState],
  );
  useListKeys({
    listRef,
    onFocusFilter: () => quickRef.current?.focus(),
    onPeek: peek,
    onClose: () => closePanel(listRef.current, state.open, peek),
    onHelp: showHelp,
    panelOpen: state.open !== null,
  });
  return (
    <div className={classes.page}>
      <PageHeader
        title={t('title')}
        actions={
          <>
            <RefreshControls
              updatedAt={list.dataUpdatedAt}
              onRefresh={refresh}
              auto={auto}
              onAuto={setAuto}
              onHelp={showHelp}
              firstPage={state.cursor === null}
            />
            <ColumnMenu columns={columns} shown={chosen.shown} onToggle={chosen.toggle} onReset={chosen.reset} />
            {session.role === 'admin' && <EngineCleanUpLink state={state} />}
          </>
        }
      />
      <FilterBar state={listed} onChange={change} seesAllUsers={session.role !== 'user'} quickRef={quickRef} />
      <div className={classes.split}>
        <div ref={listRef} className={classes.list}>
          <EngineList
            state={listed}
            opened={state.open}
            list={list}
            columns={chosen.shown}
            onChange={change}
            onPeek={peek}
          />
        </div>
        {state.open && (
          <EngineSidePanel ticketId={state.open} onClose={() => closePanel(listRef.current, state.open, peek)} />
        )}
      </div>
      {help && <KeyboardHelp onClose={() => setHelp(false)} />}
    </div>
  );
}

function EngineCleanUpLink({ state }: { state: ListState }) {
  const t = useTranslations('engineHistory.filters');
  // What “today” means, the server does not know.
  const hydrated = useHydrated();
  const { href, lost } = cleanupHref(state, hydrated ? new Date() : new Date(0));
  return <CleanUpLink href={href} lost={lost.map((name) => t(name))} />;
}
