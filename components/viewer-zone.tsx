'use client';

import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { viewerZone } from '@/lib/date-time';

const ZONE_COOKIE = 'engineroom_time_zone';

const KnownZone = createContext<string | null>(null);

/**
 * Lets the server draw times as the viewer reads them: a cookie tells it the zone from the second page on.
 * @param known the zone that the cookie of this request has named
 */
export function ViewerZoneProvider({ known, children }: { known: string | null; children: ReactNode }) {
  useEffect(() => {
    const zone = viewerZone();
    if (zone === known) return;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox before 140
    document.cookie = `${ZONE_COOKIE}=${zone}; path=/; max-age=31536000; samesite=lax`;
  }, [known]);
  return <KnownZone value={known}>{children}</KnownZone>;
}

/** Zone that times are drawn in until the browser has taken over; null when the server did not know it. */
export function useKnownZone(): string | null {
  return useContext(KnownZone);
}
