import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { LeaveTo } from '@/components/layout/leave-to';
import { ViewerZoneProvider } from '@/components/viewer-zone';
import { NAVIGATION_COOKIE, TIME_ZONE_COOKIE } from '@/lib/remember';
import { currentPageSession } from '@/server/platform/auth/page-session';
import { ConsoleFrame } from './console-frame';

/** The console is for those who are signed in and have a password of their own. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const session = await currentPageSession();
  if (!session) return <LeaveTo path="/sign-in" />;
  if (session.mustChangePassword) return <LeaveTo path="/change-password" />;
  const kept = await cookies();
  const collapsed = kept.get(NAVIGATION_COOKIE)?.value === 'collapsed';
  const zone = kept.get(TIME_ZONE_COOKIE)?.value ?? null;
  return (
    <ViewerZoneProvider known={zone}>
      <ConsoleFrame session={session} startCollapsed={collapsed}>
        {children}
      </ConsoleFrame>
    </ViewerZoneProvider>
  );
}
