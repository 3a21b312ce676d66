'use client';

import { IconChevronLeft } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { AdminPage } from '@/components/layout/admin-page';
import { PageHeader } from '@/components/layout/page-header';
import { ErrorBanner, ErrorState, LoadingState } from '@/components/states';
import { useCleanupRun } from '../api';
import classes from './cleanup.module.css';
import { CleanupPlaces } from './cleanup-places';
import { PreviewView } from './preview-view';
import { RunActions } from './run-actions';
import { RunFacts } from './run-facts';
import { RunLog } from './run-log';
import { RunState } from './run-state';
import { SkippedRows } from './skipped-rows';

/** One cleanup, from its preview to its undoing. For administrators. */
export function RunPage({ runId }: { runId: number }) {
  const t = useTranslations('cleanup');
  return (
    <AdminPage title={t('runNumber', { id: runId })}>
      <Run runId={runId} />
    </AdminPage>
  );
}

function Run({ runId }: { runId: number }) {
  const t = useTranslations('cleanup');
  const run = useCleanupRun(runId);
  const { data, error } = run;
  const title = t(data?.kind === 'undo' ? 'undoNumber' : 'runNumber', { id: runId });
  return (
    <>
      <PageHeader title={title} actions={data && <RunActions run={data} />}>
        {data && <RunState run={data} />}
        <CleanupPlaces />
      </PageHeader>
      <div className={classes.page}>
        <Link href="/cleanup" prefetch={false} className={classes.buttons}>
          <IconChevronLeft size={14} aria-hidden />
          {t('toRuns')}
        </Link>
        {data && error && <ErrorBanner error={error} onRetry={() => run.refetch()} />}
        {!data && (error ? <ErrorState error={error} onRetry={() => run.refetch()} /> : <LoadingState rows={10} />)}
        {data && <RunFacts run={data} />}
        {data?.preview && <PreviewView subject={data.subject} preview={data.preview} />}
        {data && data.skipped > 0 && <SkippedRows run={data} />}
        {data && <RunLog run={data} />}
      </div>
    </>
  );
}
