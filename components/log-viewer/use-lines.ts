'use client';

import { type RefObject, useEffect, useEffectEvent, useState } from 'react';
import type { LogInfo, LogLine, LogMatch, LogPlace } from './log-source';
import type { LogWindow } from './log-window';
import { type LineRange, selectAll, selectFromLink, selectTo } from './selection';
import type { ViewSignal } from './view-signal';

/** Where a link leads: a place and how many lines from there on it means. */
export interface LinkedLines {
  place: LogPlace;
  count: number;
}

interface LinesOptions {
  window: LogWindow;
  view: ViewSignal;
  stuck: RefObject<boolean>;
  start: LinkedLines | null;
  filter: LogMatch | null;
  /** Told of every selection, with what the log's parts are; null when there is none any more. */
  onSelect: (range: LineRange | null, info: LogInfo) => void;
}

/** Opens the log, opens it anew when the filter changes, and keeps which lines are selected. */
export function useLines({ window: log, view, stuck, start, filter, onSelect }: LinesOptions) {
  const [selection, setSelection] = useState<LineRange | null>(null);

  const openFirst = useEffectEvent(async () => {
    stuck.current = start === null;
    if (!start) return log.open({}, 'bottom');
    await log.open(start.place, 'third');
    const { lines, aim } = log.snapshot();
    const first = lines.findIndex((line) => line.cursor === aim.cursor);
    if (first >= 0) setSelection(selectFromLink(lines.slice(first), start.count));
  });
  useEffect(() => {
    void openFirst();
    return () => log.stop();
  }, [log]);

  const openAnew = useEffectEvent(() => {
    if (log.match === filter) return;
    log.match = filter;
    const { first } = view.value;
    void (stuck.current || !first ? log.open({}, 'bottom') : log.open({ after: first.cursor }, 'top'));
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the filter is what changes
  useEffect(() => openAnew(), [filter]);

  const go = (place: LogPlace) => {
    const toEnd = Object.keys(place).length === 0;
    stuck.current = toEnd;
    void log.open(place, toEnd ? 'bottom' : 'top');
  };
  const tell = (range: LineRange | null) => {
    setSelection(range);
    const { info } = log.snapshot();
    if (info) onSelect(range, info);
  };
  return {
    selection,
    go,
    select: (line: LogLine, extend: boolean) => tell(selectTo(selection, line, extend)),
    selectAll: () => setSelection(selectAll(log.snapshot().info?.totalLines ?? null)),
    clear: () => tell(null),
  };
}
