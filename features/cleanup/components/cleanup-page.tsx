'use client';

import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { AdminPage } from '@/components/layout/admin-page';
import { PageHeader } from '@/components/layout/page-header';
import { useCleanupRuns } from '../api';
import classes from './cleanup.module.css';
import { CleanupPlaces } from './cleanup-places';
import { PreviewForm } from './preview-form';
import { RunsPanel, useRunsCursor } from './runs-panel';

/** Cleanups: a new preview, and what was done before. For administrators. */
export function CleanupPage() {
  const t = useTranslations('cleanup');
  return (
    <AdminPage title={t('title')}>
      <Cleanups />
    </AdminPage>
  );
}

function Cleanups() {
  const t = useTranslations('cleanup');
  const [cursor] = useRunsCursor();
  const runs = useCleanupRuns(cursor);
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          <Button variant="default" leftSection={<IconRefresh size={15} aria-hidden />} onClick={() => runs.refetch()}>
            {t('refresh')}
          </Button>
        }
      >
        <CleanupPlaces />
      </PageHeader>
      <div className={classes.page}>
        <PreviewForm />
        <RunsPanel title={t('runs')} none={t('none')} noneHint={t('noneHint')} runs={runs} />
      </div>
    </>
  );
}
