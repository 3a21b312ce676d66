'use client';

import { Button } from '@mantine/core';
import { IconPlus, IconRefresh } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { TableScroller } from '@/components/data-table/table-scroller';
import { useListKeys } from '@/components/data-table/use-list-keys';
import { AdminPage } from '@/components/layout/admin-page';
import { PageHeader } from '@/components/layout/page-header';
import { Panel } from '@/components/panel';
import { EmptyState, ErrorBanner, ErrorState, LoadingState } from '@/components/states';
import type { CleanupPolicy } from '@/contracts/cleanup-policies';
import cleanup from '../../components/cleanup.module.css';
import { CleanupPlaces } from '../../components/cleanup-places';
import { usePolicies } from '../api';
import type { PolicyAct } from './policy-actions';
import { usePolicyColumns } from './policy-columns';
import { usePolicyAct } from './use-policy-act';

/** All policies: what is cleaned up by itself, and when. For administrators. */
export function PoliciesPage() {
  const t = useTranslations('cleanupPolicies');
  return (
    <AdminPage title={t('title')}>
      <Policies />
    </AdminPage>
  );
}

function Policies() {
  const t = useTranslations('cleanupPolicies');
  const policies = usePolicies();
  const { act, failure, dialog } = usePolicyAct();
  const { data, error } = policies;
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          <>
            <Button
              variant="default"
              leftSection={<IconRefresh size={15} aria-hidden />}
              onClick={() => policies.refetch()}
            >
              {t('refresh')}
            </Button>
            {data && data.items.length > 0 && <NewPolicy />}
          </>
        }
      >
        <CleanupPlaces />
      </PageHeader>
      <div className={cleanup.page}>
        {data && error && <ErrorBanner error={error} onRetry={() => policies.refetch()} />}
        {failure}
        {data && <PolicyList policies={data.items} act={act} />}
        {!data && (error ? <ErrorState error={error} onRetry={() => policies.refetch()} /> : <LoadingState rows={8} />)}
      </div>
      {dialog}
    </>
  );
}

function NewPolicy() {
  const t = useTranslations('cleanupPolicies');
  return (
    <Button component={Link} href="/cleanup/policies/new" leftSection={<IconPlus size={15} aria-hidden />}>
      {t('new')}
    </Button>
  );
}

function PolicyList({ policies, act }: { policies: CleanupPolicy[]; act: PolicyAct }) {
  const t = useTranslations('cleanupPolicies');
  const columns = usePolicyColumns();
  const listRef = useRef<HTMLDivElement>(null);
  useListKeys({ listRef });
  if (policies.length === 0)
    return (
      <EmptyState title={t('none')} action={<NewPolicy />}>
        {t('noneHint')}
      </EmptyState>
    );
  return (
    <div ref={listRef} className={cleanup.stack}>
      <p className={cleanup.intro}>{t('intro')}</p>
      <Panel title={t('list')} actions={<span className="er-dim">{t('count', { count: policies.length })}</span>} flush>
        <TableScroller label={t('list')}>
          <DataTable
            caption={t('list')}
            columns={columns}
            rows={policies}
            context={act}
            rowKey={({ id }) => String(id)}
          />
        </TableScroller>
      </Panel>
    </div>
  );
}
