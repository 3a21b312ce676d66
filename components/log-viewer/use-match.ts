'use client';

import { useCallback, useEffect, useMemo, useState } from 'react';
import type { LogMatch } from './log-source';

const NOTHING: LogMatch = { query: '', mode: 'literal', caseSensitive: false, inverted: false, levels: [] };
/** Typing is searched for when it rests this long. */
const REST_MILLIS = 250;

/** What is searched for and what is shown: the fields as typed, and what follows from them a moment later. */
export function useMatch() {
  const [typed, setTyped] = useState(NOTHING);
  const [settled, settle] = useState(NOTHING);
  const [onlyMatching, setOnlyMatching] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => settle(typed), REST_MILLIS);
    return () => clearTimeout(timer);
  }, [typed]);

  const change = useCallback((part: Partial<LogMatch>) => setTyped((old) => ({ ...old, ...part })), []);
  const clear = useCallback(() => {
    setTyped(NOTHING);
    settle(NOTHING);
    setOnlyMatching(false);
  }, []);
  /** What is searched for; null for nothing. */
  const searched = useMemo(() => (settled.query === '' && settled.levels.length === 0 ? null : settled), [settled]);
  /** What the lines shown must match; null for all lines. Levels always choose, a query only if that is wanted. */
  const filter = useMemo<LogMatch | null>(() => {
    if (onlyMatching && settled.query !== '') return settled;
    return settled.levels.length > 0 ? { ...NOTHING, levels: settled.levels } : null;
  }, [settled, onlyMatching]);
  return {
    typed,
    change,
    clear,
    searched,
    filter,
    onlyMatching,
    setOnlyMatching,
    /** True while what is typed is not yet searched for; `hurry` does so now. */
    pending: typed !== settled,
    hurry: () => settle(typed),
  };
}
