'use client';

import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { useCallback, useRef, useState } from 'react';
import { ColumnMenu } from '@/components/data-table/column-menu';
import { useShownColumns } from '@/components/data-table/use-shown-columns';
import { useCurrentSession } from '@/components/layout/current-session';
import { PageHeader } from '@/components/layout/page-header';
import { useEngineList } from '../api';
import { type ListState, listParsers } from '../search-params';
import { useEngineColumns } from './engine-columns';
import classes from './engine-history.module.css';
import { EngineList } from './engine-list';
import { EngineSidePanel } from './engine-side-panel';
import { FilterBar } from './filter-bar';
import { KeyboardHelp } from './keyboard-help';
import { RefreshControls } from './refresh-controls';
import type { ListChange } from './time-range-menu';
import { useListKeys } from './use-list-keys';

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

/** The state without the side panel; the same until something else changes, so that opening the panel draws only that. */
function useListed(state: ListState): ListState {
  const listed = { ...state, open: null };
  const [kept, keep] = useState(listed);
  if (JSON.stringify(kept) === JSON.stringify(listed)) return kept;
  keep(listed);
  return listed;
}

/** Closes the side panel and gives the focus back to the row it was opened from. */
function closePanel(list: HTMLElement | null, open: string | null, peek: (ticketId: string | null) => void): void {
  if (open === null) return;
  peek(null);
  list?.querySelector<HTMLElement>(`tr[data-row="${CSS.escape(open)}"] [data-row-link]`)?.focus();
}
