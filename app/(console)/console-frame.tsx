'use client';

import type { ReactNode } from 'react';
import { ConsoleShell } from '@/components/layout/console-shell';
import { CurrentSessionProvider } from '@/components/layout/current-session';
import type { CurrentSession } from '@/contracts/accounts';
import { searchEngines } from '@/features/engine-history/engine-search';

/** Joins the shell, which knows no domain, with what its palette can find. */
export function ConsoleFrame({
  session,
  startCollapsed,
  children,
}: {
  session: CurrentSession;
  startCollapsed: boolean;
  children: ReactNode;
}) {
  return (
    <CurrentSessionProvider session={session}>
      <ConsoleShell startCollapsed={startCollapsed} search={searchEngines}>
        {children}
      </ConsoleShell>
    </CurrentSessionProvider>
  );
}
