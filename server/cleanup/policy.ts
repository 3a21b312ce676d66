import { type Actor, hasRole } from '@/server/platform/auth/actor';
import { AppError } from '@/server/platform/errors';

/** Refuses everybody but administrators. @throws AppError forbidden */
export function needAdministrator(actor: Actor): void {
  if (!hasRole(actor, 'admin'))
    throw new AppError('forbidden', 'Only administrators clean up. Ask one of them, or sign in as one.');
}
