'use client';

import { useLocale, useTranslations } from 'next-intl';
import { DurationText } from '@/components/duration-text';
import { TimeText } from '@/components/time-text';
import type { EngineRecord } from '@/contracts/engine-history';
import { formatDuration, secondsBetween } from '@/lib/duration';
import { hasEnded } from '../format';
import classes from './engine-detail.module.css';

interface Stretch {
  kind: 'starting' | 'running' | 'neverReady';
  seconds: number;
  open: boolean;
}

/** An engine's life as a bar of its stretches, and the same as a table. */
export function Timeline({ record }: { record: EngineRecord }) {
  const stretches = stretchesOf(record, new Date().toISOString());
  return (
    <div className={classes.timeline}>
      {stretches.length > 0 && <TimelineBar stretches={stretches} />}
      <TimelineTable record={record} />
    </div>
  );
}

/** The stretches between the moments that are known; the last one is open while the engine lives. */
function stretchesOf(record: EngineRecord, now: string): Stretch[] {
  const { createTime, usedTime, releaseTime } = record;
  const ended = hasEnded(record.status) || releaseTime !== null;
  const end = releaseTime ?? (ended ? null : now);
  const stretches: Stretch[] = [];
  const add = (kind: Stretch['kind'], from: string | null, to: string | null, open: boolean) => {
    const seconds = secondsBetween(from, to);
    if (seconds !== null) stretches.push({ kind, seconds: Math.max(seconds, 0), open });
  };
  if (usedTime !== null) {
    add('starting', createTime, usedTime, false);
    add('running', usedTime, end, !ended);
  } else {
    add(ended ? 'neverReady' : 'starting', createTime, end, !ended);
  }
  return stretches;
}

function TimelineBar({ stretches }: { stretches: Stretch[] }) {
  const t = useTranslations('engineDetail');
  const locale = useLocale();
  const total = stretches.reduce((sum, stretch) => sum + stretch.seconds, 0) || 1;
  // The table below says the same to those who cannot see the bar.
  return (
    <div aria-hidden>
      <div className={classes.legend}>
        {stretches.map(({ kind, seconds, open }) => (
          <span key={kind} data-kind={kind}>
            {t(`stretches.${kind}`)}{' '}
            <b>
              {formatDuration(seconds, locale)}
              {open && ' …'}
            </b>
          </span>
        ))}
      </div>
      <div className={classes.bar}>
        {stretches.map(({ kind, seconds, open }) => (
          <span key={kind} data-kind={kind} data-open={open || undefined} style={{ flexGrow: seconds / total }} />
        ))}
      </div>
    </div>
  );
}

function TimelineTable({ record }: { record: EngineRecord }) {
  const t = useTranslations('engineDetail');
  const ended = hasEnded(record.status) || record.releaseTime !== null;
  const moments = [
    { name: 'requested', time: record.createTime, since: null },
    { name: 'used', time: record.usedTime, since: secondsBetween(record.createTime, record.usedTime) },
    {
      name: 'released',
      time: record.releaseTime,
      since: secondsBetween(record.usedTime ?? record.createTime, record.releaseTime),
    },
  ] as const;
  return (
    <table className={classes.small}>
      <caption className="er-visually-hidden">{t('timeline')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('moment')}</th>
          <th scope="col">{t('time')}</th>
          <th scope="col" data-align="end">
            {t('sincePrevious')}
          </th>
        </tr>
      </thead>
      <tbody>
        {moments.map(({ name, time, since }) => (
          <tr key={name}>
            <th scope="row">{t(`moments.${name}`)}</th>
            <td>
              {time ? (
                <TimeText time={time} withAge />
              ) : (
                <span className="er-dim">{t(name === 'used' && !ended ? 'notReadyYet' : `notReached.${name}`)}</span>
              )}
            </td>
            <td data-align="end">
              <DurationText seconds={since} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
