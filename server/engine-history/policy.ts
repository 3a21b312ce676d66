import { type Actor, hasRole } from '@/server/platform/auth/actor';
import { AppError } from '@/server/platform/errors';

/** Whose records a list may show: everybody's (null) or one user's. */
export function visibleUser(actor: Actor): string | null {
  return hasRole(actor, 'history-admin') ? null : actor.name;
}

/** Whether the actor may see a record and its logs: their own, whatever its capitals, or all as history administrator. */
export function maySee(actor: Actor, createUser: string): boolean {
  return hasRole(actor, 'history-admin') || createUser.toLowerCase() === actor.name.toLowerCase();
}

/** The same for Linkis' single-record endpoint, where history administrators count as ordinary users. */
export function maySeeByTicket(actor: Actor, createUser: string): boolean {
  return hasRole(actor, 'admin') || createUser.toLowerCase() === actor.name.toLowerCase();
}

/** Whether the actor may report events of an engine of this user. Engine managers act as administrators. */
export function mayRecord(actor: Actor, createUser: string): boolean {
  return hasRole(actor, 'admin') || createUser === actor.name;
}

/** Refuses everybody but administrators the removal of records. @throws AppError forbidden */
export function needMayDelete(actor: Actor): void {
  if (!hasRole(actor, 'admin')) throw new AppError('forbidden', 'Only administrators remove engine records.');
}

/**
 * Refuses the list of live engines to those who may not have it: a program needs a token whose name has
 * `ADMIN-` in it, a person the role of administrator. @throws AppError forbidden
 */
export function needMayListLiveEngines(actor: Actor): void {
  if (actor.via === 'gateway-token') {
    if (!/admin-/i.test(actor.tokenName ?? ''))
      throw new AppError('forbidden', 'This token has no permission to query ecList.');
    return;
  }
  if (!hasRole(actor, 'admin'))
    throw new AppError('forbidden', `User:${actor.name} has no permission to query ecList.`);
}
