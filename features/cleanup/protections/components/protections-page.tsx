'use client';

import { Button } from '@mantine/core';
import { IconPlus, IconRefresh } from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { AdminPage } from '@/components/layout/admin-page';
import { PageHeader } from '@/components/layout/page-header';
import { EmptyState, ErrorBanner, ErrorState, LoadingState } from '@/components/states';
import cleanup from '../../components/cleanup.module.css';
import { CleanupPlaces } from '../../components/cleanup-places';
import { useProtections } from '../api';
import { ProtectionList } from './protection-list';
import { useEndProtection } from './use-end-protection';

const AddProtectionDialog = dynamic(() => import('./add-protection-dialog'), { ssr: false });

/** What no cleanup takes. For administrators. */
export function ProtectionsPage() {
  const t = useTranslations('cleanupProtections');
  return (
    <AdminPage title={t('title')}>
      <Protections />
    </AdminPage>
  );
}

function Protections() {
  const t = useTranslations('cleanupProtections');
  const protections = useProtections();
  const [adding, setAdding] = useState(false);
  const ending = useEndProtection();
  const { data, error } = protections;
  const add = (
    <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setAdding(true)}>
      {t('protect')}
    </Button>
  );
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          <>
            <Button
              variant="default"
              leftSection={<IconRefresh size={15} aria-hidden />}
              onClick={() => protections.refetch()}
            >
              {t('refresh')}
            </Button>
            {data && data.items.length > 0 && add}
          </>
        }
      >
        <CleanupPlaces />
      </PageHeader>
      <div className={cleanup.page}>
        {data && error && <ErrorBanner error={error} onRetry={() => protections.refetch()} />}
        {ending.error && <ErrorBanner error={ending.error} />}
        {data && data.items.length > 0 && <ProtectionList protections={data.items} onEnd={ending.end} />}
        {data?.items.length === 0 && (
          <EmptyState title={t('none')} action={add}>
            {t('noneHint')}
          </EmptyState>
        )}
        {!data &&
          (error ? <ErrorState error={error} onRetry={() => protections.refetch()} /> : <LoadingState rows={8} />)}
      </div>
      {adding && <AddProtectionDialog onClose={() => setAdding(false)} />}
    </>
  );
}
