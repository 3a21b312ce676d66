'use client';

import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { AdminPage } from '@/components/layout/admin-page';
import { PageHeader } from '@/components/layout/page-header';
import { Panel } from '@/components/panel';
import { EmptyState, ErrorBanner, ErrorState, LoadingState } from '@/components/states';
import type { TrashedEngine, TrashedVersion } from '@/contracts/material-storage';
import { useMaterialTrash } from '../../list-api';
import { MaterialPlaces } from '../material-places';
import { PurgeDialog } from './purge-dialog';
import { RestoreFailure } from './restore-failure';
import classes from './trash.module.css';
import { TrashedEngines } from './trashed-engines';
import { TrashedVersions } from './trashed-versions';
import { type TrashActions, useTrashActions } from './use-trash-actions';

/** Deleted engine versions and material versions. For administrators. */
export function TrashPage() {
  const t = useTranslations('materialTrash');
  return (
    <AdminPage title={t('title')}>
      <Trash />
    </AdminPage>
  );
}

function Trash() {
  const t = useTranslations('materialTrash');
  const trash = useMaterialTrash();
  const actions = useTrashActions();
  const { data, error } = trash;
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          <Button variant="default" leftSection={<IconRefresh size={15} aria-hidden />} onClick={() => trash.refetch()}>
            {t('refresh')}
          </Button>
        }
      >
        <MaterialPlaces />
      </PageHeader>
      <div className={classes.page}>
        {actions.failure && <RestoreFailure failure={actions.failure} onDismiss={actions.dismissFailure} />}
        {data && error && <ErrorBanner error={error} onRetry={() => trash.refetch()} />}
        {data && <Contents engines={data.engines} versions={data.versions} actions={actions} />}
        {!data && (error ? <ErrorState error={error} onRetry={() => trash.refetch()} /> : <LoadingState rows={10} />)}
      </div>
      {actions.purging && <PurgeDialog trashed={actions.purging} onClose={() => actions.askPurge(null)} />}
    </>
  );
}

/** The API answers with at most this many of each kind. */
const MOST_LISTED = 500;

interface ContentsProps {
  engines: TrashedEngine[];
  versions: TrashedVersion[];
  actions: TrashActions;
}

function Contents({ engines, versions, actions }: ContentsProps) {
  const t = useTranslations('materialTrash');
  if (engines.length === 0 && versions.length === 0)
    return (
      <EmptyState
        title={t('empty')}
        action={
          <Button component={Link} href="/materials" variant="default">
            {t('toMaterials')}
          </Button>
        }
      >
        {t('emptyHint')}
      </EmptyState>
    );
  return (
    <>
      <p className={classes.intro}>
        {t('intro')}
        {Math.max(engines.length, versions.length) >= MOST_LISTED && ` ${t('cappedHint', { count: MOST_LISTED })}`}
      </p>
      <Panel
        title={t('engines')}
        actions={<span className="er-dim">{t('enginesCount', { count: engines.length })}</span>}
        flush
      >
        <TrashedEngines engines={engines} actions={actions} />
      </Panel>
      <Panel
        title={t('versions')}
        actions={<span className="er-dim">{t('versionsCount', { count: versions.length })}</span>}
        flush
      >
        <TrashedVersions versions={versions} actions={actions} />
      </Panel>
    </>
  );
}
