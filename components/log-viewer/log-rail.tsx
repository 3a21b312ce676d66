'use client';

import { useLocale, useTranslations } from 'next-intl';
import { type KeyboardEvent, type PointerEvent, useEffect, useEffectEvent, useRef, useState } from 'react';
import { formatLocalTime } from '@/lib/date-time';
import { numberFormat } from '@/lib/number-format';
import classes from './log-rail.module.css';
import type { LogWindow } from './log-window';
import type { ViewSignal } from './view-signal';

const LEAST_THUMB = 22;
/** Height of the first and the last percent, as the marks have it too. */
const END = 6;

interface LogRailProps {
  window: LogWindow;
  view: ViewSignal;
  controls: string;
  /** Matches in each thousandth of the log. */
  buckets: readonly number[];
  onScrolled: () => void;
}

/** Scrollbar of the whole log, with a mark wherever the search has found something. */
export function LogRail({ window: log, view, controls, buckets, onScrolled }: LogRailProps) {
  const t = useTranslations('logViewer');
  const rail = useRef<HTMLDivElement>(null);
  const thumb = useRef<HTMLDivElement>(null);
  const drag = useDrag(log, view);
  const draw = useEffectEvent(() => {
    if (!rail.current || !thumb.current || drag.percent !== null) return;
    const { top, bottom } = view.value;
    const size = Math.max(1, log.end.position, log.snapshot().info?.sizeBytes ?? 0);
    const span = Math.min(1, Math.max(0, (bottom - top) / size));
    const height = rail.current.clientHeight;
    const length = Math.min(height, Math.max(LEAST_THUMB, span * height));
    const part = span >= 1 ? 0 : Math.min(1, top / (size * (1 - span)));
    place(rail.current, thumb.current, part * (height - length), length, part * 100);
  });
  useEffect(() => {
    draw();
    const size = new ResizeObserver(() => draw());
    if (rail.current) size.observe(rail.current);
    const ends = [view.subscribe(() => draw()), log.subscribe(() => draw())];
    return () => {
      size.disconnect();
      for (const end of ends) end();
    };
  }, [view, log]);

  const follow = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    // The ends are a little wide, so that they can be hit.
    const part = Math.min(1, Math.max(0, (event.clientY - box.top - END) / (box.height - 2 * END)));
    const length = thumb.current?.offsetHeight ?? LEAST_THUMB;
    const top = Math.min(box.height - length, Math.max(0, part * box.height - length / 2));
    if (thumb.current) place(event.currentTarget, thumb.current, top, length, part * 100);
    drag.to(part * 100);
    onScrolled();
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10, Home: -100, End: 100 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const now = Number(rail.current?.getAttribute('aria-valuenow') ?? 0);
    onScrolled();
    drag.jump(Math.min(100, Math.max(0, now + step)));
  };
  return (
    <div
      ref={rail}
      className={classes.rail}
      role="scrollbar"
      aria-orientation="vertical"
      aria-controls={controls}
      aria-label={t('rail')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={100}
      tabIndex={0}
      onKeyDown={press}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        event.currentTarget.focus({ preventScroll: true });
        follow(event);
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && follow(event)}
      onLostPointerCapture={drag.end}
    >
      <Marks buckets={buckets} />
      <div ref={thumb} className={classes.thumb} data-dragged={drag.percent !== null || undefined} />
      {drag.percent !== null && <Bubble percent={drag.percent} log={log} view={view} />}
    </div>
  );
}

function place(rail: HTMLElement, thumb: HTMLElement, top: number, length: number, percent: number): void {
  thumb.style.height = `${length}px`;
  thumb.style.transform = `translateY(${top}px)`;
  rail.setAttribute('aria-valuenow', percent.toFixed(1).replace(/\.0$/, ''));
  rail.style.setProperty('--er-bubble', `${top + length / 2}px`);
}

/** Reads the place under the pointer: one read at a time, then the newest wish. */
function useDrag(log: LogWindow, view: ViewSignal) {
  const [percent, setPercent] = useState<number | null>(null);
  const wish = useRef<number | null>(null);
  const busy = useRef(false);
  const read = async () => {
    if (busy.current) return;
    busy.current = true;
    while (wish.current !== null) {
      const next = wish.current;
      wish.current = null;
      await (next >= 99.9 ? log.open({}, 'bottom') : log.open({ percent: Math.round(next * 1000) / 1000 }, 'top'));
    }
    busy.current = false;
  };
  const jump = (to: number) => {
    wish.current = to;
    void read();
  };
  const to = (next: number) => {
    setPercent(next);
    jump(next);
  };
  const end = () => {
    setPercent(null);
    // The thumb goes to where the text is, now that the pointer has left it.
    requestAnimationFrame(() => view.touch());
  };
  return { percent, to, jump, end };
}

function Bubble({ percent, log, view }: { percent: number; log: LogWindow; view: ViewSignal }) {
  const t = useTranslations('logViewer');
  const locale = useLocale();
  const first = log.snapshot().opening ? null : view.value.first;
  return (
    <div className={classes.bubble} aria-hidden>
      <b>{numberFormat(locale, { maximumFractionDigits: 1 }).format(percent)} %</b>
      {first?.number != null && <span>{t('lineNumber', { number: first.number })}</span>}
      {first?.time && <span>{formatLocalTime(first.time)}</span>}
    </div>
  );
}

/** One path for all marks: a thousand elements would cost more than they show. */
function Marks({ buckets }: { buckets: readonly number[] }) {
  const path = buckets.map((count, at) => (count > 0 ? `M0 ${at + 0.5}h10` : '')).join('');
  if (path === '') return null;
  return (
    <svg className={classes.marks} viewBox={`0 0 10 ${buckets.length}`} preserveAspectRatio="none" aria-hidden="true">
      <path d={path} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
