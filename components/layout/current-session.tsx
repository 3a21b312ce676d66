'use client';

import { createContext, type ReactNode, useContext } from 'react';
import type { CurrentSession } from '@/contracts/accounts';

const SessionContext = createContext<CurrentSession | null>(null);

/** Hands the session that the server read down to all components. */
export function CurrentSessionProvider({ session, children }: { session: CurrentSession; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** Who is signed in. Decides only what is shown; the server enforces it. */
export function useCurrentSession(): CurrentSession {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useCurrentSession outside of CurrentSessionProvider');
  return session;
}
