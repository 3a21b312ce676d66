import type { Context } from '@/server/platform/context';
import { changeContext, findUsable, needSentContext, noteAccess } from '../access';
import type { ContextRow } from '../ids/store';
import { unknownContext } from '../policy';
import { readContextId } from '../rules/context-id';
import { contextError, emptyParameter, failedOperation } from '../rules/errors';
import { decodeHaid } from '../rules/haid';
import {
  CONTEXT_TYPES,
  DEFAULT_TYPE,
  oneOf,
  readKey,
  readKeyValue,
  readValue,
  type SentKey,
  type SentValue,
  VALUE_PROPS,
  writeValue,
} from '../rules/key-value';
import { requiredText } from '../rules/typed-json';
import { findScope, findValue, removeValues, upsertValue, type ValueFilter } from './store';

/** Members of a request's body, as they came. */
export type Body = Readonly<Record<string, unknown>>;

/**
 * The value under a key and type (METADATA where the key has none) as typed JSON; null when there is none. A malformed
 * context id names no value, as in the original.
 *
 * @throws AppError invalid_input, not_found
 */
export async function getContextValue(context: Context, body: Body): Promise<string | null> {
  const { contextId } = readContextId(body.contextID);
  if (contextId === null || contextId.trim() === '') throw emptyParameter('ContextID');
  const { key, contextType } = readKey(body.contextKey);
  const haid = decodeHaid(contextId);
  if (!haid) return null;
  const row = await findUsable(context, haid);
  if (!row) throw unknownContext(contextId);
  await noteAccess(context, row);
  const found = await findValue(context.database, { contextId: row.id, key, contextType: contextType ?? DEFAULT_TYPE });
  return found && writeValue(found);
}

async function store(
  context: Context,
  row: ContextRow,
  key: SentKey,
  value: SentValue,
  errCode: number,
): Promise<void> {
  const contextType = key.contextType ?? DEFAULT_TYPE;
  const detail = { key: key.key, contextType, bytes: Buffer.byteLength(value.value) };
  await changeContext(context, row, { action: 'contexts.setValue', detail }, async (on, now) => {
    const name = { contextId: row.id, key: key.key, contextType };
    let contextScope = key.contextScope;
    if (key.contextType === null || contextScope === null) {
      const known = await findScope(context.database, on, name);
      if (known === undefined)
        throw contextError(errCode, 'try to create context ,type or scope cannot be empty', {
          field: key.contextType === null ? 'contextKey.contextType' : 'contextKey.contextScope',
        });
      contextScope ??= known ?? 'PUBLIC';
    }
    await upsertValue(context.database, on, { ...name, contextScope, props: VALUE_PROPS, ...value }, now);
    return true;
  });
}

/** Sets a value: a new one needs type and scope. @throws AppError invalid_input, not_found, too_large */
export async function setValue(context: Context, body: Body): Promise<void> {
  const row = await needSentContext(context, body.contextID);
  const { key, value } = readKeyValue(body.contextKeyValue);
  await store(context, row, key, value, 97000);
}

/** As setValue, key and value apart. @throws AppError invalid_input, not_found, too_large */
export async function setValueByKey(context: Context, body: Body): Promise<void> {
  const row = await needSentContext(context, body.contextID);
  const key = readKey(body.contextKey);
  await store(context, row, key, readValue(body.contextValue, key.key), 20032);
}

/** Does nothing: the original forgets the value until it is read again. @throws AppError invalid_input, not_found */
export async function resetValue(context: Context, body: Body): Promise<void> {
  await needSentContext(context, body.contextID);
  readKey(body.contextKey);
}

async function remove(context: Context, row: ContextRow, filter: Omit<ValueFilter, 'contextId'>): Promise<void> {
  await changeContext(
    context,
    row,
    { action: 'contexts.removeValues', detail: { ...filter } },
    async (on) => (await removeValues(context.database, on, { contextId: row.id, ...filter })) > 0,
  );
}

/** Removes the values under a key, of whatever type; none is as good. @throws AppError invalid_input, not_found */
export async function removeValue(context: Context, body: Body): Promise<void> {
  const row = await needSentContext(context, body.contextID);
  await remove(context, row, { key: readKey(body.contextKey).key });
}

/** Removes all values of a context. @throws AppError invalid_input, not_found */
export async function removeAllValues(context: Context, body: Body): Promise<void> {
  await remove(context, await needSentContext(context, body.contextID), {});
}

function typeMember(body: Body): string {
  const type = oneOf(body.contextKeyType, CONTEXT_TYPES, 'contextKeyType', 'ContextType');
  if (type === null) throw failedOperation('contextKeyType', `missing; expected one of ${CONTEXT_TYPES.join(', ')}`);
  return type;
}

/** Removes the values whose keys begin with a text; an empty one removes all. @throws AppError invalid_input, not_found */
export async function removeValuesByPrefix(context: Context, body: Body): Promise<void> {
  const row = await needSentContext(context, body.contextID);
  await remove(context, row, { keyPrefix: requiredText(body, 'keyPrefix') });
}

/** The same of one type. @throws AppError invalid_input, not_found */
export async function removeValuesByPrefixAndType(context: Context, body: Body): Promise<void> {
  const row = await needSentContext(context, body.contextID);
  const contextType = typeMember(body);
  await remove(context, row, { contextType, keyPrefix: requiredText(body, 'keyPrefix') });
}

/** Removes the value under a key and a type; the key is plain text. @throws AppError invalid_input, not_found */
export async function removeValuesByKeyAndType(context: Context, body: Body): Promise<void> {
  const row = await needSentContext(context, body.contextID);
  const contextType = typeMember(body);
  await remove(context, row, { contextType, key: requiredText(body, 'contextKey') });
}
