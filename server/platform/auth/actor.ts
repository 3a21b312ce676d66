import { ROLES, type Role } from '@/contracts/roles';

/** How somebody proved who they are. */
type ActorVia = 'console-session' | 'linkis-session' | 'gateway-token' | 'api-token' | 'background' | 'nobody';

/** Who asks. */
export interface Actor {
  name: string;
  role: Role;
  via: ActorVia;
  /** Session by which the actor came, when there is one. */
  sessionId: string | null;
  /** Name of the gateway token by which a program came. */
  tokenName: string | null;
  /** Whether a browser sends the proof by itself, so that pages of other sites could misuse it. */
  byCookie: boolean;
  mustChangePassword: boolean;
  hasLocalAccount: boolean;
}

/** The actor of requests to public endpoints that carry no proof. */
export const NOBODY: Actor = {
  name: '',
  role: 'user',
  via: 'nobody',
  sessionId: null,
  tokenName: null,
  byCookie: false,
  mustChangePassword: false,
  hasLocalAccount: false,
};

/** The actor of background tasks, as the audit trail names it. */
export const SYSTEM: Actor = { ...NOBODY, name: 'system', role: 'admin', via: 'background' };

/** Whether the actor has at least this role. */
export function hasRole(actor: Actor, role: Role): boolean {
  return actor.via !== 'nobody' && ROLES.indexOf(actor.role) >= ROLES.indexOf(role);
}

/**
 * Role of a name: the higher of its account's and of what the configuration's lists of administrators say. The lists
 * compare without regard to upper and lower case, as Linkis does.
 */
export function effectiveRole(
  name: string,
  accountRole: Role | null,
  lists: { linkisAdmins: readonly string[]; linkisHistoryAdmins: readonly string[] },
): Role {
  const listed = (list: readonly string[]) => list.some((item) => item.toLowerCase() === name.toLowerCase());
  if (accountRole === 'admin' || listed(lists.linkisAdmins)) return 'admin';
  return accountRole === 'history-admin' || listed(lists.linkisHistoryAdmins) ? 'history-admin' : 'user';
}
