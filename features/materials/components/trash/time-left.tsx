'use client';

import { useTranslations } from 'next-intl';
import { formatUtcTime } from '@/lib/date-time';
import { useHydrated } from '@/lib/use-hydrated';
import { daysLeft } from '../../format';
import classes from './trash.module.css';

const SOON_DAYS = 3;

/** Days until something goes for good; the exact time on hover. */
export function TimeLeft({ purgeTime }: { purgeTime: string }) {
  const t = useTranslations('materialTrash');
  const hydrated = useHydrated();
  const days = daysLeft(purgeTime, Date.now());
  return (
    <time
      dateTime={purgeTime}
      title={t('purgeOn', { time: formatUtcTime(purgeTime) })}
      // The server counts a moment earlier than the browser: it keeps the room only.
      className={hydrated ? (days <= SOON_DAYS ? classes.soon : undefined) : 'er-pending'}
      suppressHydrationWarning
    >
      {t('daysLeft', { days })}
    </time>
  );
}
