/** How often a policy runs; `custom` is for all that the others cannot say. */
export const SCHEDULE_KINDS = ['daily', 'weekly', 'monthly', 'custom'] as const;

/** Days of a week as cron counts them from Sunday, in the order in which people do. */
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 0] as const;

/** A schedule as its fields have it. */
export interface ScheduleForm {
  kind: (typeof SCHEDULE_KINDS)[number];
  /** Hour and minute, such as `02:30`. */
  time: string;
  weekdays: readonly number[];
  day: number;
  cron: string;
}

/** Every day at half past two, when most people sleep; the other kinds begin with Saturdays and first days of a month. */
export const FIRST_SCHEDULE: ScheduleForm = { kind: 'daily', time: '02:30', weekdays: [6], day: 1, cron: '30 2 * * *' };

/** Fields → five fields of cron: minute, hour, day, month, weekday. */
export function toCron({ kind, time, weekdays, day, cron }: ScheduleForm): string {
  if (kind === 'custom') return cron.trim().replace(/\s+/g, ' ');
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const days = WEEKDAYS.filter((weekday) => weekdays.includes(weekday));
  return `${minute} ${hour} ${kind === 'monthly' ? day : '*'} * ${kind === 'weekly' ? days.join(',') : '*'}`;
}

/** Weekdays of a cron field such as `1-5` or `6,7`, where 7 is Sunday too; null for anything else. */
function readWeekdays(field: string): number[] | null {
  const days = field.split(',').flatMap((part) => {
    const range = /^([0-7])(?:-([0-7]))?$/.exec(part);
    if (!range) return [Number.NaN];
    const [first, last] = [Number(range[1]), Number(range[2] ?? range[1])];
    return first > last ? [Number.NaN] : Array.from({ length: last - first + 1 }, (_, step) => (first + step) % 7);
  });
  return days.some(Number.isNaN) ? null : [...new Set(days)].sort((left, right) => left - right);
}

/** Cron → fields; an expression that no other kind says stays as it was written. */
export function readCron(cron: string): ScheduleForm {
  const custom: ScheduleForm = { ...FIRST_SCHEDULE, kind: 'custom', cron };
  const fields = /^(\d{1,2}) (\d{1,2}) (\*|\d{1,2}) \* (\*|[0-7,-]+)$/.exec(cron.trim().replace(/\s+/g, ' '));
  if (!fields) return custom;
  const [minute, hour, day = '*', weekday = '*'] = fields.slice(1);
  if (Number(minute) > 59 || Number(hour) > 23) return custom;
  const at = { ...custom, time: `${hour?.padStart(2, '0')}:${minute?.padStart(2, '0')}` };
  if (day === '*' && weekday === '*') return { ...at, kind: 'daily' };
  if (weekday === '*')
    return Number(day) >= 1 && Number(day) <= 31 ? { ...at, kind: 'monthly', day: Number(day) } : custom;
  const weekdays = readWeekdays(weekday);
  return day === '*' && weekdays ? { ...at, kind: 'weekly', weekdays } : custom;
}

/** What is wrong with a schedule before the server is asked; each name is that of a text. */
export type ScheduleFault = 'time' | 'weekdays' | 'fields';

/** What is wrong with a schedule's fields; null when nothing is, as far as can be told here. */
export function scheduleFault({ kind, time, weekdays, cron }: ScheduleForm): ScheduleFault | null {
  if (kind === 'custom') return cron.trim().split(/\s+/).length === 5 ? null : 'fields';
  if (!/^\d\d:\d\d/.test(time)) return 'time';
  return kind === 'weekly' && weekdays.length === 0 ? 'weekdays' : null;
}

/** Time zones that can be chosen: the viewer's and UTC first, then all that the browser knows, by name. */
export function timeZones(viewer: string, chosen: string): string[] {
  return [...new Set([viewer, 'UTC', chosen, ...Intl.supportedValuesOf('timeZone')])];
}
