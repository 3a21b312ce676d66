import type { CleanupReceipt } from '@/contracts/cleanup-receipts';

/** A field of CSV (RFC 4180). What a spreadsheet would take for a formula begins with an apostrophe. */
function field(value: string | number | null): string {
  if (typeof value === 'number') return String(value);
  const text = value ?? '';
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const line = (values: readonly (string | number | null)[]) => `${values.map(field).join(',')}\r\n`;

/** A receipt as CSV: a heading and a line for the run, then a heading and a line for each segment. */
export function toCsv(receipt: CleanupReceipt): string {
  const { segments, rule, skipped, ...rest } = receipt;
  const run = { ...rest, rule: JSON.stringify(rule), skipped: JSON.stringify(skipped) };
  const heading = ['number', 'rows', 'childRows', 'firstId', 'lastId', 'sizeBytes', 'sha256', 'time'] as const;
  return [
    line(Object.keys(run)),
    line(Object.values(run)),
    line(heading),
    ...segments.map((segment) => line(heading.map((name) => segment[name]))),
  ].join('');
}
