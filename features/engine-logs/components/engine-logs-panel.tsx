'use client';

import { Tabs } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { BytesText } from '@/components/bytes-text';
import { LogViewer } from '@/components/log-viewer/log-viewer';
import { Panel } from '@/components/panel';
import { EmptyState, ErrorState, LoadingState } from '@/components/states';
import type { LogState } from '@/contracts/engine-logs';
import { logDownloadUrl, readLogPage, useLogStreams } from '../api';
import { isReadable } from '../format';
import { logParsers } from '../search-params';
import classes from './engine-logs.module.css';

/** The logs of one engine: a tab per stream; those that cannot be read say why. */
export function EngineLogsPanel({ ticketId }: { ticketId: string }) {
  const t = useTranslations('engineLogs');
  const logs = useLogStreams(ticketId);
  const states = logs.data?.streams;
  return (
    <Panel title={t('title')} flush>
      {states && <LogTabs ticketId={ticketId} states={states} />}
      {!states &&
        (logs.error ? <ErrorState error={logs.error} onRetry={() => logs.refetch()} /> : <LoadingState rows={8} />)}
    </Panel>
  );
}

function LogTabs({ ticketId, states }: { ticketId: string; states: LogState[] }) {
  const t = useTranslations('engineLogs');
  const [place, setPlace] = useQueryStates(logParsers, { history: 'replace' });
  const wanted = states.find((state) => state.stream === place.log);
  const current = wanted ?? states.find(isReadable) ?? states[0];
  if (!current) return <EmptyState title={t('none')} />;
  const choose = (value: string | null) => {
    const stream = states.find((state) => state.stream === value)?.stream;
    if (stream) void setPlace({ log: stream, offset: null });
  };
  return (
    <Tabs value={current.stream} onChange={choose} keepMounted={false}>
      <Tabs.List aria-label={t('streams')} className={classes.tabs}>
        {states.map((state) => (
          <LogTab key={state.stream} state={state} />
        ))}
      </Tabs.List>
      <Tabs.Panel value={current.stream}>
        {isReadable(current) ? (
          <LogViewer
            key={current.stream}
            name={current.stream}
            growing={current.state === 'growing'}
            anchor={wanted ? place.offset : null}
            onAnchor={(offset) => void setPlace({ log: current.stream, offset })}
            read={(where, signal) => readLogPage(ticketId, current.stream, where, signal)}
            downloadUrl={logDownloadUrl(ticketId, current.stream)}
          />
        ) : (
          <EmptyState title={t(`states.${current.state}`)}>{t(`stateHints.${current.state}`)}</EmptyState>
        )}
      </Tabs.Panel>
    </Tabs>
  );
}

/** A missing log's tab is disabled and says why on hover and to screen readers. */
function LogTab({ state }: { state: LogState }) {
  const t = useTranslations('engineLogs');
  const readable = isReadable(state);
  return (
    <Tabs.Tab value={state.stream} disabled={!readable} title={readable ? undefined : t(`stateHints.${state.state}`)}>
      {state.stream}
      <span className={classes.size}>
        {readable && state.sizeBytes !== null ? <BytesText bytes={state.sizeBytes} /> : t(`states.${state.state}`)}
      </span>
    </Tabs.Tab>
  );
}
