'use client';

import { useTranslations } from 'next-intl';
import { type RefObject, useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { notify } from '@/lib/notify';
import type { LogMatch, LogSource } from './log-source';
import type { LogWindow } from './log-window';
import type { useMatch } from './use-match';
import { useSearch } from './use-search';
import type { ViewSignal } from './view-signal';

interface HitsOptions {
  source: LogSource;
  window: LogWindow;
  view: ViewSignal;
  stuck: RefObject<boolean>;
  match: ReturnType<typeof useMatch>;
}

/** The hits of the search: which one is the current, and going to the next ones. */
export function useHits({ source, window: log, view, stuck, match }: HitsOptions) {
  const t = useTranslations('logViewer');
  const search = useSearch(source, match.searched);
  const [current, setCurrent] = useState<{ position: number; of: LogMatch | null } | null>(null);
  const waiting = useRef<'next' | 'previous' | null>(null);

  const goTo = useCallback(
    (position: number) => {
      stuck.current = false;
      setCurrent({ position, of: match.searched });
      void log.goTo(position);
    },
    [log, stuck, match.searched],
  );

  const step = useEffectEvent(async (direction: 'next' | 'previous') => {
    const { first, last } = view.value;
    const here = current?.of === match.searched ? current?.position : undefined;
    const from = here ?? (direction === 'next' ? (first?.position ?? 0) - 1 : (last?.position ?? 0) + 1);
    try {
      const hit = await search.find(from, direction);
      if (!hit) return notify(t('noHits'));
      if (hit.wrapped) notify(direction === 'next' ? t('wentToStart') : t('wentToEnd'));
      goTo(hit.position);
    } catch {
      notify(t('searchFailed'));
    }
  });

  const onStep = (direction: 'next' | 'previous') => {
    if (match.typed.query === '' && match.typed.levels.length === 0) return;
    if (!match.pending) return void step(direction);
    waiting.current = direction;
    match.hurry();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: when what was typed has become what is searched for
  useEffect(() => {
    const direction = waiting.current;
    waiting.current = null;
    if (direction) void step(direction);
  }, [match.searched]);

  return { search, current: current?.position ?? null, goTo, onStep, forget: () => setCurrent(null) };
}
