'use client';

import { IconArrowLeft } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { CopyButton } from '@/components/copy-button';
import { useCurrentSession } from '@/components/layout/current-session';
import { PageHeader } from '@/components/layout/page-header';
import { Panel } from '@/components/panel';
import { EmptyState, ErrorBanner, ErrorState, LoadingState } from '@/components/states';
import type { EngineRecordDetail } from '@/contracts/engine-history';
import { ApiProblem } from '@/lib/api-client';
import { useEngineDetail } from '../api';
import { hasEnded, shortTicket } from '../format';
import { DeleteRecordButton } from './delete-record';
import classes from './engine-detail.module.css';
import { EngineFacts } from './engine-facts';
import { EventsTable } from './events-table';
import { MetricsList } from './metrics-list';
import { ResourceComparison } from './resource-comparison';
import { SimilarEngines } from './similar-engines';
import { StartReason } from './start-reason';
import { StatusBadge } from './status-badge';
import { Timeline } from './timeline';

/** One engine's page. `logs` is the reader of its logs, which belongs to another feature. */
export function EngineDetailPage({ ticketId, logs }: { ticketId: string; logs: ReactNode }) {
  const t = useTranslations('engineDetail');
  const detail = useEngineDetail(ticketId);
  const record = detail.data;
  const missing = detail.error instanceof ApiProblem && detail.error.status === 404;
  return (
    <>
      <Link href="/engine-history" className={classes.crumb}>
        <IconArrowLeft size={13} aria-hidden />
        {t('backToList')}
      </Link>
      {record ? (
        <DetailHeader record={record} />
      ) : (
        <PageHeader title={t('titleOf', { ticket: shortTicket(ticketId) })} />
      )}
      {detail.error && record && <ErrorBanner error={detail.error} onRetry={() => detail.refetch()} />}
      {record && <DetailBody record={record} logs={logs} />}
      {!record && missing && <EmptyState title={t('notFound', { ticket: ticketId })}>{t('notFoundHint')}</EmptyState>}
      {!record &&
        !missing &&
        (detail.error ? (
          <ErrorState error={detail.error} onRetry={() => detail.refetch()} />
        ) : (
          <LoadingState rows={12} />
        ))}
    </>
  );
}

function DetailHeader({ record }: { record: EngineRecordDetail }) {
  const t = useTranslations('engineDetail');
  const session = useCurrentSession();
  const engine = [record.engineType, record.engineVersion].filter(Boolean).join(' ') || t('unknownEngine');
  return (
    <PageHeader
      title={engine}
      actions={session.role === 'admin' && hasEnded(record.status) && <DeleteRecordButton ticketId={record.ticketId} />}
    >
      <span role="status">
        <StatusBadge status={record.status} />
      </span>
      {record.instance && (
        <span className={classes.identity}>
          <span className="er-mono">{record.instance}</span>
          <CopyButton text={record.instance} what={record.instance} />
        </span>
      )}
      <span className={classes.identity}>
        <span className="er-dim er-mono">{record.ticketId}</span>
        <CopyButton text={record.ticketId} what={t('facts.ticket')} />
      </span>
    </PageHeader>
  );
}

function DetailBody({ record, logs }: { record: EngineRecordDetail; logs: ReactNode }) {
  const t = useTranslations('engineDetail');
  return (
    <div className={classes.page}>
      <StartReason record={record} />
      <div className={classes.columns}>
        <div className={classes.column}>
          <Panel title={t('timeline')}>
            <Timeline record={record} />
          </Panel>
          <Panel title={t('resources')}>
            <ResourceComparison record={record} />
          </Panel>
        </div>
        <div className={classes.column}>
          <Panel title={t('about')}>
            <EngineFacts record={record} />
          </Panel>
        </div>
      </div>
      {logs}
      <div className={classes.columns}>
        <div className={classes.column}>
          <SimilarEngines ticketId={record.ticketId} />
          <EventsTable events={record.events} />
        </div>
        <div className={classes.column}>
          <Panel title={t('metrics')}>
            <MetricsList record={record} />
          </Panel>
        </div>
      </div>
    </div>
  );
}
