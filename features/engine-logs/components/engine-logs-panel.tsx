'use client';

import { Tabs } from '@mantine/core';
import { IconArrowsDiagonal } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { BytesText } from '@/components/bytes-text';
import { Panel } from '@/components/panel';
import { EmptyState, ErrorState, LoadingState } from '@/components/states';
import type { LogState, LogStream } from '@/contracts/engine-logs';
import { useLogStreams } from '../api';
import { isReadable, logsHref } from '../format';
import { ALL_LOGS, logParsers, serializePlace } from '../search-params';
import classes from './engine-logs.module.css';
import { MergedLog } from './merged-log';
import { StreamLog } from './stream-log';
import { UnreadableLog } from './unreadable-log';

/** The logs of one engine: a tab per stream and one for all by time; those that cannot be read say why. */
export function EngineLogsPanel({ ticketId, page = false }: { ticketId: string; page?: boolean }) {
  const t = useTranslations('engineLogs');
  const logs = useLogStreams(ticketId);
  const states = logs.data?.streams;
  const content = states ? (
    <LogTabs ticketId={ticketId} states={states} page={page} />
  ) : logs.error ? (
    <ErrorState error={logs.error} onRetry={() => logs.refetch()} />
  ) : (
    <LoadingState rows={8} />
  );
  if (page) return <div className={classes.page}>{content}</div>;
  return (
    <Panel title={t('title')} flush actions={<FullPageLink ticketId={ticketId} />}>
      {content}
    </Panel>
  );
}

function FullPageLink({ ticketId }: { ticketId: string }) {
  const t = useTranslations('engineLogs');
  const [place] = useQueryStates(logParsers);
  return (
    <Link className={classes.full} href={serializePlace(logsHref(ticketId), place)} prefetch={false}>
      <IconArrowsDiagonal size={13} aria-hidden />
      {t('openPage')}
    </Link>
  );
}

/** Where another tab sends the reader: a line of a stream, by its offset. */
interface Visit {
  stream: LogStream;
  offset: number;
}

function LogTabs({ ticketId, states, page }: { ticketId: string; states: LogState[]; page: boolean }) {
  const t = useTranslations('engineLogs');
  const [place, setPlace] = useQueryStates(logParsers, { history: 'replace' });
  const [visit, setVisit] = useState<Visit | null>(null);
  const readable = states.filter(isReadable);
  const wanted = states.find((state) => state.stream === place.log);
  const current = wanted ?? readable[0] ?? states[0];
  if (!current) return <EmptyState title={t('none')} />;
  const all = place.log === ALL_LOGS && readable.length > 0;
  const open = (log: LogStream | typeof ALL_LOGS, to: Visit | null = null) => {
    setVisit(to);
    void setPlace({ log, anchor: null, lines: null });
  };
  const choose = (value: string | null) => {
    const stream = states.find((state) => state.stream === value)?.stream;
    if (stream) open(stream);
    else if (value === ALL_LOGS) open(ALL_LOGS);
  };
  return (
    <Tabs
      value={all ? ALL_LOGS : current.stream}
      onChange={choose}
      keepMounted={false}
      className={page ? classes.fill : undefined}
    >
      <Tabs.List aria-label={t('streams')} className={classes.tabs}>
        {states.map((state) => (
          <LogTab key={state.stream} state={state} />
        ))}
        {readable.length > 1 && <Tabs.Tab value={ALL_LOGS}>{t('allByTime')}</Tabs.Tab>}
      </Tabs.List>
      <Tabs.Panel value={all ? ALL_LOGS : current.stream} className={classes.panel}>
        {all ? (
          <MergedLog
            ticketId={ticketId}
            states={readable}
            page={page}
            onLine={(stream, offset) => open(stream, { stream, offset })}
          />
        ) : isReadable(current) ? (
          <StreamLog
            key={`${current.stream} ${visit?.offset}`}
            ticketId={ticketId}
            state={current}
            page={page}
            offset={visit?.stream === current.stream ? visit.offset : null}
          />
        ) : (
          <UnreadableLog state={current} ticketId={ticketId} />
        )}
      </Tabs.Panel>
    </Tabs>
  );
}

/** The tab of a log that cannot be read says so; it can still be opened to see why. */
function LogTab({ state }: { state: LogState }) {
  const t = useTranslations('engineLogs');
  const readable = isReadable(state);
  return (
    <Tabs.Tab
      value={state.stream}
      data-unreadable={!readable || undefined}
      title={readable ? undefined : t(`stateHints.${state.state}`)}
    >
      {state.stream}
      <span className={classes.size}>
        {readable && state.sizeBytes !== null ? <BytesText bytes={state.sizeBytes} /> : t(`states.${state.state}`)}
      </span>
    </Tabs.Tab>
  );
}
