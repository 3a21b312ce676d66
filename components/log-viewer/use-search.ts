'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { LogMatch, LogSource, SearchEvent } from './log-source';

/** State of the search of a whole log. */
interface SearchState {
  running: boolean;
  /** True when the whole log was searched: the count is exact. */
  done: boolean;
  matches: number;
  /** Part of the log that was searched, 0–1. */
  part: number;
  /** Matches in each thousandth of the log. */
  buckets: readonly number[];
  error: unknown;
}

/** A search and the ways through what it finds. */
export interface Search extends SearchState {
  /** The hit after or before a position; goes round at the ends. Null when there is none. */
  find: (from: number, direction: 'next' | 'previous') => Promise<{ position: number; wrapped: boolean } | null>;
  /** Which hit a position is, from 1; null when it is not among the known ones. */
  indexOf: (position: number | null) => number | null;
}

const NOTHING: SearchState = { running: false, done: false, matches: 0, part: 0, buckets: [], error: null };
/** Results are drawn at most so often. */
const DRAW_MILLIS = 120;

/** Searches the whole log for a match, anew whenever it changes. */
export function useSearch(source: LogSource, match: LogMatch | null): Search {
  const [state, setState] = useState(NOTHING);
  const offsets = useRef<number[]>([]);
  useEffect(() => {
    offsets.current = [];
    if (!match || !source.search) return setState(NOTHING);
    const mine = new AbortController();
    setState({ ...NOTHING, running: true });
    void run(source.search(match, mine.signal), mine.signal, offsets.current, setState);
    return () => mine.abort();
  }, [source, match]);

  const { done, matches } = state;
  const find = useCallback<Search['find']>(
    async (from, direction) => {
      if (!match) return null;
      const known = offsets.current;
      const complete = done && matches <= known.length;
      const ask = async (place: number) =>
        complete ? null : ((await source.nearest?.(match, place, direction, AbortSignal.timeout(60_000))) ?? null);
      const near = direction === 'next' ? firstAfter(known, from) : lastBefore(known, from, complete);
      const position = near ?? (await ask(direction === 'next' ? from + 1 : from));
      if (position !== null) return { position, wrapped: false };
      const end = direction === 'next' ? (known[0] ?? (await ask(0))) : await lastOf(complete ? known : null, ask);
      return end === undefined || end === null ? null : { position: end, wrapped: true };
    },
    [source, match, done, matches],
  );
  const indexOf = useCallback((position: number | null) => {
    const index = position === null ? -1 : offsets.current.indexOf(position);
    return index < 0 ? null : index + 1;
  }, []);
  return { ...state, find, indexOf };
}

async function run(
  events: AsyncIterable<SearchEvent>,
  signal: AbortSignal,
  offsets: number[],
  show: (state: SearchState) => void,
): Promise<void> {
  let state: SearchState = { ...NOTHING, running: true };
  let drawn = 0;
  const draw = (final: boolean) => {
    if (signal.aborted || (!final && performance.now() - drawn < DRAW_MILLIS)) return;
    drawn = performance.now();
    show(state);
  };
  try {
    for await (const { event, data } of events) {
      if (event === 'hits') {
        for (const offset of data.offsets) offsets.push(offset);
        state = { ...state, matches: Math.max(state.matches, offsets.length) };
      } else if (event === 'progress') {
        const part = data.sizeBytes === 0 ? 1 : data.scannedBytes / data.sizeBytes;
        state = { ...state, matches: data.matches, buckets: data.buckets, part };
      } else state = { ...state, running: false, done: true, matches: data.matches, buckets: data.buckets, part: 1 };
      draw(state.done);
    }
    state = { ...state, running: false };
  } catch (error) {
    state = { ...state, running: false, error };
  }
  draw(true);
}

function firstAfter(sorted: readonly number[], from: number): number | null {
  return sorted[lowerBound(sorted, from + 1)] ?? null;
}

/** The last hit of the log, from the list of all of them if that is known. */
async function lastOf(all: readonly number[] | null, ask: (place: number) => Promise<number | null>) {
  return all ? all.at(-1) : ask(Number.MAX_SAFE_INTEGER);
}

/** Only when all hits up to the place are known can one of them be the one just before it. */
function lastBefore(sorted: readonly number[], from: number, complete: boolean): number | null {
  if (!complete && (sorted.at(-1) ?? -1) < from) return null;
  return sorted[lowerBound(sorted, from) - 1] ?? null;
}

function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
