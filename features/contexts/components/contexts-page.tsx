'use client';

import { ActionIcon, Button } from '@mantine/core';
import { IconKeyboard, IconRefresh } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { type ReactNode, useCallback, useRef, useState } from 'react';
import { ColumnMenu } from '@/components/data-table/column-menu';
import classes from '@/components/data-table/list-page.module.css';
import { closePanel, useListed } from '@/components/data-table/listed';
import { useListKeys } from '@/components/data-table/use-list-keys';
import { useShownColumns } from '@/components/data-table/use-shown-columns';
import { CleanUpLink } from '@/components/layout/clean-up-link';
import { useCurrentSession } from '@/components/layout/current-session';
import { PageHeader } from '@/components/layout/page-header';
import { useContextList } from '../api';
import { type ContextListChange, type ContextListState, cleanupHref, contextParsers } from '../search-params';
import { useContextColumns } from './context-columns';
import { ContextFilters } from './context-filters';
import { ContextKeys } from './context-keys';
import { ContextList } from './context-list';
import { ContextSidePanel } from './context-side-panel';

/** Contexts of the context service: filters, list, side panel. All of its state is in the URL. */
export function ContextsPage() {
  const [state, setState] = useQueryStates(contextParsers, { history: 'push' });
  const [help, setHelp] = useState(false);
  const searchRef = useRef<HTMLInputElement>(null);
  const listRef = useRef<HTMLDivElement>(null);
  const listed = useListed(state);
  const list = useContextList(listed);
  const columns = useContextColumns();
  const chosen = useShownColumns('engineroom.contexts.columns', columns);
  const change = useCallback((values: ContextListChange) => void setState(values), [setState]);
  const peek = useCallback((open: string | null) => void setState({ open }, { history: 'replace' }), [setState]);
  const close = () => closePanel(listRef.current, state.open, peek);
  const opened = state.open !== null && /^[1-9]\d{0,9}$/.test(state.open) ? Number(state.open) : null;
  useListKeys({
    listRef,
    onFocusFilter: () => searchRef.current?.focus(),
    onPeek: peek,
    onClose: close,
    onHelp: () => setHelp(true),
    panelOpen: opened !== null,
  });
  return (
    <div className={classes.page}>
      <ContextsHeader state={listed} onRefresh={() => void list.refetch()} onHelp={() => setHelp(true)}>
        <ColumnMenu columns={columns} shown={chosen.shown} onToggle={chosen.toggle} onReset={chosen.reset} />
      </ContextsHeader>
      <ContextFilters state={listed} onChange={change} searchRef={searchRef} />
      <div className={classes.split}>
        <div ref={listRef} className={classes.list}>
          <ContextList
            state={listed}
            opened={state.open}
            list={list}
            columns={chosen.shown}
            onChange={change}
            onPeek={peek}
          />
        </div>
        {opened !== null && <ContextSidePanel key={opened} id={opened} onClose={close} />}
      </div>
      {help && <ContextKeys onClose={() => setHelp(false)} />}
    </div>
  );
}

interface ContextsHeaderProps {
  state: ContextListState;
  onRefresh: () => void;
  onHelp: () => void;
  children: ReactNode;
}

function ContextsHeader({ state, onRefresh, onHelp, children }: ContextsHeaderProps) {
  const t = useTranslations('contexts');
  const { role } = useCurrentSession();
  const { href, lost } = cleanupHref(state);
  return (
    <PageHeader
      title={t('title')}
      actions={
        <>
          <Button variant="default" leftSection={<IconRefresh size={15} aria-hidden />} onClick={onRefresh}>
            {t('refresh')}
          </Button>
          {children}
          <ActionIcon aria-label={t('keyboardHelp')} title={t('keyboardHelp')} onClick={onHelp}>
            <IconKeyboard size={18} aria-hidden />
          </ActionIcon>
          {role === 'admin' && <CleanUpLink href={href} lost={lost.map((name) => t(`filters.${name}`))} />}
        </>
      }
    />
  );
}
