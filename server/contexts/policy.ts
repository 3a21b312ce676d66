import { type Actor, hasRole } from '@/server/platform/auth/actor';
import type { Context } from '@/server/platform/context';
import type { AppError } from '@/server/platform/errors';
import { contextError } from './rules/errors';

/** Whether contexts belong to their users here, or to everybody who is signed in. */
function isShared({ actor, configuration }: Context): boolean {
  return configuration.contexts.access === 'signed-in' && actor.via !== 'nobody';
}

/** Whether the actor may use and change a context: its user, administrators, and everybody where contexts are shared. */
export function mayUse(context: Context, user: string | null): boolean {
  return hasRole(context.actor, 'admin') || isShared(context) || (user !== null && user === context.actor.name);
}

/** Whose contexts the console's list shows: everybody's (null) or one user's. */
export function visibleUser(context: Context): string | null {
  return hasRole(context.actor, 'admin') || isShared(context) ? null : context.actor.name;
}

/** Refuses to make a context somebody else's. @throws AppError forbidden */
export function needMayGiveTo(context: Context, user: string): void {
  if (user === context.actor.name || hasRole(context.actor, 'admin') || isShared(context)) return;
  throw contextError(
    97000,
    `the context would belong to ${user}; only administrators make contexts for others, leave the user out`,
    { code: 'forbidden', field: 'contextID.user' },
  );
}

/** Refuses to choose the number of a context. @throws AppError forbidden */
export function needMayChooseId(actor: Actor): void {
  if (!hasRole(actor, 'admin'))
    throw contextError(97000, 'only administrators choose the number of a context; leave contextId out', {
      code: 'forbidden',
      field: 'contextID.contextId',
    });
}

/** Refuses Linkis' cleanup to everybody but administrators, in its words. @throws AppError forbidden */
export function needMayClean(actor: Actor): void {
  if (!hasRole(actor, 'admin')) throw contextError(20033, 'Only station admins are allowed.', { code: 'forbidden' });
}

/** What is said of a context that is not there, and of one that is another's: the same. */
export function unknownContext(name: string | number): AppError {
  return contextError(97000, `there is no context ${name}, or it is not yours; see searchContextIDByTime`, {
    code: 'not_found',
    field: 'contextID',
  });
}
