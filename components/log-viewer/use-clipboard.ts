'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { copyText } from '@/components/copy-button';
import { notify } from '@/lib/notify';
import { type Collected, collectLines, MOST_COPIED, TooMuchToCopy } from './collect-lines';
import type { LogLine, LogSource } from './log-source';
import type { LogWindow } from './log-window';
import type { LineRange } from './selection';
import { cutEnds } from './use-copy';

/** How far copying lines that must be read first has got. */
export type CopyJob =
  | { state: 'idle' }
  | { state: 'reading'; lines: number }
  /** Read, but the browser wants another click before it lets a page copy. */
  | { state: 'ready'; text: string; lines: number; finish: () => void };

interface Wish {
  cursor: string;
  wanted: (line: LogLine, index: number) => boolean;
  columns?: { start: number; end: number };
}

/** Copies lines of a log that are not all in the document: reads them, up to a bound, and puts them in the clipboard. */
export function useClipboard(source: LogSource, log: LogWindow, showTimes: boolean) {
  const t = useTranslations('logViewer');
  const common = useTranslations('common');
  const [job, setJob] = useState<CopyJob>({ state: 'idle' });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const cancel = () => {
    running.current?.abort();
    setJob({ state: 'idle' });
  };

  const put = async ({ texts, cut }: Collected, columns: Wish['columns']) => {
    const lines = texts.length;
    const text = (columns ? cutEnds(texts, columns) : texts).join('\n') + (columns ? '' : '\n');
    if (await copyText(text)) {
      setJob({ state: 'idle' });
      notify(cut > 0 ? t('copiedCut', { count: lines, cut }) : t('copied', { count: lines }));
    } else setJob({ state: 'ready', text, lines, finish: () => setJob({ state: 'idle' }) });
  };

  const copy = async ({ cursor, wanted, columns }: Wish) => {
    running.current?.abort();
    const mine = new AbortController();
    running.current = mine;
    let seen = 0;
    const count = (line: LogLine, index: number) => {
      if (index - seen >= 10_000) {
        seen = index;
        setJob({ state: 'reading', lines: index });
      }
      return wanted(line, index);
    };
    setJob({ state: 'reading', lines: 0 });
    try {
      const found = await collectLines({
        source,
        match: log.match,
        showTimes,
        cursor,
        wanted: count,
        signal: mine.signal,
      });
      await put(found, columns);
    } catch (error) {
      if (mine.signal.aborted) return;
      setJob({ state: 'idle' });
      notify(error instanceof TooMuchToCopy ? t('tooMuchToCopy') : common('copyFailed'));
    }
  };

  /** Told at once where the bytes tell it; what a filter leaves of them is only known by reading. */
  const isTooMuch = (start: number, end: number) => {
    const size = log.snapshot().info?.sizeBytes ?? 0;
    const much = log.match === null && Math.min(end, size) - start > MOST_COPIED;
    if (much) notify(t('tooMuchToCopy'));
    return much;
  };
  const copyRange = (range: LineRange) => {
    const { start, end, count } = range;
    if (isTooMuch(start, end ?? start)) return;
    const wanted = (line: LogLine, index: number) => (end !== null ? line.position <= end : index < (count ?? 1));
    void copy({ cursor: range.cursor, wanted });
  };
  const copyBetween = (from: LogLine, to: LogLine, columns: { start: number; end: number }) => {
    if (isTooMuch(from.position, to.position)) return;
    void copy({ cursor: from.cursor, wanted: (line) => line.position <= to.position, columns });
  };
  return { job, copyRange, copyBetween, cancel };
}
