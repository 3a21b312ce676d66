'use client';

import { useLocale } from 'next-intl';
import { formatLocalTime, formatUtcTime, formatZoneTime, viewerZone, zoneOffset } from '@/lib/date-time';
import { formatRelativeTime } from '@/lib/relative-time';
import { useHydrated } from '@/lib/use-hydrated';

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
  if (time === null) return <span className="er-dim">–</span>;
  const age = withAge ? ` · ${formatRelativeTime(time, Date.now(), locale)}` : '';
  // The server does not know the viewer's zone: it keeps the room, and shows nothing rather than another hour.
  if (!hydrated)
    return (
      <time className="er-pending" suppressHydrationWarning>
        {formatUtcTime(time) + age}
      </time>
    );
  const local = formatLocalTime(time);
  const there = zone && zone !== 'UTC' && zone !== viewerZone() ? formatZoneTime(time, zone) : null;
  const both = `${local} ${zoneOffset(new Date(time))}\n${formatUtcTime(time)} UTC${there ? `\n${there} ${zone}` : ''}`;
  return (
    <time dateTime={time} title={both}>
      {local}
      {withAge && <span className="er-dim">{age}</span>}
    </time>
  );
}
