const UNITS: Record<string, number> = {
  b: 1,
  k: 2 ** 10,
  kb: 2 ** 10,
  m: 2 ** 20,
  mb: 2 ** 20,
  g: 2 ** 30,
  gb: 2 ** 30,
  t: 2 ** 40,
  tb: 2 ** 40,
  p: 2 ** 50,
  pb: 2 ** 50,
};

/**
 * Bytes of a text such as `2.0 GB`, `512m` or `1024`; null if it is none. Whole numbers are exact, fractions count to
 * two places, cut off: that is how Linkis reads what it wrote (contract: byte-string parser).
 */
export function parseByteString(text: string): number | null {
  const match = /^(\d+)(\.\d+)? ?([a-z]{0,2})$/.exec(text.trim().toLowerCase());
  if (!match) return null;
  const unit = match[3] === '' ? 1 : UNITS[match[3] as string];
  if (unit === undefined) return null;
  const number = match[2] ? Math.trunc(Number(match[1] + match[2]) * 100) / 100 : Number(match[1]);
  const bytes = Math.floor(number * unit);
  return Number.isSafeInteger(bytes) ? bytes : null;
}

const STEPS = ['B', 'KB', 'MB', 'GB', 'TB'];

/** Text of a number of bytes as Linkis writes it: one decimal, the next unit from two of it on (1 GiB is `1024.0 MB`). */
export function formatByteString(bytes: number): string {
  let step = 0;
  while (step < STEPS.length - 1 && Math.abs(bytes) >= 2 * 1024 ** (step + 1)) step++;
  return `${(bytes / 1024 ** step).toFixed(1)} ${STEPS[step]}`;
}
