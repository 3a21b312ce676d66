'use client';

import { useDocumentVisibility } from '@mantine/hooks';
import { type RefObject, useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { ApiProblem } from '@/lib/api-client';
import type { FollowEvent, LogLine, LogSource } from './log-source';
import type { LogWindow } from './log-window';
import type { ViewSignal } from './view-signal';

export type FollowStatus = 'off' | 'connecting' | 'following' | 'reconnecting' | 'ended' | 'failed';

const FIRST_WAIT_MILLIS = 1_000;
const LONGEST_WAIT_MILLIS = 30_000;
/** Lines are added at most so often, however fast they are written. */
const FLUSH_MILLIS = 80;

interface FollowOptions {
  window: LogWindow;
  source: LogSource;
  view: ViewSignal;
  stuck: RefObject<boolean>;
  wanted: boolean;
  onEnded: () => void;
  onRotated: () => void;
}

/** Adds lines as they are written. Rests while the page is hidden, since a browser has few connections per server. */
export function useFollow({ window: log, source, view, stuck, wanted, onEnded, onRotated }: FollowOptions) {
  const [status, setStatus] = useState<FollowStatus>('off');
  const [error, setError] = useState<unknown>(null);
  const [fresh, setFresh] = useState(0);
  const place = useRef<{ after: string; id: string | null } | null>(null);
  const buffer = useRef<{ lines: LogLine[]; from: string; after: string; sizeBytes: number } | null>(null);

  const flush = useCallback(() => {
    const batch = buffer.current;
    buffer.current = null;
    if (!batch) return;
    const joined = log.append(batch.lines, batch.from, batch.after, batch.sizeBytes, stuck.current);
    if (!(joined && stuck.current) && !log.match) setFresh((count) => count + batch.lines.length);
  }, [log, stuck]);

  const take = useEffectEvent((event: FollowEvent) => {
    if (event.event === 'lines') {
      const old = buffer.current;
      buffer.current = {
        lines: old ? [...old.lines, ...event.lines] : event.lines,
        from: old?.from ?? event.from,
        after: event.after,
        sizeBytes: event.sizeBytes,
      };
      place.current = { after: event.after, id: event.id };
      if (!old) setTimeout(flush, FLUSH_MILLIS);
    } else if (event.event === 'rotated') {
      buffer.current = null;
      void log.open({}, 'bottom');
      onRotated();
    } else {
      flush();
      log.setGrowing(false);
      setStatus('ended');
      onEnded();
    }
  });

  /** One connection, until it ends. True when there is nothing more to follow. */
  const listen = useEffectEvent(async (signal: AbortSignal, opened: () => void): Promise<boolean> => {
    const { after, id } = place.current ?? { after: log.end.cursor, id: null };
    try {
      for await (const event of source.follow(after, id, signal, opened)) {
        take(event);
        if (event.event === 'ended') return true;
      }
    } catch (problem) {
      if (signal.aborted) return true;
      setError(problem);
      if (problem instanceof ApiProblem && problem.status >= 400 && problem.status < 500) {
        setStatus('failed');
        return true;
      }
    }
    return signal.aborted;
  });

  const follow = useEffectEvent(async (signal: AbortSignal) => {
    setStatus(place.current ? 'reconnecting' : 'connecting');
    if (!place.current && !log.end.atEnd) await log.open({}, 'bottom');
    place.current ??= { after: log.end.cursor, id: null };
    let wait = FIRST_WAIT_MILLIS;
    const opened = () => {
      wait = FIRST_WAIT_MILLIS;
      setStatus('following');
      setError(null);
    };
    while (!(await listen(signal, opened))) {
      setStatus('reconnecting');
      await new Promise((resolve) => setTimeout(resolve, wait));
      wait = Math.min(wait * 2, LONGEST_WAIT_MILLIS);
    }
  });

  const visible = useDocumentVisibility() === 'visible';
  useEffect(() => {
    if (!wanted) {
      place.current = null;
      setStatus((old) => (old === 'ended' ? old : 'off'));
      setError(null);
      return;
    }
    if (!visible) return;
    const mine = new AbortController();
    void follow(mine.signal);
    return () => mine.abort();
  }, [wanted, visible]);

  useEffect(() => view.subscribe(() => view.value.atBottom && stuck.current && setFresh(0)), [view, stuck]);
  return { status, error, fresh };
}
