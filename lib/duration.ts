import { numberFormat } from './number-format';

const STEPS = [
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3_600 },
  { unit: 'minute', seconds: 60 },
  { unit: 'second', seconds: 1 },
] as const;

/**
 * A duration in its two largest units: `2d 3h`, `4m 10s`, `0s`. Below ten seconds one decimal is kept when there is
 * one. Negative durations (clocks that disagree) keep their sign rather than being hidden.
 */
export function formatDuration(seconds: number, locale: string): string {
  const sign = seconds < 0 ? '−' : '';
  const total = Math.abs(seconds);
  if (total < 10) return sign + unitText(Math.round(total * 10) / 10, 'second', locale);
  let rest = Math.round(total);
  const parts: string[] = [];
  for (const step of STEPS) {
    const amount = Math.floor(rest / step.seconds);
    rest -= amount * step.seconds;
    if (amount > 0) parts.push(unitText(amount, step.unit, locale));
    // Only neighbours are shown together: `2d`, never `2d 5s`.
    if (parts.length === 2 || (parts.length === 1 && amount === 0)) break;
  }
  return sign + parts.join(' ');
}

function unitText(amount: number, unit: 'day' | 'hour' | 'minute' | 'second', locale: string): string {
  return numberFormat(locale, { style: 'unit', unit, unitDisplay: 'narrow', maximumFractionDigits: 1 }).format(amount);
}

/** Seconds from one ISO time to another; null when either is missing or unreadable. */
export function secondsBetween(from: string | null, to: string | null): number | null {
  if (from === null || to === null) return null;
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  return Number.isFinite(seconds) ? seconds : null;
}
