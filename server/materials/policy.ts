import { type Actor, hasRole } from '@/server/platform/auth/actor';
import { AppError } from '@/server/platform/errors';

/** What Linkis answers to those who may not. */
const REFUSAL = 'Only administrators can operate';

/** Refuses everybody but administrators. @throws AppError forbidden */
export function needAdministrator(actor: Actor): void {
  if (!hasRole(actor, 'admin')) throw new AppError('forbidden', REFUSAL);
}
