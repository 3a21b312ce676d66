'use client';

import { Button } from '@mantine/core';
import { IconArrowsDiagonal } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import classes from '@/components/data-table/list-page.module.css';
import { SidePanel } from '@/components/data-table/side-panel';
import { ErrorState, LoadingState } from '@/components/states';
import type { EngineRecordDetail } from '@/contracts/engine-history';
import { useEngineDetail } from '../api';
import { engineHref, shortTicket } from '../format';
import { EngineFacts } from './engine-facts';
import { MetricsList } from './metrics-list';
import { ResourceComparison } from './resource-comparison';
import { StartReason } from './start-reason';
import { StatusBadge } from './status-badge';
import { Timeline } from './timeline';

/** One engine beside the list. The list stays usable; Escape closes. */
export function EngineSidePanel({ ticketId, onClose }: { ticketId: string; onClose: () => void }) {
  const t = useTranslations('engineDetail');
  const logsText = useTranslations('engineLogs');
  const detail = useEngineDetail(ticketId);
  return (
    <SidePanel
      name={t('panelOf', { ticket: shortTicket(ticketId) })}
      title={detail.data?.instance ?? shortTicket(ticketId)}
      state={detail.data && <StatusBadge status={detail.data.status} />}
      tools={
        <>
          <Button component={Link} href={`${engineHref(ticketId)}/logs`} prefetch={false} variant="default">
            {logsText('title')}
          </Button>
          <Button
            component={Link}
            href={engineHref(ticketId)}
            prefetch={false}
            variant="default"
            leftSection={<IconArrowsDiagonal size={14} aria-hidden />}
          >
            {t('openPage')}
          </Button>
        </>
      }
      closeText={t('closePanel')}
      onClose={onClose}
    >
      {detail.data && <PanelBody record={detail.data} />}
      {!detail.data &&
        (detail.error ? <ErrorState error={detail.error} onRetry={() => detail.refetch()} /> : <LoadingState />)}
    </SidePanel>
  );
}

function PanelBody({ record }: { record: EngineRecordDetail }) {
  const t = useTranslations('engineDetail');
  return (
    <div className={classes.panelBody}>
      <StartReason record={record} />
      <EngineFacts record={record} />
      <section>
        <h3>{t('timeline')}</h3>
        <Timeline record={record} />
      </section>
      <section>
        <h3>{t('resources')}</h3>
        <ResourceComparison record={record} />
      </section>
      <section>
        <h3>{t('metrics')}</h3>
        <MetricsList record={record} />
      </section>
    </div>
  );
}
