'use client';

import type { ReactNode } from 'react';
import { ConsoleShell } from '@/components/layout/console-shell';
import { CurrentSessionProvider } from '@/components/layout/current-session';
import type { CurrentSession } from '@/contracts/accounts';
import { searchEngines } from '@/features/engine-history/engine-search';
import { searchMaterials } from '@/features/materials/material-search';

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
      <ConsoleShell
        startCollapsed={startCollapsed}
        search={session.role === 'admin' ? searchEverything : searchEngines}
      >
        {children}
      </ConsoleShell>
    </CurrentSessionProvider>
  );
}

/** Administrators find materials too: these first, as there are few of them. */
async function searchEverything(text: string, signal: AbortSignal) {
  const found = await Promise.all([searchMaterials(text, signal), searchEngines(text, signal)]);
  return found.flat();
}
