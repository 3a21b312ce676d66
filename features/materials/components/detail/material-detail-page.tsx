'use client';

import { IconArrowLeft } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useCurrentSession } from '@/components/layout/current-session';
import { PageHeader } from '@/components/layout/page-header';
import { ErrorBanner, NoPermissionState } from '@/components/states';
import { useMaterialDetail } from '../../detail-api';
import { type EngineName, engineText } from '../../format';
import classes from './detail.module.css';
import { DetailActions } from './detail-actions';
import { DetailPanels, DetailState } from './material-detail-body';
import { RunningEngines } from './running-engines';

/** The page of an engine version. For administrators. */
export function MaterialDetailPage(engine: EngineName) {
  const t = useTranslations('materialDetail');
  const session = useCurrentSession();
  return (
    <>
      <Link href="/materials" className={classes.crumb}>
        <IconArrowLeft size={13} aria-hidden />
        {t('backToList')}
      </Link>
      {session.role === 'admin' ? (
        <EnginePage {...engine} />
      ) : (
        <>
          <PageHeader title={engineText(engine)} />
          <NoPermissionState />
        </>
      )}
    </>
  );
}

function EnginePage(engine: EngineName) {
  const detail = useMaterialDetail(engine);
  const { data } = detail;
  return (
    <>
      <PageHeader title={engineText(data ?? engine)} actions={data && <DetailActions detail={data} />}>
        {data && <RunningEngines detail={data} />}
      </PageHeader>
      {detail.error && data && <ErrorBanner error={detail.error} onRetry={() => detail.refetch()} />}
      {data ? (
        <div className={classes.page}>
          <DetailPanels detail={data} />
        </div>
      ) : (
        <DetailState engine={engine} error={detail.error} onRetry={() => detail.refetch()} />
      )}
    </>
  );
}
