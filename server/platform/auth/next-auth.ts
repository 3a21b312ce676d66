import type { AuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { AppError } from '../errors';
import { clientAddress } from '../http/client-address';
import { readyDatabase, runtime } from '../runtime';
import { CONSOLE_COOKIE } from './console-session';
import { mayEnter, OIDC, oidcProvider } from './oidc';
import { openSession, type SignInOrigin, signInWithPassword } from './sign-in';
import { deleteSessions } from './store';

/** What the sign-in page is told: `locked:<seconds>`, `unavailable` or `invalid`; nothing else leaves the server. */
function toSignInError(error: unknown): Error {
  if (error instanceof AppError && error.code === 'too_many_attempts')
    return new Error(`locked:${error.detail.retryAfterSeconds ?? 1}`);
  if (error instanceof AppError && error.code === 'unauthenticated') return new Error('invalid');
  runtime().log.error({ err: error }, 'sign-in failed');
  return new Error('unavailable');
}

/** Faults of the other side and of ours go into the log like everything else, without what was sent. */
const logger: AuthOptions['logger'] = {
  error: (code, detail) => {
    const err = detail instanceof Error ? detail : detail.error;
    runtime().log.error({ err: { name: err?.name, message: err?.message }, code }, 'sign-in failed');
  },
  warn: (code) => runtime().log.debug({ code }, 'next-auth warns'),
  debug: () => undefined,
};

function originOf(request: Request): SignInOrigin {
  const { configuration, clock } = runtime();
  return {
    address: clientAddress(request.headers, configuration.trustedProxies),
    userAgent: request.headers.get('user-agent'),
    requestId: null,
    now: clock.now(),
  };
}

/** Signs in with a local account. @throws Error that says what the page is told */
async function authorize(request: Request, name: string, password: string) {
  const { configuration } = runtime();
  try {
    const credentials = { name, password };
    const session = await signInWithPassword(readyDatabase(), configuration, 'console', credentials, originOf(request));
    return { id: session.id, name };
  } catch (error) {
    throw toSignInError(error);
  }
}

/** Options of next-auth for one request: its JWT carries only the id of a session that lives in the database. */
export function authOptions(request: Request): AuthOptions {
  const { configuration, sessionSecret } = runtime();
  const secure = configuration.publicUrl?.startsWith('https:') ?? false;
  return {
    secret: sessionSecret ?? undefined,
    session: { strategy: 'jwt', maxAge: 30 * 24 * 3600 },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    logger,
    cookies: {
      sessionToken: { name: CONSOLE_COOKIE, options: { httpOnly: true, sameSite: 'lax', path: '/', secure } },
    },
    providers: [
      CredentialsProvider({
        credentials: { name: {}, password: {} },
        authorize: (credentials) => authorize(request, credentials?.name ?? '', credentials?.password ?? ''),
      }),
      ...(configuration.oidc ? [oidcProvider(configuration.oidc)] : []),
    ],
    callbacks: {
      signIn: ({ user, account }) =>
        account?.provider !== OIDC || mayEnter(readyDatabase(), user.id, originOf(request)),
      jwt: async ({ token, user, account }) => {
        if (!user) return token;
        if (account?.provider !== OIDC) return { ...token, sid: user.id };
        const session = await openSession(readyDatabase(), configuration, OIDC, user.id, originOf(request));
        return { sid: session.id };
      },
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
