'use client';

import { ActionIcon, Button } from '@mantine/core';
import { IconArrowsDiagonal, IconX } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { ErrorState, LoadingState } from '@/components/states';
import type { EngineRecordDetail } from '@/contracts/engine-history';
import { useEngineDetail } from '../api';
import { engineHref, shortTicket } from '../format';
import { EngineFacts } from './engine-facts';
import classes from './engine-history.module.css';
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
  const panelRef = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Moving through the list with the panel open must not lose the place in the list.
    if (!document.activeElement?.closest('tr[data-row]')) panelRef.current?.focus();
  }, []);
  return (
    <div
      ref={panelRef}
      role="dialog"
      aria-modal="false"
      aria-label={t('panelOf', { ticket: shortTicket(ticketId) })}
      tabIndex={-1}
      className={classes.panel}
    >
      <div className={classes.panelHead}>
        <h2 className={classes.panelTitle}>{detail.data?.instance ?? shortTicket(ticketId)}</h2>
        {detail.data && <StatusBadge status={detail.data.status} />}
        <div className={classes.panelTools}>
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
          <ActionIcon aria-label={t('closePanel')} title={t('closePanel')} onClick={onClose}>
            <IconX size={17} aria-hidden />
          </ActionIcon>
        </div>
      </div>
      {detail.data && <PanelBody record={detail.data} />}
      {!detail.data &&
        (detail.error ? <ErrorState error={detail.error} onRetry={() => detail.refetch()} /> : <LoadingState />)}
    </div>
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
