import { z } from 'zod';
import { linkisIntSchema, single } from './linkis-common';
import { operation } from './operation';

const MOUNT = '/api/rest_j/v1/contextservice';
/** Largest body of the context service, as Linkis' gateway takes it. */
export const CONTEXT_BODY_BYTES = 128 * 2 ** 20;

/** Typed JSON in a text: `{"type":"…","value":"…"}`. What is wrong with it, the service says with Linkis' codes. */
const typed = z.unknown().optional();
const bodyOf = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.looseObject(shape, { error: 'expected a JSON object; see the members of this operation' });

const post = { dialect: 'linkis', method: 'post' } as const;
const get = { dialect: 'linkis', method: 'get' } as const;
/** The original's way to say that there is nothing to say. */
const nothing = z.object({ '': z.null() });
const noId = z.object({ contextId: z.null() });

export const linkisCreateContextId = operation({
  ...post,
  id: 'linkis.contexts.create',
  path: `${MOUNT}/createContextID`,
  summary: 'Makes a context; the answer is its external id (HAID). Only administrators make contexts for others.',
  body: bodyOf({ contextID: typed }),
  data: z.object({ contextId: z.string() }),
});

export const linkisGetContextId = operation({
  ...get,
  id: 'linkis.contexts.get',
  path: `${MOUNT}/getContextID`,
  summary: 'The id object of a context by external id or number; null when there is none that one may see.',
  query: z.object({ contextId: single(z.string().max(2000).optional()) }),
  data: z.object({ contextId: z.string().nullable() }),
});

export const linkisUpdateContextId = operation({
  ...post,
  id: 'linkis.contexts.update',
  path: `${MOUNT}/updateContextID`,
  summary: 'Changes user and aliases of a context.',
  body: bodyOf({ contextID: typed }),
  data: noId,
});

export const linkisResetContextId = operation({
  ...post,
  id: 'linkis.contexts.reset',
  path: `${MOUNT}/resetContextID`,
  summary: 'Does nothing, as in the original.',
  body: bodyOf({ contextID: z.unknown().optional() }),
  data: noId,
});

export const linkisRemoveContextId = operation({
  ...post,
  id: 'linkis.contexts.remove',
  path: `${MOUNT}/removeContextID`,
  summary: 'Removes a context, named by external id or number as plain text, with all that it has.',
  body: bodyOf({ contextID: z.unknown().optional() }),
  data: noId,
});

const queryText = single(z.string().max(2000).optional());
const pageNumber = single(linkisIntSchema.optional());

export const linkisSearchContextIdByTime = operation({
  ...get,
  id: 'linkis.contexts.searchByTime',
  path: `${MOUNT}/searchContextIDByTime`,
  summary:
    'External ids of contexts by times of creation, update and access, both ends included; at most 5,000 a page, none past the end. Administrators only.',
  query: z.object({
    createTimeStart: queryText,
    createTimeEnd: queryText,
    updateTimeStart: queryText,
    updateTimeEnd: queryText,
    accessTimeStart: queryText,
    accessTimeEnd: queryText,
    pageNow: pageNumber,
    pageSize: pageNumber,
  }),
  /** Twice the same: Linkis' client reads one, its server writes the other. */
  data: z.object({ contextIDs: z.array(z.string()), contextIds: z.array(z.string()) }),
});

const cleared = z.object({ num: z.string() });

export const linkisClearContextById = operation({
  ...post,
  id: 'linkis.contexts.clearById',
  path: `${MOUNT}/clearAllContextByID`,
  summary: 'Removes up to 5,000 contexts by their external ids; `num` is how many there were. Administrators only.',
  body: bodyOf({ idList: z.unknown().optional() }),
  data: cleared,
});

export const linkisClearContextByTime = operation({
  ...post,
  id: 'linkis.contexts.clearByTime',
  path: `${MOUNT}/clearAllContextByTime`,
  summary: 'Removes all contexts within bounds of their times; any of the six may stand alone. Administrators only.',
  body: bodyOf({}),
  data: cleared,
});

export const linkisGetContextValue = operation({
  ...post,
  id: 'linkis.contexts.getValue',
  path: `${MOUNT}/getContextValue`,
  summary: 'The value under a key and type; null when there is none.',
  body: bodyOf({ contextID: typed, contextKey: typed }),
  data: z.object({ contextValue: z.string().nullable() }),
});

export const linkisSearchContextValue = operation({
  ...post,
  id: 'linkis.contexts.searchValues',
  path: `${MOUNT}/searchContextValue`,
  summary: 'Values that a condition finds, with their keys.',
  body: bodyOf({ contextID: typed, condition: z.unknown().optional() }),
  data: z.object({ contextKeyValue: z.array(z.string()) }),
});

const change = (id: string, name: string, summary: string, members: Record<string, z.ZodType> = {}) =>
  operation({
    ...post,
    id: `linkis.contexts.${id}`,
    path: `${MOUNT}/${name}`,
    summary,
    body: bodyOf({ contextID: typed, ...members }),
    data: nothing,
  });
const keyType = z.unknown().optional();

export const linkisSetValue = change('setValue', 'setValue', 'Sets a value under its key and type.', {
  contextKeyValue: typed,
});
export const linkisSetValueByKey = change('setValueByKey', 'setValueByKey', 'As setValue, key and value apart.', {
  contextKey: typed,
  contextValue: typed,
});
export const linkisResetValue = change('resetValue', 'resetValue', 'Leaves the value as it is.', { contextKey: typed });
export const linkisRemoveValue = change('removeValue', 'removeValue', 'Removes the values under a key, of any type.', {
  contextKey: typed,
});
export const linkisRemoveAllValue = change('removeAllValue', 'removeAllValue', 'Removes all values of a context.');
export const linkisRemoveByPrefixAndType = change(
  'removeByPrefixAndType',
  'removeAllValueByKeyPrefixAndContextType',
  'Removes the values of a type whose keys begin with a text.',
  { contextKeyType: keyType, keyPrefix: z.unknown().optional() },
);
export const linkisRemoveByKeyAndType = change(
  'removeByKeyAndType',
  'removeAllValueByKeyAndContextType',
  'Removes the value under a key, given as plain text, and a type.',
  { contextKeyType: keyType, contextKey: z.unknown().optional() },
);
export const linkisRemoveByPrefix = change(
  'removeByPrefix',
  'removeAllValueByKeyPrefix',
  'Removes the values whose keys begin with a text.',
  { keyPrefix: z.unknown().optional() },
);

const history = { contextHistory: typed };
export const linkisCreateHistory = change('createHistory', 'createHistory', 'Adds a history to a context.', history);
export const linkisRemoveHistory = change(
  'removeHistory',
  'removeHistory',
  'Removes the histories of a source from a context.',
  history,
);

export const linkisGetHistories = operation({
  ...post,
  id: 'linkis.contexts.getHistories',
  path: `${MOUNT}/getHistories`,
  summary: 'All histories of a context, at most 10,000.',
  body: bodyOf({ contextID: typed }),
  data: z.object({ contextHistory: z.array(z.string()) }),
});

export const linkisGetHistory = operation({
  ...post,
  id: 'linkis.contexts.getHistory',
  path: `${MOUNT}/getHistory`,
  summary: 'The history of a source; null when there is none.',
  body: bodyOf({ contextID: typed, source: z.unknown().optional() }),
  data: z.object({ contextHistory: z.string().nullable() }),
});

export const linkisSearchHistory = operation({
  ...post,
  id: 'linkis.contexts.searchHistory',
  path: `${MOUNT}/searchHistory`,
  summary: 'Histories with one of several keywords.',
  body: bodyOf({ contextID: typed, keywords: z.unknown().optional() }),
  data: z.object({ contextHistory: z.array(z.string()) }),
});

const bound = z.object({ listener: z.null() });

export const linkisBindIdListener = operation({
  ...post,
  id: 'linkis.contexts.bindIdListener',
  path: `${MOUNT}/onBindIDListener`,
  summary: 'Notes that a program listens to a context.',
  body: bodyOf({ contextID: typed, source: z.unknown().optional() }),
  data: bound,
});

export const linkisBindKeyListener = operation({
  ...post,
  id: 'linkis.contexts.bindKeyListener',
  path: `${MOUNT}/onBindKeyListener`,
  summary: 'Notes that a program listens to a value.',
  body: bodyOf({ contextID: typed, contextKey: typed, source: z.unknown().optional() }),
  data: bound,
});

export const linkisContextHeartbeat = operation({
  ...post,
  id: 'linkis.contexts.heartbeat',
  path: `${MOUNT}/heartbeat`,
  summary: 'Answers that there is no news, as the original always does.',
  body: bodyOf({ source: z.unknown().optional() }),
  data: z.object({ ContextKeyValueBean: z.array(z.string()) }),
});
