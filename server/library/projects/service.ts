import type { BmlProjectBody } from '@/contracts/linkis-bml-projects';
import { writeAudit } from '@/server/platform/audit/writer';
import type { Context } from '@/server/platform/context';
import type { Queryable } from '@/server/platform/db/database';
import { AppError } from '@/server/platform/errors';
import { lockWritable } from '../access/service';
import { requireEditor, requireMembership } from '../policy';
import {
  findPrivilege,
  findProject,
  insertProject,
  PRIVILEGE,
  type ProjectRow,
  replaceMembers,
  shareResource,
} from './store';

const NO_PRIVILEGE = 75570;

async function getProject(context: Context, name: string | undefined, on?: Queryable): Promise<ProjectRow> {
  const faults = (message: string) => [{ path: 'projectName', message }];
  if (name === undefined || name.trim() === '')
    throw new AppError('invalid_input', 'projectName: is needed, the name of a project.', {
      faults: faults('is needed'),
    });
  const project = await findProject(context.database, name, on);
  if (project) return project;
  throw new AppError('not_found', `There is no project ${name}. Make it with createBmlProject first.`, {
    faults: faults('unknown'),
    linkisCode: NO_PRIVILEGE,
  });
}

/** A project that the actor may add to. @throws AppError invalid_input, not_found, forbidden */
export async function getEditableProject(
  context: Context,
  name: string | undefined,
  on?: Queryable,
): Promise<ProjectRow> {
  const project = await getProject(context, name, on);
  requireEditor(context.actor, project, await findPrivilege(context.database, project.id, context.actor.name, on));
  return project;
}

/** Members by name; who is in both lists edits. */
function membersOf({ editUsers, accessUsers }: BmlProjectBody): Map<string, number> {
  return new Map([
    ...accessUsers.map((user) => [user.trim(), PRIVILEGE.access] as const),
    ...editUsers.map((user) => [user.trim(), PRIVILEGE.edit] as const),
  ]);
}

async function audit(
  context: Context,
  on: Queryable,
  action: string,
  projectName: string,
  detail: Record<string, unknown>,
): Promise<void> {
  const { actor, requestId, clock } = context;
  const object = { objectType: 'libraryProject', objectId: projectName };
  await writeAudit(on, [{ ...object, actor: actor.name, action, requestId, outcome: 'done', detail }], clock.now());
}

/** Makes a project with the actor among its editors. One of that name stays as it is, whoever made it. */
export async function createProject(context: Context, body: BmlProjectBody): Promise<void> {
  const { database, actor, clock } = context;
  const { projectName } = body;
  const members = membersOf(body).set(actor.name, PRIVILEGE.edit);
  await database.transaction(async (on) => {
    if (!(await insertProject(database, on, projectName, actor.name, clock.now()))) return;
    const { id } = await getProject(context, projectName, on);
    await replaceMembers(database, on, id, members, actor.name, clock.now());
    await audit(context, on, 'library.createProject', projectName, { members: Object.fromEntries(members) });
  });
}

/** Replaces the members of a project. @throws AppError not_found, forbidden */
export async function updateProjectUsers(context: Context, body: BmlProjectBody): Promise<void> {
  const { database, actor, clock } = context;
  const members = membersOf(body);
  await database.transaction(async (on) => {
    const project = await getProject(context, body.projectName, on);
    requireMembership(actor, project, await findPrivilege(database, project.id, actor.name, on));
    await replaceMembers(database, on, project.id, members, actor.name, clock.now());
    await audit(context, on, 'library.updateProjectUsers', project.name, { members: Object.fromEntries(members) });
  });
}

/** Lets a project share a resource. @throws AppError not_found, forbidden, conflict (a material) */
export async function attachResource(
  context: Context,
  { projectName, resourceId }: { projectName: string; resourceId: string },
): Promise<void> {
  const { database } = context;
  await database.transaction(async (on) => {
    const resource = await lockWritable(context, on, resourceId);
    const project = await getEditableProject(context, projectName, on);
    await shareResource(database, on, project.id, resource.resourceId);
    await audit(context, on, 'library.attachResource', project.name, { resourceId: resource.resourceId });
  });
}
