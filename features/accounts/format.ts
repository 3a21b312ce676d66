import type { Role } from '@/contracts/roles';

/** Roles, least first; a copy, because the contract's own list would bring zod into the browser. */
export const ROLES = ['user', 'history-admin', 'admin'] as const satisfies readonly Role[];

/** Shortest password that is accepted. */
export const MIN_PASSWORD = 10;

/** Browser and system named by a user agent text, in short; null when it names none that we know. */
export function readUserAgent(userAgent: string | null): string | null {
  if (!userAgent) return null;
  const browser = [
    ['Edg/', 'Edge'],
    ['Firefox/', 'Firefox'],
    ['Chrome/', 'Chrome'],
    ['Safari/', 'Safari'],
    ['curl/', 'curl'],
  ].find(([mark]) => userAgent.includes(mark ?? ''))?.[1];
  const system = [
    ['Windows', 'Windows'],
    ['Android', 'Android'],
    ['iPhone', 'iOS'],
    ['Mac OS', 'macOS'],
    ['Linux', 'Linux'],
  ].find(([mark]) => userAgent.includes(mark ?? ''))?.[1];
  return [browser, system].filter(Boolean).join(' · ') || null;
}

/** What next-auth's error text means: our server packs the reason into it. */
export function readSignInError(
  error: string,
): { kind: 'invalid' | 'unavailable' } | { kind: 'locked'; seconds: number } {
  const locked = /^locked:(\d+)$/.exec(error);
  if (locked) return { kind: 'locked', seconds: Number(locked[1]) };
  return { kind: error === 'invalid' || error === 'CredentialsSignin' ? 'invalid' : 'unavailable' };
}
