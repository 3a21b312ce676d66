import { numberFormat } from './number-format';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** A byte count in binary units with at most one decimal: `2 GiB`, `-1.5 MiB`. Negative counts keep their sign. */
export function formatBytes(bytes: number, locale: string): string {
  let value = Math.abs(bytes);
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const number = numberFormat(locale, { maximumFractionDigits: 1 }).format(bytes < 0 ? -value : value);
  return `${number} ${UNITS[unit] ?? 'B'}`;
}

/** The exact count, for the text that appears on hover: `2,147,483,648 B`. */
export function formatExactBytes(bytes: number, locale: string): string {
  return `${numberFormat(locale).format(bytes)} B`;
}
