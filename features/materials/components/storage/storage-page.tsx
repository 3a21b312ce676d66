'use client';

import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { AdminPage } from '@/components/layout/admin-page';
import { PageHeader } from '@/components/layout/page-header';
import { Panel } from '@/components/panel';
import { ErrorBanner, ErrorState, LoadingState } from '@/components/states';
import { useMaterialStorage } from '../../list-api';
import { MaterialPlaces } from '../material-places';
import { Collection } from './collection';
import classes from './storage.module.css';
import { UsageByType } from './usage-by-type';
import { UsageTiles } from './usage-tiles';

/** What the storage of materials holds, and how to free what nothing names. For administrators. */
export function StoragePage() {
  const t = useTranslations('materialStorage');
  return (
    <AdminPage title={t('title')}>
      <Storage />
    </AdminPage>
  );
}

function Storage() {
  const t = useTranslations('materialStorage');
  const storage = useMaterialStorage();
  const { data, error } = storage;
  const retry = () => void storage.refetch();
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          <Button variant="default" leftSection={<IconRefresh size={15} aria-hidden />} onClick={retry}>
            {t('refresh')}
          </Button>
        }
      >
        <MaterialPlaces />
      </PageHeader>
      {!data && (error ? <ErrorState error={error} onRetry={retry} /> : <LoadingState rows={12} />)}
      {data && (
        <div className={classes.page}>
          {error && <ErrorBanner error={error} onRetry={retry} />}
          <UsageTiles storage={data} />
          <Panel title={t('byType')} flush>
            <UsageByType storage={data} />
          </Panel>
          <Panel title={t('collection')}>
            <Collection unreachableBlobs={data.unreachableBlobs} />
          </Panel>
        </div>
      )}
    </>
  );
}
