'use client';

import { useLocale } from 'next-intl';
import { formatLocalTime, formatUtcTime, formatZoneTime, viewerZone, zoneOffset } from '@/lib/date-time';
import { formatRelativeTime } from '@/lib/relative-time';
import { useHydrated } from '@/lib/use-hydrated';
import { useKnownZone } from './viewer-zone';

interface TimeTextProps {
  time: string | null;
  withAge?: boolean;
  /** Another zone that the hover text names too, when the instant was meant there. */
  zone?: string;
}

/** An instant in the viewer's zone; on hover with seconds in both zones. Nothing known is a dash. */
export function TimeText({ time, withAge = false, zone }: TimeTextProps) {
  const locale = useLocale();
  const hydrated = useHydrated();
  const knownZone = useKnownZone();
  if (time === null) return <span className="er-dim">–</span>;
  const age = withAge ? ` · ${formatRelativeTime(time, Date.now(), locale)}` : '';
  const known = knownZone === null ? null : formatZoneTime(time, knownZone);
  const local = hydrated ? formatLocalTime(time) : known;
  // Where the server does not know the viewer's zone, it keeps the room: nothing rather than another hour.
  return (
    <time
      dateTime={time}
      title={hydrated ? inBothZones(time, zone) : undefined}
      className={local === null ? 'er-pending' : undefined}
    >
      {local ?? formatUtcTime(time)}
      {withAge && (
        <span className="er-dim" suppressHydrationWarning>
          {age}
        </span>
      )}
    </time>
  );
}

function inBothZones(time: string, zone: string | undefined): string {
  const there = zone && zone !== 'UTC' && zone !== viewerZone() ? formatZoneTime(time, zone) : null;
  const here = `${formatLocalTime(time)} ${zoneOffset(new Date(time))}`;
  return `${here}\n${formatUtcTime(time)} UTC${there ? `\n${there} ${zone}` : ''}`;
}
