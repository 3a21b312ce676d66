import { decode } from 'next-auth/jwt';

/** Cookie of console sessions. */
export const CONSOLE_COOKIE = 'engineroom.session';
/** Cookie of sessions that Linkis clients open. */
export const LINKIS_COOKIE = 'linkis_user_session_ticket_id_v1';
/** Second cookie that Linkis' logout clears; never set here. */
export const LINKIS_PROXY_COOKIE = 'linkis_user_session_proxy_ticket_id_v1';

/** Value of a cookie of the request; null if it is not there. */
export function readCookie(headers: Headers, name: string): string | null {
  for (const part of (headers.get('cookie') ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) {
      const value = part.slice(at + 1).trim();
      try {
        return decodeURIComponent(value);
      } catch {
        return value;
      }
    }
  }
  return null;
}

const decoded = new Map<string, string>();
const REMEMBERED = 2000;

/**
 * Session id inside a console cookie; null if the cookie was not made here or has expired. Decoding is remembered:
 * whether the session still lives is asked of the table each time.
 */
export async function sessionIdOf(cookie: string, secret: string): Promise<string | null> {
  const known = decoded.get(cookie);
  if (known) return known;
  const token = await decode({ token: cookie, secret }).catch(() => null);
  const id = typeof token?.sid === 'string' ? token.sid : null;
  if (id) {
    if (decoded.size >= REMEMBERED) decoded.clear();
    decoded.set(cookie, id);
  }
  return id;
}
