'use client';

import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { viewerZone } from '@/lib/date-time';
import { rememberInCookie, TIME_ZONE_COOKIE } from '@/lib/remember';

const KnownZone = createContext<string | null>(null);

/**
 * Lets the server draw times as the viewer reads them: a cookie tells it the zone from the second page on.
 * @param known the zone that the cookie of this request has named
 */
export function ViewerZoneProvider({ known, children }: { known: string | null; children: ReactNode }) {
  useEffect(() => {
    const zone = viewerZone();
    if (zone !== known) rememberInCookie(TIME_ZONE_COOKIE, zone);
  }, [known]);
  return <KnownZone value={known}>{children}</KnownZone>;
}

/** Zone that times are drawn in until the browser has taken over; null when the server did not know it. */
export function useKnownZone(): string | null {
  return useContext(KnownZone);
}
