'use client';

import { IconX } from '@tabler/icons-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { CopyButton } from '@/components/copy-button';
import { ErrorBanner } from '@/components/states';
import { TimeText } from '@/components/time-text';
import classes from './errors-panel.module.css';
import type { ErrorCluster } from './log-source';
import { ToolButton } from './tool-button';
import type { ErrorsState } from './use-errors';

interface ErrorsPanelProps {
  state: ErrorsState;
  onRetry: () => void;
  onStop: () => void;
  onGo: (position: number) => void;
  onClose: () => void;
}

/** Errors of the whole log, those that are alike as one. */
export function ErrorsPanel({ state, onRetry, onStop, onGo, onClose }: ErrorsPanelProps) {
  const t = useTranslations('logViewer');
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.focus({ preventScroll: true }), []);
  return (
    <aside ref={panel} className={classes.panel} aria-label={t('uniqueErrors')} tabIndex={-1}>
      <div className={classes.head}>
        <h2 className={classes.title}>{t('uniqueErrors')}</h2>
        <ErrorsSummary state={state} onStop={onStop} />
        <ToolButton label={t('closeErrors')} shortcut="Esc" Icon={IconX} onClick={onClose} />
      </div>
      {state.running && (
        <progress className={classes.progress} max={1} value={state.part} aria-label={t('uniqueErrors')} />
      )}
      {state.error ? <ErrorBanner error={state.error} onRetry={onRetry} /> : null}
      {state.done && state.clusters.length === 0 && <p className={classes.none}>{t('noErrors')}</p>}
      <ol className={classes.list}>
        {state.clusters.map((cluster) => (
          <Cluster key={`${cluster.level} ${cluster.firstOffset}`} cluster={cluster} onGo={onGo} />
        ))}
      </ol>
      {state.more > 0 && <p className={classes.none}>{t('moreErrors', { count: state.more })}</p>}
    </aside>
  );
}

function ErrorsSummary({ state, onStop }: { state: ErrorsState; onStop: () => void }) {
  const t = useTranslations('logViewer');
  const count = state.errors;
  return (
    <span className={classes.summary} role="status">
      {state.running && t('errorsSoFar', { count, part: Math.floor(state.part * 100) })}
      {state.done && t('errorsFound', { count, kinds: state.clusters.length })}
      {state.running && (
        <button type="button" className={classes.stop} onClick={onStop}>
          {t('stop')}
        </button>
      )}
    </span>
  );
}

function Cluster({ cluster, onGo }: { cluster: ErrorCluster; onGo: (position: number) => void }) {
  const t = useTranslations('logViewer');
  const format = useFormatter();
  const { count, level, pattern, sample, firstOffset, lastOffset, firstTime, lastTime } = cluster;
  return (
    <li className={classes.cluster}>
      <div className={classes.meta}>
        <span className={classes.count} data-level={level}>
          {format.number(count)} × {t(`levels.${level}`)}
        </span>
        <span className={classes.times}>
          {firstTime && <TimeText time={firstTime} />}
          {lastTime && lastTime !== firstTime && (
            <>
              {' → '}
              <TimeText time={lastTime} />
            </>
          )}
        </span>
        <CopyButton text={sample} what={t('errorText')} />
      </div>
      <p className={classes.pattern} title={sample}>
        {pattern}
      </p>
      <div className={classes.jumps}>
        <button type="button" onClick={() => onGo(firstOffset)}>
          {count === 1 ? t('goTo') : t('goToFirst')}
        </button>
        {count > 1 && (
          <button type="button" onClick={() => onGo(lastOffset)}>
            {t('goToLast')}
          </button>
        )}
      </div>
    </li>
  );
}
