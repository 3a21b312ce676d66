import { failedOperation } from './errors';
import { parseJavaDate } from './java-date';

/** Bounds by which contexts are found, with the columns that they bound; both ends count. */
export const TIME_BOUNDS = {
  createTimeStart: ['create_time', '>='],
  createTimeEnd: ['create_time', '<='],
  updateTimeStart: ['update_time', '>='],
  updateTimeEnd: ['update_time', '<='],
  accessTimeStart: ['access_time', '>='],
  accessTimeEnd: ['access_time', '<='],
} as const;
export type TimeBound = keyof typeof TIME_BOUNDS;

/** Names of the bounds, in the order in which Linkis names them. */
export const TIME_BOUND_NAMES = Object.keys(TIME_BOUNDS) as TimeBound[];

/** Wall-clock texts of the columns; a range without any bound does not exist. */
export type TimeRange = Partial<Record<TimeBound, string>>;

/**
 * Reads the bounds of Linkis' cleanup. Blank and null bounds are as good as none: its client cannot leave them out.
 *
 * @returns null when no bound is left
 * @throws AppError invalid_input naming the bound
 */
export function readTimeRange(given: Readonly<Record<string, unknown>>): TimeRange | null {
  const range: TimeRange = {};
  for (const name of TIME_BOUND_NAMES) {
    const value = given[name];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string') throw failedOperation(name, 'not a text; expected yyyy-MM-dd HH:mm:ss');
    if (value.trim() === '') continue;
    const parsed = parseJavaDate(value);
    if ('fault' in parsed) throw failedOperation(name, `${parsed.fault.slice(0, 300)}; expected yyyy-MM-dd HH:mm:ss`);
    range[name] = parsed.text;
  }
  return Object.keys(range).length === 0 ? null : range;
}
