import type { z } from 'zod';
import type { linkisLogin } from '@/contracts/linkis-user';
import type { Context } from '../context';
import { AppError } from '../errors';
import { hasRole } from './actor';
import { LINKIS_COOKIE, LINKIS_PROXY_COOKIE } from './console-session';
import { openSession, type SignInOrigin, signInWithPassword } from './sign-in';
import { deleteSessions } from './store';

interface Arrival {
  request: Request;
  address: string | null;
}

function originOf(context: Context, { request, address }: Arrival): SignInOrigin {
  return {
    address,
    userAgent: request.headers.get('user-agent'),
    requestId: context.requestId,
    now: context.clock.now(),
  };
}

function sessionCookie(context: Context, ticket: string): string {
  const secure = context.configuration.publicUrl?.startsWith('https:') ? '; Secure' : '';
  return `${LINKIS_COOKIE}=${ticket}; Path=/; HttpOnly; SameSite=Lax${secure}`;
}

/** Deletion as old clients understand it: they look at Max-Age only. */
const DELETED_COOKIES = [LINKIS_COOKIE, LINKIS_PROXY_COOKIE].map(
  (name) => `${name}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax`,
);

/** `user/login`: name and password for the session cookie. Messages as clients know them. @throws AppError */
export async function loginOfLinkis(
  context: Context,
  { body, request, address }: Arrival & { body: z.output<(typeof linkisLogin)['body']> },
) {
  const { actor, configuration, database } = context;
  const sessionTimeOut = Math.round(configuration.sessionHours * 3_600_000);
  const data = { sessionTimeOut, enableWatermark: true };
  const userName = body.userName?.trim() ?? '';
  const password = body.password || body.passwdEncrypt || '';
  const live = actor.via !== 'nobody' && actor.name === userName;
  if (live)
    return {
      data: { userName: actor.name },
      message: `${actor.name} already logged in, please log out before signing in(已经登录，请先退出再进行登录)！`,
    };
  if (userName === '') throw new AppError('invalid_input', 'Username can not be empty(用户名不能为空)！', { data });
  if (password === '') throw new AppError('invalid_input', 'Password can not be blank(密码不能为空)！', { data });
  const session = await signInWithPassword(
    database,
    configuration,
    'linkis',
    { name: userName, password },
    originOf(context, { request, address }),
  ).catch((error) => {
    // Clients show the message of status 1; -1 would send them to the sign-in page they are on.
    if (error instanceof AppError && error.code === 'unauthenticated')
      throw new AppError('invalid_input', error.message, { data });
    throw error;
  });
  const isAdmin = session.account?.role === 'admin';
  return {
    data: { userName, isAdmin, ...data },
    message: 'login successful(登录成功)！',
    cookies: [sessionCookie(context, session.ticket ?? '')],
  };
}

/** `user/token-login`: a session for the user that a token speaks for. @throws AppError forbidden without a token */
export async function tokenLoginOfLinkis(context: Context, arrival: Arrival) {
  const { actor, configuration, database } = context;
  if (actor.via !== 'gateway-token')
    throw new AppError('unauthenticated', 'Give Token-Code and Token-User to open a session with a token.');
  const session = await openSession(database, configuration, 'linkis', actor.name, originOf(context, arrival));
  return {
    data: { userName: actor.name, isAdmin: false },
    message: 'login successful(登录成功)！',
    cookies: [sessionCookie(context, session.ticket ?? '')],
  };
}

/** `user/logout`: ends the session, if there is one, and deletes the cookies. */
export async function logoutOfLinkis(context: Context) {
  if (context.actor.sessionId) await deleteSessions(context.database.client, { id: context.actor.sessionId });
  return { data: {}, message: 'Logout successful(退出登录成功)！', cookies: DELETED_COOKIES };
}

/** `jobhistory/governanceStationAdmin`: what the caller may do. */
export function rolesOfLinkis({ actor }: Context) {
  const admin = hasRole(actor, 'admin');
  return {
    admin,
    historyAdmin: hasRole(actor, 'history-admin'),
    deptAdmin: admin,
    canResultSet: false,
    errorMsgTip:
      'The request interface %s is abnormal. You can try to troubleshoot common problems in the knowledge base document',
  };
}
