'use client';

import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { appendPage, type LogPage, type LogPlace, type ReadLog } from './log-page';

const FOLLOW_MILLIS = 2_000;

/** Which edge of a newly read page to show. */
export type Edge = 'top' | 'bottom';

interface LogPages {
  page: LogPage | null;
  error: unknown;
  loading: boolean;
  /** Changes with every newly read page; tells where to scroll. */
  shown: { edge: Edge; serial: number };
  go: (place: LogPlace, edge: Edge) => void;
}

/** Reads a log page by page, and its new lines while it is followed. The newest wish wins. */
export function useLogPages(read: ReadLog, start: LogPlace, follow: boolean): LogPages {
  const [page, setPage] = useState<LogPage | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [loading, setLoading] = useState(true);
  const [shown, setShown] = useState<LogPages['shown']>({ edge: 'bottom', serial: 0 });
  const running = useRef<AbortController | null>(null);
  const readNow = useRef(read);
  useEffect(() => {
    readNow.current = read;
  });

  const load = useCallback(async (place: LogPlace, edge: Edge, join: (next: LogPage) => LogPage) => {
    running.current?.abort();
    const mine = new AbortController();
    running.current = mine;
    setLoading(true);
    try {
      const next = await readNow.current(place, mine.signal);
      if (mine.signal.aborted) return;
      setPage(join(next));
      setError(null);
      // Nothing new leaves the view where it is.
      if (next.lines.length > 0) setShown((old) => ({ edge, serial: old.serial + 1 }));
    } catch (problem) {
      if (!mine.signal.aborted) setError(problem);
    }
    if (!mine.signal.aborted) setLoading(false);
  }, []);

  const startNow = useEffectEvent(() => void load(start, start.after === undefined ? 'bottom' : 'top', (next) => next));
  useEffect(() => {
    startNow();
    return () => running.current?.abort();
  }, []);

  const poll = useEffectEvent(() => {
    if (document.hidden || loading || !page?.growing) return;
    void load({ after: page.endOffset }, 'bottom', (next) => appendPage(page, next));
  });
  useEffect(() => {
    if (!follow) return;
    const timer = setInterval(poll, FOLLOW_MILLIS);
    return () => clearInterval(timer);
  }, [follow]);

  const go = (place: LogPlace, edge: Edge) => {
    // At the end of a growing log there may be nothing later yet; then the page stays.
    void load(place, edge, (next) =>
      page && next.lines.length === 0 && place.after === page.endOffset ? appendPage(page, next) : next,
    );
  };
  return { page, error, loading, shown, go };
}
