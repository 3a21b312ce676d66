'use client';

import { useLocale, useTranslations } from 'next-intl';
import { readCron, WEEKDAYS } from '../schedule';

/** A Sunday. */
const SUNDAY_MS = Date.UTC(2026, 0, 4);
const DAY_MS = 86_400_000;
/** More names of weekdays than these are shortened. */
const MOST_LONG_NAMES = 2;

/** Name of a weekday that cron counts from Sunday. */
export function weekdayName(weekday: number, locale: string, length: 'long' | 'short' = 'long'): string {
  const format = new Intl.DateTimeFormat(locale, { weekday: length, timeZone: 'UTC' });
  return format.format(SUNDAY_MS + weekday * DAY_MS);
}

/** A schedule in words; an expression that has none is given as it is. */
export function useScheduleText(): (cron: string) => string {
  const t = useTranslations('cleanupPolicies.schedule');
  const locale = useLocale();
  return (cron) => {
    const { kind, time, weekdays, day } = readCron(cron);
    if (kind === 'daily') return t('daily', { time });
    if (kind === 'monthly') return t('monthly', { day, time });
    if (kind === 'custom') return t('custom', { cron });
    const length = weekdays.length > MOST_LONG_NAMES ? 'short' : 'long';
    const names = WEEKDAYS.filter((weekday) => weekdays.includes(weekday)).map((weekday) =>
      weekdayName(weekday, locale, length),
    );
    return t('weekly', { days: new Intl.ListFormat(locale).format(names), time });
  };
}
