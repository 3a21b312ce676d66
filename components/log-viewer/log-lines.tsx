'use client';

import { useTranslations } from 'next-intl';
import { type CSSProperties, type MouseEvent, type RefObject, useRef, useState, useSyncExternalStore } from 'react';
import classes from './log-lines.module.css';
import { GutterCell, LogRow } from './log-row';
import type { LogLine } from './log-source';
import type { LogWindow } from './log-window';
import type { Finder } from './safe-pattern';
import { isSelected, type LineRange } from './selection';
import { useCopy } from './use-copy';
import { useScroller } from './use-scroller';
import type { ViewSignal } from './view-signal';

/** What the lines are drawn from. */
export interface LogLinesProps {
  window: LogWindow;
  view: ViewSignal;
  box: RefObject<HTMLElement | null>;
  stuck: RefObject<boolean>;
  id: string;
  name: string;
  wrap: boolean;
  showTimes: boolean;
  following: boolean;
  finder: Finder | null;
  selection: LineRange | null;
  onSelect: (line: LogLine, extend: boolean) => void;
  /** Position of the hit that was gone to. */
  current: number | null;
  onCopy: (from: LogLine, to: LogLine, columns: { start: number; end: number }) => void;
}

/** The lines of a log around the place that is read, in a box that scrolls. */
export function LogLines(props: LogLinesProps) {
  const { window: log, view, box, stuck, wrap, showTimes, finder, selection, current } = props;
  const t = useTranslations('logViewer');
  const state = useSyncExternalStore(log.subscribe, log.snapshot, log.snapshot);
  const rows = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const layout = `${wrap} ${showTimes} ${opened.size}`;
  useScroller({ window: log, state, view, box, rows, stuck, layout });
  useCopy({ lines: state.lines, box, rows, showTimes, linesSelected: selection !== null, onCopy: props.onCopy });

  const markOf = (line: LogLine) => {
    if (selection && isSelected(selection, line)) return 'selected';
    return current === line.position ? 'current' : undefined;
  };
  const click = (event: MouseEvent) => {
    const element = event.target as HTMLElement;
    const number = element.closest<HTMLElement>('[data-number]')?.dataset.number;
    const more = element.closest<HTMLElement>('button[data-more]')?.dataset.more;
    const line = state.lines.find(({ cursor }) => cursor === number);
    if (line) props.onSelect(line, event.shiftKey);
    if (more) setOpened((old) => new Set(old).add(more));
  };
  const digits = String(state.info?.totalLines ?? state.lines.at(-1)?.number ?? 1000).length;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard selects lines through the viewer's own keys
    <div
      ref={box as RefObject<HTMLDivElement>}
      id={props.id}
      className={classes.box}
      role="log"
      aria-live={props.following ? 'polite' : 'off'}
      aria-label={t('textOf', { name: props.name })}
      aria-busy={state.opening}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
      onClick={click}
      data-opening={state.opening || undefined}
      style={{ '--er-digits': `${Math.max(3, digits)}ch` } as CSSProperties}
    >
      {state.atStart && state.lines.length > 0 && <p className={classes.edge}>{t('startOfLog')}</p>}
      <div className={classes.sheet} data-wrap={wrap || undefined}>
        {!wrap && (
          <div className={classes.gutter}>
            {state.lines.map((line) => (
              <GutterCell key={line.cursor} line={line} marked={markOf(line)} />
            ))}
          </div>
        )}
        <div ref={rows} className={classes.rows}>
          {state.lines.map((line) => (
            <LogRow
              key={line.cursor}
              line={line}
              marked={markOf(line)}
              showTimes={showTimes}
              finder={finder}
              open={opened.has(line.cursor)}
              withGutter={wrap}
            />
          ))}
        </div>
      </div>
      {state.more && state.lines.length > 0 && <p className={classes.edge}>{t('loading')}</p>}
      {state.atEnd && state.lines.length > 0 && (
        <p className={classes.edge}>{state.info?.growing ? t('endForNow') : t('endOfLog')}</p>
      )}
    </div>
  );
}
