import type { AuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { AppError } from '../errors';
import { clientAddress } from '../http/client-address';
import { readyDatabase, runtime } from '../runtime';
import { CONSOLE_COOKIE } from './console-session';
import { signInWithPassword } from './sign-in';
import { deleteSessions } from './store';

/** What the sign-in page is told: `locked:<seconds>`, `unavailable` or `invalid`; nothing else leaves the server. */
function toSignInError(error: unknown): Error {
  if (error instanceof AppError && error.code === 'too_many_attempts')
    return new Error(`locked:${error.detail.retryAfterSeconds ?? 1}`);
  if (error instanceof AppError && error.code === 'unauthenticated') return new Error('invalid');
  runtime().log.error({ err: error }, 'sign-in failed');
  return new Error('unavailable');
}

/** Options of next-auth for one request: its JWT carries only the id of a session that lives in the database. */
export function authOptions(request: Request): AuthOptions {
  const { configuration, clock, sessionSecret } = runtime();
  const secure = configuration.publicUrl?.startsWith('https:') ?? false;
  return {
    secret: sessionSecret ?? undefined,
    session: { strategy: 'jwt', maxAge: 30 * 24 * 3600 },
    pages: { signIn: '/sign-in' },
    cookies: {
      sessionToken: { name: CONSOLE_COOKIE, options: { httpOnly: true, sameSite: 'lax', path: '/', secure } },
    },
    providers: [
      CredentialsProvider({
        credentials: { name: {}, password: {} },
        authorize: async (credentials) => {
          const name = credentials?.name ?? '';
          const password = credentials?.password ?? '';
          try {
            const origin = {
              address: clientAddress(request.headers, configuration.trustedProxies),
              userAgent: request.headers.get('user-agent'),
              requestId: null,
              now: clock.now(),
            };
            const session = await signInWithPassword(
              readyDatabase(),
              configuration,
              'console',
              { name, password },
              origin,
            );
            return { id: session.id, name };
          } catch (error) {
            throw toSignInError(error);
          }
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { ...token, sid: user.id } : token),
      // The page learns who is signed in from the server, never from this cookie.
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.sid === 'string') await deleteSessions(readyDatabase().client, { id: token.sid });
      },
    },
  };
}
