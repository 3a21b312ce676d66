'use client';

import { Button } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ConfirmDialog } from '@/components/confirm-dialog';
import type { Column } from '@/components/data-table/columns';
import { DataTable } from '@/components/data-table/data-table';
import { TableScroller } from '@/components/data-table/table-scroller';
import { EmptyState, ErrorState, LoadingState } from '@/components/states';
import { Tag } from '@/components/tag';
import { TimeText } from '@/components/time-text';
import { formatLocalTime, formatUtcTime } from '@/lib/date-time';
import { notify } from '@/lib/notify';
import { useHydrated } from '@/lib/use-hydrated';
import { useRevokeSession, useSessions } from '../api';
import { readUserAgent } from '../format';
import classes from './settings.module.css';

type Session = NonNullable<ReturnType<typeof useSessions>['data']>['items'][number];

/** Where the own account is signed in; each place can be signed out. */
export function SessionsTab() {
  const t = useTranslations('settings.sessions');
  const sessions = useSessions();
  const [ending, setEnding] = useState<Session | null>(null);
  const columns = useColumns(setEnding);
  if (!sessions.data)
    return sessions.error ? <ErrorState error={sessions.error} onRetry={() => sessions.refetch()} /> : <LoadingState />;
  return (
    <>
      <p className={classes.hint}>{t('hint')}</p>
      <div className={classes.frame}>
        <TableScroller label={t('caption')}>
          <DataTable
            caption={t('caption')}
            columns={columns}
            rows={sessions.data.items}
            context={null}
            rowKey={(row) => row.id}
          />
        </TableScroller>
        {sessions.data.items.length === 0 && <EmptyState title={t('none')} />}
      </div>
      {ending && <EndSession session={ending} onClose={() => setEnding(null)} />}
    </>
  );
}

function clientOf({ userAgent }: Session, unknown: string): string {
  return readUserAgent(userAgent) ?? userAgent?.slice(0, 40) ?? unknown;
}

function useColumns(onEnd: (session: Session) => void): Column<Session, null>[] {
  const t = useTranslations('settings.sessions');
  // The server does not know the viewer's zone.
  const format = useHydrated() ? formatLocalTime : formatUtcTime;
  return [
    {
      id: 'client',
      header: t('client'),
      render: (row) => (
        <span title={row.userAgent ?? undefined}>
          {clientOf(row, t('unknownClient'))} {row.current && <Tag tone="good">{t('current')}</Tag>}
        </span>
      ),
    },
    { id: 'kind', header: t('kind'), render: (row) => t(`kinds.${row.kind}`) },
    { id: 'address', header: t('address'), render: (row) => <span className="er-mono">{row.address ?? '–'}</span> },
    { id: 'created', header: t('created'), render: (row) => <TimeText time={row.createdTime} /> },
    { id: 'seen', header: t('seen'), render: (row) => <TimeText time={row.lastSeenTime} withAge /> },
    { id: 'expires', header: t('expires'), render: (row) => <TimeText time={row.expiresTime} /> },
    {
      id: 'actions',
      header: t('actions'),
      align: 'end',
      render: (row) => {
        const action = row.current ? t('endThis') : t('end');
        const [client, time] = [clientOf(row, t('unknownClient')), format(row.createdTime)];
        // Whoever hears the page rather than sees it has to tell the buttons apart.
        const name = t('endNamed', { action, client, address: row.address ?? '–', time });
        return (
          <Button size="compact-xs" variant="default" aria-label={name} onClick={() => onEnd(row)}>
            {action}
          </Button>
        );
      },
    },
  ];
}

function EndSession({ session, onClose }: { session: Session; onClose: () => void }) {
  const t = useTranslations('settings.sessions');
  const revoke = useRevokeSession();
  const confirm = () =>
    revoke.mutate(session.id, {
      onSuccess: () => {
        if (session.current) return window.location.assign('/sign-in');
        notify(t('ended'));
        onClose();
      },
    });
  return (
    <ConfirmDialog
      title={t('endTitle')}
      confirmText={t('end')}
      pending={revoke.isPending}
      error={revoke.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      {session.current
        ? t('endCurrentExplanation')
        : t('endExplanation', {
            client: clientOf(session, t('unknownClient')),
            address: session.address ?? '–',
          })}
    </ConfirmDialog>
  );
}
