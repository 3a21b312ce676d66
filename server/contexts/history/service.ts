import type { Context } from '@/server/platform/context';
import { changeContext, needSentContext, noteAccess } from '../access';
import { contextError, failedOperation } from '../rules/errors';
import { readHistory } from '../rules/history';
import { isStorable, requiredText } from '../rules/typed-json';
import type { Body } from '../values/service';
import { deleteHistories, findHistoryTexts, insertHistory } from './store';

/** Adds a history to a context. @throws AppError invalid_input, not_found, too_large */
export async function createHistory(context: Context, body: Body): Promise<void> {
  const row = await needSentContext(context, body.contextID);
  const history = readHistory(body.contextHistory);
  const detail = { source: history.source.slice(0, 200) };
  await changeContext(context, row, { action: 'contexts.createHistory', detail }, async (on, now) => {
    await insertHistory(context.database, on, row.id, history, now);
    return true;
  });
}

/** Removes the histories of a source from a context; none is as good. @throws AppError invalid_input, not_found */
export async function removeHistory(context: Context, body: Body): Promise<void> {
  const row = await needSentContext(context, body.contextID);
  const { source } = readHistory(body.contextHistory);
  const detail = { source: source.slice(0, 200) };
  await changeContext(
    context,
    row,
    { action: 'contexts.removeHistory', detail },
    async (on) => (await deleteHistories(context.database, on, row.id, source)) > 0,
  );
}

/** All histories of a context as typed JSON, oldest first. @throws AppError invalid_input, not_found */
export async function getHistories(context: Context, body: Body): Promise<string[]> {
  const row = await needSentContext(context, body.contextID);
  await noteAccess(context, row);
  return findHistoryTexts(context.database, row.id);
}

/** The history of a source; null when there is none. @throws AppError invalid_input, not_found, conflict (several) */
export async function getHistory(context: Context, body: Body): Promise<string | null> {
  const row = await needSentContext(context, body.contextID);
  const source = requiredText(body, 'source');
  await noteAccess(context, row);
  const found = await findHistoryTexts(context.database, row.id, { source });
  if (found.length > 1)
    throw contextError(97000, `there are ${found.length} histories of the source ${source}; use getHistories`, {
      code: 'conflict',
      field: 'source',
    });
  return found[0] ?? null;
}

const MOST_KEYWORDS = 500;

/** Histories with one of several keywords. Nobody has ever filled that column. @throws AppError invalid_input, not_found */
export async function searchHistory(context: Context, body: Body): Promise<string[]> {
  const row = await needSentContext(context, body.contextID);
  const { keywords } = body;
  const texts = Array.isArray(keywords) ? keywords.filter((word) => typeof word === 'string' && isStorable(word)) : [];
  if (!Array.isArray(keywords) || keywords.length === 0 || texts.length !== keywords.length)
    throw failedOperation('keywords', 'missing; expected a list of texts with at least one of them');
  if (texts.length > MOST_KEYWORDS) throw failedOperation('keywords', `more than ${MOST_KEYWORDS} at once`);
  await noteAccess(context, row);
  return findHistoryTexts(context.database, row.id, { keywords: texts });
}
