'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { ErrorCluster, LogSource } from './log-source';

/** State of looking for the errors of a log. */
export interface ErrorsState {
  running: boolean;
  done: boolean;
  /** Position of the first error; undefined while it is not known, null when there is none. */
  first: number | null | undefined;
  errors: number;
  part: number;
  clusters: readonly ErrorCluster[];
  /** Errors that are in none of the clusters. */
  more: number;
  error: unknown;
}

const NOTHING: ErrorsState = {
  running: false,
  done: false,
  first: undefined,
  errors: 0,
  part: 0,
  clusters: [],
  more: 0,
  error: null,
};

/** Looks for errors when it is asked to; `start` gives the position of the first as soon as that is known. */
export function useErrors(source: LogSource) {
  const [state, setState] = useState(NOTHING);
  const running = useRef<AbortController | null>(null);
  const stop = useCallback(() => {
    running.current?.abort();
    running.current = null;
    setState((old) => ({ ...old, running: false }));
  }, []);
  useEffect(() => () => running.current?.abort(), []);

  const start = useCallback(
    (onFirst?: (position: number | null) => void) => {
      running.current?.abort();
      const mine = new AbortController();
      running.current = mine;
      setState({ ...NOTHING, running: true });
      const change = (next: Partial<ErrorsState>) => {
        if (!mine.signal.aborted) setState((old) => ({ ...old, ...next }));
      };
      let told = false;
      const tell = (position: number | null) => {
        change({ first: position });
        if (!told && !mine.signal.aborted) onFirst?.(position);
        told = true;
      };
      void look(source, mine.signal, change, tell).catch((error: unknown) => change({ running: false, error }));
    },
    [source],
  );
  return { ...state, start, stop };
}

async function look(
  source: LogSource,
  signal: AbortSignal,
  change: (next: Partial<ErrorsState>) => void,
  tell: (position: number | null) => void,
): Promise<void> {
  for await (const { event, data } of source.errors?.(signal) ?? []) {
    if (event === 'first') tell(data.offset);
    else if (event === 'progress')
      change({ errors: data.errors, part: data.sizeBytes === 0 ? 1 : data.scannedBytes / data.sizeBytes });
    else {
      tell(data.firstOffset);
      change({ running: false, done: true, part: 1, errors: data.errors, clusters: data.clusters, more: data.more });
    }
  }
  change({ running: false });
}
