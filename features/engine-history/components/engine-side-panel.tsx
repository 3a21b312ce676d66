'use client';

import { Button } from '@mantine/core';
import { IconArrowsDiagonal } from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { SidePanel } from '@/components/data-table/side-panel';
import { ErrorState, LoadingState } from '@/components/states';
import { useEngineDetail } from '../api';
import { engineHref, shortTicket } from '../format';
import { StatusBadge } from './status-badge';

// The list is there before what is shown beside it.
const EnginePanelBody = dynamic(() => import('./engine-panel-body').then((module) => module.EnginePanelBody), {
  loading: () => <LoadingState />,
});

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
      {detail.data && <EnginePanelBody record={detail.data} />}
      {!detail.data &&
        (detail.error ? <ErrorState error={detail.error} onRetry={() => detail.refetch()} /> : <LoadingState />)}
    </SidePanel>
  );
}
