'use client';

import { Button } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { useFormatter, useTranslations } from 'next-intl';
import { type ReactNode, useSyncExternalStore } from 'react';
import { EmptyState, ErrorBanner, ErrorState } from '@/components/states';
import { ApiProblem } from '@/lib/api-client';
import { LogLines, type LogLinesProps } from './log-lines';
import { LogRail } from './log-rail';
import classes from './log-viewer.module.css';
import type { WindowState } from './window-state';

interface LogBodyProps extends LogLinesProps {
  /** Shown until the first lines are there. */
  placeholder: ReactNode;
  buckets: readonly number[];
  /** Lines that were written below the view while it was elsewhere. */
  fresh: number;
  followError: unknown;
  onEnd: () => void;
  onClearFilter: () => void;
}

/** The lines with their scrollbar, or why there are none. */
export function LogBody(props: LogBodyProps) {
  const { window: log, view, placeholder, buckets, fresh, followError, onEnd, onClearFilter, ...rest } = props;
  const t = useTranslations('logViewer');
  const state = useSyncExternalStore(log.subscribe, log.snapshot, log.snapshot);
  if (!state.info)
    return (
      <div className={classes.main}>
        {state.error ? <Unopened error={state.error} onRetry={() => log.tryAgain()} onEnd={onEnd} /> : placeholder}
      </div>
    );
  return (
    <div className={classes.main}>
      {state.error ? <ErrorBanner error={state.error} onRetry={() => log.tryAgain()} /> : null}
      {!state.error && followError ? <ErrorBanner error={followError} /> : null}
      {state.lines.length === 0 && <NoLines state={state} filtered={log.match !== null} onClear={onClearFilter} />}
      <div className={classes.scroll} data-empty={state.lines.length === 0 || undefined}>
        <LogLines window={log} view={view} {...rest} />
        <LogRail
          window={log}
          view={view}
          controls={rest.id}
          buckets={buckets}
          onScrolled={() => {
            rest.stuck.current = false;
          }}
        />
        {fresh > 0 && (
          <button type="button" className={classes.pill} onClick={onEnd}>
            {t('newLines', { count: fresh })}
            <IconArrowDown size={14} aria-hidden />
          </button>
        )}
      </div>
    </div>
  );
}

/** The log could not be opened where it was wished; when that place is no more, its end may be. */
function Unopened({ error, onRetry, onEnd }: { error: unknown; onRetry: () => void; onEnd: () => void }) {
  const t = useTranslations('logViewer');
  const gone = error instanceof ApiProblem && error.status === 410;
  if (!gone) return <ErrorState error={error} onRetry={onRetry} />;
  return (
    <EmptyState
      title={t('placeGone')}
      action={
        <Button variant="default" onClick={onEnd}>
          {t('openAtEnd')}
        </Button>
      }
    >
      {t('placeGoneHint')}
    </EmptyState>
  );
}

function NoLines({ state, filtered, onClear }: { state: WindowState; filtered: boolean; onClear: () => void }) {
  const t = useTranslations('logViewer');
  const format = useFormatter();
  const { info, lookedAt, opening } = state;
  if (!info) return null;
  if (info.sizeBytes === 0)
    return <EmptyState title={t('empty')}>{info.growing ? t('emptyGrowing') : t('emptyComplete')}</EmptyState>;
  if (lookedAt !== null || opening) {
    const part = (lookedAt ?? 0) / info.sizeBytes;
    return <p className={classes.looking}>{t('looking', { part: format.number(part, { style: 'percent' }) })}</p>;
  }
  if (!filtered) return <EmptyState title={t('noWholeLine')}>{t('emptyGrowing')}</EmptyState>;
  return (
    <EmptyState
      title={t('noMatch')}
      action={
        <Button variant="default" onClick={onClear}>
          {t('clearFilter')}
        </Button>
      }
    >
      {t('noMatchHint')}
    </EmptyState>
  );
}
