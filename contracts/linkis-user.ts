import { z } from 'zod';
import { operation } from './operation';

const MOUNT = '/api/rest_j/v1/user';
const optionalText = z.string().max(2000).nullish();

export const linkisLogin = operation({
  id: 'linkis.user.login',
  method: 'post',
  path: `${MOUNT}/login`,
  dialect: 'linkis',
  access: 'public',
  summary: 'Signs in with name and password; sets the session cookie.',
  body: z.object(
    { userName: optionalText, password: optionalText, passwdEncrypt: optionalText },
    { error: 'expected a JSON object with userName and password' },
  ),
  data: z.object({
    userName: z.string(),
    isAdmin: z.boolean().optional(),
    sessionTimeOut: z.int().optional(),
    enableWatermark: z.boolean().optional(),
  }),
});

export const linkisTokenLogin = operation({
  id: 'linkis.user.tokenLogin',
  method: 'post',
  path: `${MOUNT}/token-login`,
  dialect: 'linkis',
  summary: 'Opens a session for the user of a token.',
  data: z.object({ userName: z.string(), isAdmin: z.boolean() }),
});

/** A GET of `token-login` is refused in the way that clients know. */
export const linkisTokenLoginGet = operation({
  id: 'linkis.user.tokenLoginGet',
  method: 'get',
  path: `${MOUNT}/token-login`,
  dialect: 'linkis',
  summary: 'Refused: only POST.',
  data: z.never(),
});

const none = z.object({});

export const linkisLogoutGet = operation({
  id: 'linkis.user.logoutGet',
  method: 'get',
  path: `${MOUNT}/logout`,
  dialect: 'linkis',
  access: 'public',
  summary: 'Ends the session (for old clients).',
  data: none,
});

export const linkisLogoutPost = operation({
  id: 'linkis.user.logoutPost',
  method: 'post',
  path: `${MOUNT}/logout`,
  dialect: 'linkis',
  access: 'public',
  summary: 'Ends the session.',
  data: none,
});

export const linkisUserInfo = operation({
  id: 'linkis.user.userInfo',
  method: 'get',
  path: `${MOUNT}/userInfo`,
  dialect: 'linkis',
  summary: 'Name of the user of the session.',
  data: z.object({ userName: z.string() }),
});

export const linkisHeartbeat = operation({
  id: 'linkis.user.heartbeat',
  method: 'get',
  path: `${MOUNT}/heartbeat`,
  dialect: 'linkis',
  summary: 'Keeps the session alive.',
  data: none,
});

export const linkisPublicKey = operation({
  id: 'linkis.user.publicKey',
  method: 'get',
  path: `${MOUNT}/publicKey`,
  dialect: 'linkis',
  access: 'public',
  summary: 'Whether passwords are sent encrypted: they are not; use TLS.',
  data: z.object({ enableSSL: z.boolean(), enableLoginEncrypt: z.boolean() }),
});

export const linkisBaseInfo = operation({
  id: 'linkis.user.baseinfo',
  method: 'get',
  path: `${MOUNT}/baseinfo`,
  dialect: 'linkis',
  access: 'public',
  summary: 'What front ends need to know before sign-in.',
  data: z.object({
    resultSetExportEnable: z.boolean(),
    engineLogOnlyAdminEnable: z.boolean(),
    linkisClusterName: z.string(),
  }),
});

export const linkisRoles = operation({
  id: 'linkis.jobhistory.governanceStationAdmin',
  method: 'get',
  path: '/api/rest_j/v1/jobhistory/governanceStationAdmin',
  dialect: 'linkis',
  summary: 'Roles of the caller.',
  data: z.object({
    admin: z.boolean(),
    historyAdmin: z.boolean(),
    deptAdmin: z.boolean(),
    canResultSet: z.boolean(),
    errorMsgTip: z.string(),
  }),
});
