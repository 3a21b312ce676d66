/** Kinds of callers that every route is tried with. */
export type Who =
  | 'anonymous'
  | 'user'
  | 'otherUser'
  | 'historyAdmin'
  | 'admin'
  | 'userToken'
  | 'adminToken'
  | 'userGateway'
  | 'adminGateway';

/** One operation, and what it answers to whom. */
export interface Row {
  /** Path to call where the operation's has parameters; `{who}` becomes the caller's kind. */
  path?: string;
  body?: unknown | ((who: Who) => unknown);
  /** HTTP status for each kind of caller. */
  expect: Record<Who, number>;
}

/** Everybody, signed in or not. */
export const all = (status: number): Record<Who, number> => ({
  anonymous: status,
  user: status,
  otherUser: status,
  historyAdmin: status,
  admin: status,
  userToken: status,
  adminToken: status,
  userGateway: status,
  adminGateway: status,
});
/** Everybody who is signed in. */
export const signedIn = (status = 200) => ({ ...all(status), anonymous: 401 });
/** Administrators; others are refused with this status. */
export const administrators = (status = 200, refused = 403) => ({
  ...all(refused),
  anonymous: 401,
  admin: status,
  adminToken: status,
  adminGateway: status,
});
/** Everybody who is signed in as a person; a program that speaks through a gateway token is refused. */
export const persons = (status: number) => ({ ...signedIn(status), userGateway: 403, adminGateway: 403 });
/** The owner of the record (`user`), history administrators and administrators. */
export const owners = (status: number, others: number) => ({ ...all(status), anonymous: 401, otherUser: others });
