import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { findUsable, noteAccess } from '../access';
import { mentions, parseCondition } from '../rules/condition';
import { haidOf, readContextId } from '../rules/context-id';
import { FLOW_KEY, readFlow } from '../rules/flow';
import { valueTypeOf, writeKeyValue } from '../rules/key-value';
import { findMatches } from '../rules/search';
import type { Body } from '../values/service';
import { findValue, findValueBeginnings, findValuesById } from '../values/store';

/** Most bytes of values in one answer; escaped in texts of texts they become several times as many. */
const MOST_BYTES = 32 * 2 ** 20;

/**
 * The values of a context that a condition finds, as typed JSON, in the order in which they were made unless the
 * condition ranks them. In a context that is not there, or is another's, nothing is found.
 *
 * @throws AppError invalid_input (20031 for an unknown type of condition), too_large
 */
export async function searchContextValue(context: Context, body: Body): Promise<string[]> {
  const haid = haidOf(readContextId(body.contextID).contextId);
  const condition = parseCondition(body.condition);
  const { database } = context;
  const row = await findUsable(context, haid);
  if (!row) return [];
  await noteAccess(context, row);
  const rows = await findValueBeginnings(database, row.id);
  const searchable = rows.map((value) => ({ ...value, valueType: valueTypeOf(value.value) }));
  // What others wrote in another order shows its type only as a whole.
  if (mentions(condition, 'ContextValueType')) {
    const unclear = searchable.filter(({ valueType }) => valueType === null);
    const whole = await findValuesById(
      database,
      unclear.map(({ id }) => id),
    );
    for (const value of unclear) value.valueType = valueTypeOf(whole.get(value.id)?.value ?? null);
  }
  const flow = mentions(condition, 'Nearest') ? await findValue(database, { contextId: row.id, ...FLOW_KEY }) : null;
  const hits = findMatches(searchable, condition, flow && readFlow(flow.value));
  const bytes = hits.reduce((sum, hit) => sum + hit.sizeBytes, 0);
  if (bytes > MOST_BYTES)
    throw new AppError(
      'too_large',
      `The ${hits.length} values found have ${bytes} bytes, more than one answer holds (${MOST_BYTES}). Narrow the condition, or read them one by one.`,
      { faults: [{ path: 'condition', message: 'finds too much' }] },
    );
  const whole = await findValuesById(
    database,
    hits.map(({ id }) => id),
  );
  // What was removed in between is not found.
  return hits.flatMap(({ id }) => {
    const value = whole.get(id);
    return value ? [writeKeyValue(value)] : [];
  });
}
