'use client';

import { useTranslations } from 'next-intl';
import { EmptyState } from '@/components/states';
import { TimeText } from '@/components/time-text';
import type { LogState } from '@/contracts/engine-logs';
import { useRefreshStreams } from '../api';
import classes from './engine-logs.module.css';

/** Why a log cannot be read, and what is known of it. */
export function UnreadableLog({ state, ticketId }: { state: LogState; ticketId: string }) {
  const t = useTranslations('engineLogs');
  const refresh = useRefreshStreams(ticketId);
  return (
    <EmptyState
      title={`${state.stream}: ${t(`states.${state.state}`)}`}
      action={
        <button type="button" className={classes.again} onClick={refresh}>
          {t('lookAgain')}
        </button>
      }
    >
      <p>{t(`stateHints.${state.state}`)}</p>
      {state.reason && <p className={classes.reason}>{t('serverSays', { reason: state.reason })}</p>}
      <LogDates state={state} />
    </EmptyState>
  );
}

/** When a log was archived and until when it is kept. */
export function LogDates({ state }: { state: LogState }) {
  const t = useTranslations('engineLogs');
  return (
    <>
      {state.archivedTime && (
        <span className={classes.date}>
          {t('archived')} <TimeText time={state.archivedTime} />
        </span>
      )}
      {state.expiresTime && (
        <span className={classes.date}>
          {state.state === 'expired' ? t('removedAt') : t('keptUntil')} <TimeText time={state.expiresTime} />
        </span>
      )}
    </>
  );
}
