import { writeAudit } from '@/server/platform/audit/writer';
import type { Context } from '@/server/platform/context';
import type { Queryable } from '@/server/platform/db/database';
import { type Aliases, aliasesOf, type ContextName, changeContext, findUsable } from '../access';
import { needMayChooseId, needMayGiveTo, unknownContext } from '../policy';
import { removeContexts } from '../removal/store';
import { haidOf, readContextId, type SentContextId, sourceOf, writeContextId } from '../rules/context-id';
import { contextError, emptyParameter, failedOperation } from '../rules/errors';
import { decodeHaid, encodeHaid, isNumeric, toContextNumber } from '../rules/haid';
import { type ContextRow, findContext, greatestContextId, insertContext, updateContext } from './store';

/** The external id of a context; null where its aliases cannot be taken apart again. */
export function haidOfRow(context: Context, row: Aliases & { id: number }): string | null {
  const { instance, backupInstance } = aliasesOf(context, row);
  const haid = encodeHaid(String(row.id), instance, [backupInstance]);
  return decodeHaid(haid)?.id === row.id ? haid : null;
}

/**
 * Refuses a number that is taken, and one that was never given: the database would go on counting from there.
 * @throws AppError conflict, invalid_input
 */
async function needFreeId(context: Context, on: Queryable, id: number): Promise<void> {
  if (await findContext(context.database, id, on))
    throw contextError(97000, `there is a context ${id} already; leave contextId out to make another`, {
      code: 'conflict',
      field: 'contextID.contextId',
    });
  if (id > (await greatestContextId(context.database, on)))
    throw contextError(97000, `no context had the number ${id} before; leave contextId out to get a new one`, {
      field: 'contextID.contextId',
    });
}

/**
 * Makes a context of whom the id object names, or of the actor. With an external id, an administrator brings a context
 * back under its number.
 *
 * @returns its external id
 * @throws AppError invalid_input, forbidden, conflict
 */
export async function createContextId(context: Context, contextID: unknown): Promise<string> {
  const sent = readContextId(contextID);
  if (sent.contextId?.trim() === '')
    throw contextError(70011, `Invalid haContextId. contextId : ${sent.contextId}`, { field: 'contextID.contextId' });
  const wanted = sent.contextId === null ? null : haidOf(sent.contextId);
  if (wanted) needMayChooseId(context.actor);
  const user = sent.user?.trim() || context.actor.name;
  needMayGiveTo(context, user);
  const { database, clock, configuration } = context;
  const { instance, backupInstance } = wanted ?? configuration.contexts;
  const aliases = { instance: instance || configuration.contexts.instance, backupInstance };
  const id = await database.transaction(async (on) => {
    if (wanted) await needFreeId(context, on, wanted.id);
    const now = clock.now();
    const made = await insertContext(
      database,
      on,
      { id: wanted?.id ?? null, user: Array.from(user).slice(0, 32).join(''), source: sourceOf(sent), ...aliases },
      now,
    );
    const entry = { actor: context.actor.name, action: 'contexts.create', objectType: 'context' };
    const about = { objectId: String(made), requestId: context.requestId, detail: { user } };
    await writeAudit(on, [{ ...entry, ...about, outcome: 'done' }], now);
    return made;
  });
  return encodeHaid(String(id), aliases.instance, [aliases.backupInstance]);
}

/** A context by external id or number. @throws AppError invalid_input (20032, 70011) */
function readName(text: unknown, method: string): ContextName {
  if (text === undefined || text === null || (typeof text === 'string' && text.trim() === ''))
    throw emptyParameter('ContextID');
  const given = String(text).slice(0, 2000);
  const number = isNumeric(given) ? toContextNumber(given) : null;
  const name = number === null ? decodeHaid(given) : { id: number };
  if (!name) throw contextError(70011, `Invalid HAID : ${given} in method : ${method}`, { field: 'contextID' });
  return name;
}

/** The id object of a context as typed JSON; null when there is none, or it is another's. @throws AppError invalid_input */
export async function getContextId(context: Context, contextId: string | undefined): Promise<string | null> {
  // A number that no context can have names none.
  if (contextId !== undefined && isNumeric(contextId) && toContextNumber(contextId) === null) return null;
  const row = await findUsable(context, readName(contextId, 'getContextID'));
  return row && writeContextId({ ...row, haid: haidOfRow(context, row), ...aliasesOf(context, row) });
}

function aliasFrom(sent: string | null, given: string, name: string): string {
  const alias = sent?.trim() || given;
  if (alias === '' || alias.includes('--'))
    throw failedOperation(`contextID.${name}`, 'is blank or has --, which separates the parts of an external id');
  return alias;
}

/**
 * Changes whose a context is and which aliases name it; what the id object leaves out stays.
 * @throws AppError invalid_input, not_found, forbidden
 */
export async function updateContextId(context: Context, contextID: unknown): Promise<void> {
  const sent: SentContextId = readContextId(contextID);
  const name = haidOf(sent.contextId);
  const row = await findUsable(context, name);
  if (!row) throw unknownContext(String(sent.contextId));
  const user = sent.user?.trim() || row.user;
  if (user !== row.user && user !== null) needMayGiveTo(context, user);
  const changed = {
    user,
    instance: aliasFrom(sent.instance, name.instance, 'instance'),
    backupInstance: aliasFrom(sent.backupInstance, name.backupInstance, 'backupInstance'),
  };
  const { instance, backupInstance } = row;
  const detail = { before: { user: row.user, instance, backupInstance }, after: changed };
  await changeContext(context, row, { action: 'contexts.update', detail }, async (on, now) => {
    await updateContext(context.database, on, row.id, changed, now);
    return true;
  });
}

/** Does nothing, as the original does, but needs the id. @throws AppError invalid_input */
export function resetContextId(contextID: unknown): void {
  if (typeof contextID !== 'string' || contextID.trim() === '') throw emptyParameter('ContextID');
}

/** Removes a context that was found usable, with all that it has; false when it is gone meanwhile. */
export async function removeFound(context: Context, row: ContextRow): Promise<boolean> {
  const { database, clock } = context;
  return database.transaction(async (on) => {
    if ((await removeContexts(database, on, [row.id])) === 0) return false;
    const entry = { actor: context.actor.name, action: 'contexts.remove', objectType: 'context' };
    const about = { objectId: String(row.id), requestId: context.requestId, detail: { context: row } };
    await writeAudit(on, [{ ...entry, ...about, outcome: 'done' }], clock.now());
    return true;
  });
}

/** Removes a context by external id or number, with all that it has. @throws AppError invalid_input, not_found */
export async function removeContextId(context: Context, contextID: unknown): Promise<void> {
  const row = await findUsable(context, readName(contextID, 'deleteContextID'));
  if (!row || !(await removeFound(context, row))) throw unknownContext(String(contextID).slice(0, 500));
}
