import type { Context } from '@/server/platform/context';
import { changeContext, needSentContext } from '../access';
import { contextError } from '../rules/errors';
import { DEFAULT_TYPE, readKey } from '../rules/key-value';
import { textOf } from '../rules/typed-json';
import type { Body } from '../values/service';
import { findValue } from '../values/store';
import { insertListener } from './store';

/** Who listens; Linkis' own client does not say for contexts. */
function sourceIn(body: Body): string {
  return textOf(body, 'source', 'body', 255) ?? '';
}

/** Notes that a program listens to a context. @throws AppError invalid_input, not_found */
export async function bindContextListener(context: Context, body: Body): Promise<void> {
  const row = await needSentContext(context, body.contextID);
  const source = sourceIn(body);
  const change = { action: 'contexts.bindListener', detail: { source }, keepsTime: true };
  await changeContext(context, row, change, async (on, now) => {
    await insertListener(context.database, on, { contextId: row.id }, source, now);
    return true;
  });
}

/** Notes that a program listens to a value. @throws AppError invalid_input, not_found */
export async function bindValueListener(context: Context, body: Body): Promise<void> {
  const row = await needSentContext(context, body.contextID);
  const { key, contextType } = readKey(body.contextKey);
  const source = sourceIn(body);
  const name = { contextId: row.id, key, contextType: contextType ?? DEFAULT_TYPE };
  const change = { action: 'contexts.bindListener', detail: { source, key }, keepsTime: true };
  await changeContext(context, row, change, async (on, now) => {
    const value = await findValue(context.database, name, on);
    if (!value)
      throw contextError(97000, `there is no value under the key ${key}; set it before somebody listens`, {
        code: 'not_found',
        field: 'contextKey',
      });
    await insertListener(context.database, on, { valueId: value.id }, source, now);
    return true;
  });
}
