import { z } from 'zod';
import { operation } from './operation';
import { roleSchema } from './roles';

const time = z.iso.datetime();
/** Account names: what Linkis accepts as user names, plus `@` and `-`. */
export const userNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9_.@-]{1,64}$/, 'expected 1 to 64 letters, digits, . _ @ or -');
/** A new password: 10 to 200 characters. */
export const newPasswordSchema = z.string().min(10, 'at least 10 characters').max(200, 'at most 200 characters');

/** Who is signed in. */
export const currentSessionSchema = z.object({
  user: z.string(),
  role: roleSchema,
  /** True until the one-time password has been replaced; nothing else is allowed before. */
  mustChangePassword: z.boolean(),
  /** False for people who came with a program's token and have no account here. */
  hasLocalAccount: z.boolean(),
});
export type CurrentSession = z.infer<typeof currentSessionSchema>;

export const getCurrentSession = operation({
  id: 'session.get',
  method: 'get',
  path: '/api/v1/session',
  dialect: 'console',
  summary: 'Who is signed in.',
  data: currentSessionSchema,
});

export const changePassword = operation({
  id: 'session.changePassword',
  method: 'post',
  path: '/api/v1/session/password',
  dialect: 'console',
  summary: 'Replaces the own password; all other sessions of the account end.',
  body: z.strictObject({ currentPassword: z.string().min(1).max(200), newPassword: newPasswordSchema }),
  data: z.object({ changed: z.literal(true) }),
});

/** A session of the own account. */
export const sessionSchema = z.object({
  id: z.string(),
  kind: z.enum(['console', 'oidc', 'linkis']),
  createdTime: time,
  lastSeenTime: time,
  expiresTime: time,
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
  current: z.boolean(),
});

export const listSessions = operation({
  id: 'sessions.list',
  method: 'get',
  path: '/api/v1/sessions',
  dialect: 'console',
  summary: 'Live sessions of the own account.',
  data: z.object({ items: z.array(sessionSchema) }),
});

export const revokeSession = operation({
  id: 'sessions.revoke',
  method: 'delete',
  path: '/api/v1/sessions/{sessionId}',
  dialect: 'console',
  summary: 'Ends one of the own sessions at once.',
  params: z.object({ sessionId: z.string().min(1).max(64) }),
  data: z.object({ id: z.string() }),
});

/** A local account. */
export const accountSchema = z.object({
  name: z.string(),
  role: roleSchema,
  disabled: z.boolean(),
  mustChangePassword: z.boolean(),
  createdTime: time,
  lastSignInTime: time.nullable(),
});
export type Account = z.infer<typeof accountSchema>;

export const listAccounts = operation({
  id: 'accounts.list',
  method: 'get',
  path: '/api/v1/accounts',
  dialect: 'console',
  summary: 'Local accounts (administrators).',
  data: z.object({ items: z.array(accountSchema) }),
});

export const createAccount = operation({
  id: 'accounts.create',
  method: 'post',
  path: '/api/v1/accounts',
  dialect: 'console',
  success: 201,
  summary: 'Adds a local account with a one-time password, which the answer holds once (administrators).',
  body: z.strictObject({ name: userNameSchema, role: roleSchema }),
  data: accountSchema.extend({ oneTimePassword: z.string() }),
});

export const updateAccount = operation({
  id: 'accounts.update',
  method: 'patch',
  path: '/api/v1/accounts/{name}',
  dialect: 'console',
  summary:
    'Changes role or state of an account or gives it a new one-time password; its sessions end (administrators).',
  params: z.object({ name: userNameSchema }),
  body: z.strictObject({
    role: roleSchema.optional(),
    disabled: z.boolean().optional(),
    resetPassword: z.literal(true).optional(),
  }),
  data: accountSchema.extend({ oneTimePassword: z.string().optional() }),
});

/** An API token without its secret. */
export const apiTokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  user: z.string(),
  createdTime: time,
  expiresTime: time.nullable(),
  lastUsedTime: time.nullable(),
});

export const listApiTokens = operation({
  id: 'apiTokens.list',
  method: 'get',
  path: '/api/v1/api-tokens',
  dialect: 'console',
  summary: 'API tokens of the own account.',
  data: z.object({ items: z.array(apiTokenSchema) }),
});

export const createApiToken = operation({
  id: 'apiTokens.create',
  method: 'post',
  path: '/api/v1/api-tokens',
  dialect: 'console',
  success: 201,
  summary: 'Makes an API token for the own account; its secret is answered once and kept as a hash.',
  body: z.strictObject({ name: z.string().trim().min(1).max(64), expiresInDays: z.int().min(1).max(3650).nullable() }),
  data: apiTokenSchema.extend({ secret: z.string() }),
});

export const revokeApiToken = operation({
  id: 'apiTokens.revoke',
  method: 'delete',
  path: '/api/v1/api-tokens/{tokenId}',
  dialect: 'console',
  summary: 'Revokes one of the own API tokens at once.',
  params: z.object({ tokenId: z.string().min(1).max(64) }),
  data: z.object({ id: z.string() }),
});
