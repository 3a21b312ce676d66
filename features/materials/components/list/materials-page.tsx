'use client';

import { ActionIcon, Button } from '@mantine/core';
import { IconKeyboard, IconRefresh, IconUpload } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { type ReactNode, useCallback, useRef, useState } from 'react';
import { ColumnMenu } from '@/components/data-table/column-menu';
import classes from '@/components/data-table/list-page.module.css';
import { closePanel, useListed } from '@/components/data-table/listed';
import { useListKeys } from '@/components/data-table/use-list-keys';
import { useShownColumns } from '@/components/data-table/use-shown-columns';
import { AdminPage } from '@/components/layout/admin-page';
import { PageHeader } from '@/components/layout/page-header';
import { engineOfRow } from '../../format';
import { useMaterialList } from '../../list-api';
import { type MaterialListChange, materialParsers } from '../../search-params';
import { MaterialPlaces } from '../material-places';
import { useMaterialUploads } from '../upload/material-uploads';
import { useMaterialColumns } from './material-columns';
import { MaterialFilters } from './material-filters';
import { MaterialKeys } from './material-keys';
import { MaterialList } from './material-list';
import { MaterialSidePanel } from './material-side-panel';

/** Materials of all engine versions. For administrators. */
export function MaterialsPage() {
  const t = useTranslations('materials');
  return (
    <AdminPage title={t('title')}>
      <Materials />
    </AdminPage>
  );
}

/** Filters, list, side panel. All of its state is in the URL. */
function Materials() {
  const [state, setState] = useQueryStates(materialParsers, { history: 'push' });
  const [help, setHelp] = useState(false);
  const searchRef = useRef<HTMLInputElement>(null);
  const listRef = useRef<HTMLDivElement>(null);
  const list = useMaterialList(state);
  const listed = useListed(state);
  const columns = useMaterialColumns();
  const chosen = useShownColumns('engineroom.materials.columns', columns);
  const change = useCallback((values: MaterialListChange) => void setState(values), [setState]);
  const peek = useCallback((open: string | null) => void setState({ open }, { history: 'replace' }), [setState]);
  const close = () => closePanel(listRef.current, state.open, peek);
  const opened = state.open === null ? null : engineOfRow(state.open);
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
      <MaterialsHeader onRefresh={() => void list.refetch()} onHelp={() => setHelp(true)}>
        <ColumnMenu columns={columns} shown={chosen.shown} onToggle={chosen.toggle} onReset={chosen.reset} />
      </MaterialsHeader>
      <MaterialFilters
        state={listed}
        onChange={change}
        engineTypes={list.data?.engineTypes ?? NO_TYPES}
        searchRef={searchRef}
      />
      <div className={classes.split}>
        <div ref={listRef} className={classes.list}>
          <MaterialList
            state={listed}
            opened={state.open}
            list={list}
            columns={chosen.shown}
            onChange={change}
            onPeek={peek}
          />
        </div>
        {opened && <MaterialSidePanel engine={opened} onClose={close} />}
      </div>
      {help && <MaterialKeys onClose={() => setHelp(false)} />}
    </div>
  );
}

const NO_TYPES: string[] = [];

interface MaterialsHeaderProps {
  onRefresh: () => void;
  onHelp: () => void;
  children: ReactNode;
}

function MaterialsHeader({ onRefresh, onHelp, children }: MaterialsHeaderProps) {
  const t = useTranslations('materials');
  const uploads = useMaterialUploads();
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
          <Button leftSection={<IconUpload size={15} aria-hidden />} onClick={() => uploads.open()}>
            {t('upload')}
          </Button>
        </>
      }
    >
      <MaterialPlaces />
    </PageHeader>
  );
}
