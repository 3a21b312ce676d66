import { type Actor, hasRole } from '@/server/platform/auth/actor';
import { AppError } from '@/server/platform/errors';
import { PRIVILEGE, type ProjectRow } from './projects/store';
import type { ResourceRow } from './resources/store';

/** Code by which Linkis' clients know that a resource belongs to somebody else, or a project. */
const NOT_OWNER = 75569;
const NO_PRIVILEGE = 75570;

/**
 * Whether the actor may read a resource: administrators and its owner, members of a project that shares it, and
 * everybody when it is the material of an engine, which engine managers fetch in the name of their users.
 * @param privilege what the actor may do through projects; 0 without
 */
function mayRead(actor: Actor, resource: ResourceRow, privilege: number): boolean {
  if (actor.via === 'nobody') return false;
  if (resource.isMaterial || hasRole(actor, 'admin')) return true;
  return resource.owner === actor.name || privilege >= PRIVILEGE.access;
}

/** Whether the actor may change a resource: administrators, its owner and editors of a project that shares it. */
function mayWrite(actor: Actor, resource: ResourceRow, privilege: number): boolean {
  if (actor.via === 'nobody') return false;
  return hasRole(actor, 'admin') || resource.owner === actor.name || privilege >= PRIVILEGE.edit;
}

/** Refuses who may not read. @throws AppError forbidden */
export function requireRead(actor: Actor, resource: ResourceRow, privilege: number): void {
  if (mayRead(actor, resource, privilege)) return;
  throw new AppError(
    'forbidden',
    `Resource ${resource.resourceId} belongs to somebody else. Its owner can share it through a project.`,
    { linkisCode: NOT_OWNER },
  );
}

/** Refuses who may not change, and everybody when it is a material. @throws AppError forbidden, conflict */
export function requireWrite(actor: Actor, resource: ResourceRow, privilege: number): void {
  if (!mayWrite(actor, resource, privilege))
    throw new AppError(
      'forbidden',
      `Resource ${resource.resourceId} belongs to somebody else, and ${actor.name} is no editor of a project that shares it.`,
      // Who may read it through a project lacks its privilege; others lack ownership.
      { linkisCode: privilege >= PRIVILEGE.access ? NO_PRIVILEGE : NOT_OWNER },
    );
  if (resource.isMaterial)
    throw new AppError(
      'conflict',
      `Resource ${resource.resourceId} is the material of an engine. It is changed with the engine materials, not here.`,
      { linkisCode: NOT_OWNER },
    );
}

/** Refuses everybody but the owner and administrators. @throws AppError forbidden, conflict */
export function requireOwner(actor: Actor, resource: ResourceRow): void {
  requireWrite(actor, resource, 0);
}

/** Refuses who is no editor of the project. @throws AppError forbidden */
export function requireEditor(actor: Actor, project: ProjectRow, privilege: number): void {
  if (hasRole(actor, 'admin') || privilege >= PRIVILEGE.edit) return;
  throw new AppError(
    'forbidden',
    `${actor.name} does not have edit permission on project ${project.name}. Its creator can add editors.`,
    { linkisCode: NO_PRIVILEGE },
  );
}

/** Refuses who may not say who belongs to the project: its creator, editors and administrators may. @throws AppError forbidden */
export function requireMembership(actor: Actor, project: ProjectRow, privilege: number): void {
  if (project.creator !== actor.name) requireEditor(actor, project, privilege);
}
