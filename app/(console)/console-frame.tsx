'use client';

import type { ReactNode } from 'react';
import { ConsoleShell } from '@/components/layout/console-shell';
import { CurrentSessionProvider } from '@/components/layout/current-session';
import type { CurrentSession } from '@/contracts/accounts';
import { searchContexts } from '@/features/contexts/context-search';
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
      <ConsoleShell startCollapsed={startCollapsed} search={session.role === 'admin' ? searchEverything : searchOwn}>
        {children}
      </ConsoleShell>
    </CurrentSessionProvider>
  );
}

/** Everybody finds engines and contexts: the server gives each their own. */
async function searchOwn(text: string, signal: AbortSignal) {
  const found = await Promise.all([searchContexts(text, signal), searchEngines(text, signal)]);
  return found.flat();
}

/** Administrators find materials too: these first, as there are few of them. */
async function searchEverything(text: string, signal: AbortSignal) {
  const found = await Promise.all([searchMaterials(text, signal), searchOwn(text, signal)]);
  return found.flat();
}
