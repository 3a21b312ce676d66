'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { type ReactNode, useSyncExternalStore } from 'react';
import { BytesText } from '@/components/bytes-text';
import classes from './log-toolbar.module.css';
import type { LogWindow } from './log-window';
import type { FollowStatus } from './use-follow';
import type { ViewSignal } from './view-signal';

interface StatusBarProps {
  window: LogWindow;
  view: ViewSignal;
  follow: FollowStatus;
  numbered: boolean;
  /** What the log's owner has to say of it, such as whether it is whole. */
  children: ReactNode;
}

/** Where in the log the view is, how large the log is and what it is doing. */
export function StatusBar({ window: log, view, follow, numbered, children }: StatusBarProps) {
  const t = useTranslations('logViewer');
  const format = useFormatter();
  const { info, opening } = useSyncExternalStore(log.subscribe, log.snapshot, log.snapshot);
  return (
    <div className={classes.status}>
      <Place view={view} info={info} numbered={numbered} />
      {info && (
        <span>
          {info.totalLines !== null ? t('totalLines', { count: info.totalLines }) : numbered ? t('counting') : null}
          {(info.totalLines !== null || numbered) && ' · '}
          <BytesText bytes={info.sizeBytes} />
          {info.parts.length > 1 && ` · ${t('parts', { count: format.number(info.parts.length) })}`}
        </span>
      )}
      {opening && info && <span>{t('loading')}</span>}
      <span className={classes.space} />
      {children}
      {follow !== 'off' && (
        <span className={classes.follow} data-follow={follow} role="status">
          {t(`followStates.${follow}`)}
        </span>
      )}
    </div>
  );
}

/** Changes with every line that is scrolled; nothing else is drawn with it. */
function Place({ view, info, numbered }: { view: ViewSignal; info: { sizeBytes: number } | null; numbered: boolean }) {
  const t = useTranslations('logViewer');
  const format = useFormatter();
  const { first, last, top } = useSyncExternalStore(view.subscribe, view.get, view.get);
  if (!first || !last || !info) return <span />;
  const percent = info.sizeBytes === 0 ? 0 : Math.min(100, (top / info.sizeBytes) * 100);
  const part = `${format.number(percent, { maximumFractionDigits: 1 })} %`;
  if (!numbered || first.number === null) return <span className={classes.place}>{part}</span>;
  return (
    <span className={classes.place}>
      {t('linesShown', { from: first.number, to: last.number ?? first.number })} · {part}
    </span>
  );
}
