import { z } from 'zod';
import { operation } from './operation';

/** The three times of a context that lists can be ordered and bounded by. */
export const CONTEXT_TIME_FIELDS = ['createTime', 'updateTime', 'accessTime'] as const;
export type ContextTimeField = (typeof CONTEXT_TIME_FIELDS)[number];

const times = {
  /** When it was created; never changes. */
  createTime: z.iso.datetime(),
  /** When it or one of its values was last changed. */
  updateTime: z.iso.datetime(),
  /** When one of its values was last read, to the minute. */
  accessTime: z.iso.datetime(),
};

/** One context as lists show it. Times are ISO 8601 in UTC. */
export const contextSchema = z.object({
  id: z.int(),
  /** The external id (HAID) that programs use; null where the row has no usable aliases. */
  contextId: z.string().nullable(),
  /** Owner; null for contexts that Linkis' own clients made without one. */
  user: z.string().nullable(),
  application: z.string().nullable(),
  ...times,
  /** How many values it has. */
  values: z.int(),
});
export type Context = z.infer<typeof contextSchema>;

const bound = z.iso
  .datetime({ offset: true, message: 'not a time; expected ISO 8601 with a zone, such as 2026-05-06T10:20:05Z' })
  .optional();

/** Filters of the contexts. All of them narrow. Bounds of times are inclusive at both ends, as in Linkis. */
export const contextFilterSchema = z.object({
  createTimeStart: bound,
  createTimeEnd: bound,
  updateTimeStart: bound,
  updateTimeEnd: bound,
  accessTimeStart: bound,
  accessTimeEnd: bound,
  /** Exact name of the owner. */
  user: z.string().trim().min(1).max(32).optional(),
  /** Exact name of the application. */
  application: z.string().trim().min(1).max(32).optional(),
  /** An external id (HAID) or a number. */
  contextId: z.string().trim().min(1).max(500).optional(),
  /** Only contexts with values, or only those without. */
  hasValues: z.enum(['true', 'false']).optional(),
});
export type ContextFilter = z.infer<typeof contextFilterSchema>;

const paging = {
  pageSize: z.coerce.number().int().min(1).max(200).default(50),
  /** `nextCursor` or `previousCursor` of an earlier answer to the same filters and order. */
  cursor: z.string().max(500).optional(),
};
const cursors = { nextCursor: z.string().nullable(), previousCursor: z.string().nullable() };
/** How many there are: exact up to 10,000; beyond that the bound, and `exact` is false ("more than"). */
const countSchema = z.object({ count: z.int(), exact: z.boolean() });

/** Query of the list: filters, order, page. Unknown parameters are refused. */
export const contextListQuerySchema = contextFilterSchema
  .extend({
    sort: z.enum(CONTEXT_TIME_FIELDS).default('createTime'),
    order: z.enum(['desc', 'asc']).default('desc'),
    ...paging,
  })
  .strict();
export type ContextListQuery = z.infer<typeof contextListQuerySchema>;

export const listContexts = operation({
  id: 'contexts.list',
  method: 'get',
  path: '/api/v1/contexts',
  dialect: 'console',
  summary: 'Contexts of the context service, one keyset page at a time; administrators see all, others their own.',
  query: contextListQuerySchema,
  data: z.object({ items: z.array(contextSchema), total: countSchema, ...cursors }),
});

/** Number of a context in a path. */
const contextParams = z.object({ id: z.coerce.number().int().min(1).max(2147483647) });

/** One context with everything that is known of it. */
export const contextDetailSchema = contextSchema.extend({
  /** Alias of the server that it was created on. */
  instance: z.string().nullable(),
  backupInstance: z.string().nullable(),
  /** Java class that describes the id; null where the row does not say one. */
  className: z.string().nullable(),
  /** `TODAY`, `MAX_EXISTS_TIME`, `NEVER` or what else the row says; stored only. */
  expireType: z.string().nullable(),
  expireTime: z.iso.datetime().nullable(),
  histories: z.int(),
  /** Listeners of the context itself and of its values. */
  listeners: z.int(),
});
export type ContextDetail = z.infer<typeof contextDetailSchema>;

export const readContext = operation({
  id: 'contexts.read',
  method: 'get',
  path: '/api/v1/contexts/{id}',
  dialect: 'console',
  summary: 'One context: times, owner, aliases, expiry and counts of what it holds.',
  params: contextParams,
  data: contextDetailSchema,
});

/** One value as the list of a context shows it, without its text. */
export const contextValueSchema = z.object({
  id: z.int(),
  key: z.string(),
  /** `METADATA`, `DATA`, `RESOURCE`, `OBJECT`, `ENV`, `COST`, `UDF`, `Variable` or what else the row says. */
  contextType: z.string().nullable(),
  /** `PRIVATE`, `PUBLIC`, `PROTECTED`, `FRIENDLY` or what else the row says. */
  contextScope: z.string().nullable(),
  /** Bytes of the value's text in UTF-8. */
  sizeBytes: z.int(),
  keywords: z.array(z.string()),
  ...times,
});
export type ContextValue = z.infer<typeof contextValueSchema>;

export const listContextValues = operation({
  id: 'contexts.listValues',
  method: 'get',
  path: '/api/v1/contexts/{id}/values',
  dialect: 'console',
  summary: 'Values of a context by id, one keyset page at a time.',
  params: contextParams,
  query: z.strictObject({
    /** Part of the key or of a keyword; upper and lower case differ. */
    search: z.string().trim().min(1).max(128).optional(),
    contextType: z.string().trim().min(1).max(32).optional(),
    ...paging,
  }),
  data: z.object({ items: z.array(contextValueSchema), total: countSchema, ...cursors }),
});

const valueParams = contextParams.extend({ valueId: z.coerce.number().int().min(1).max(2147483647) });

/** A value with its text. */
export const contextValueDetailSchema = contextValueSchema.extend({
  /** Typed JSON as stored, its first 256 Ki characters at most; null where the row has none. */
  text: z.string().nullable(),
  /** Whether `text` is only the beginning; the whole is at `…/download`. */
  truncated: z.boolean(),
  listeners: z.int(),
});
export type ContextValueDetail = z.infer<typeof contextValueDetailSchema>;

export const readContextValue = operation({
  id: 'contexts.readValue',
  method: 'get',
  path: '/api/v1/contexts/{id}/values/{valueId}',
  dialect: 'console',
  summary: 'One value with the beginning of its text. Looking at it here is no access in the sense of its times.',
  params: valueParams,
  data: contextValueDetailSchema,
});

export const downloadContextValue = operation({
  id: 'contexts.downloadValue',
  method: 'get',
  path: '/api/v1/contexts/{id}/values/{valueId}/download',
  dialect: 'console',
  summary: 'The whole text of a value as a file.',
  params: valueParams,
  data: z.unknown(),
  stream: 'application/json',
});

export const contextHistorySchema = z.object({
  id: z.int(),
  source: z.string().nullable(),
  contextType: z.string().nullable(),
  /** Typed JSON as stored, its first 16 Ki characters at most. */
  text: z.string().nullable(),
  truncated: z.boolean(),
  createTime: z.iso.datetime(),
  updateTime: z.iso.datetime(),
});
export type ContextHistory = z.infer<typeof contextHistorySchema>;

export const listContextHistories = operation({
  id: 'contexts.listHistories',
  method: 'get',
  path: '/api/v1/contexts/{id}/histories',
  dialect: 'console',
  summary: 'Histories of a context by id, one keyset page at a time.',
  params: contextParams,
  query: z.strictObject(paging),
  data: z.object({ items: z.array(contextHistorySchema), total: countSchema, ...cursors }),
});

export const contextListenerSchema = z.object({
  id: z.int(),
  /** Whether it listens to the whole context or to one value. */
  kind: z.enum(['context', 'value']),
  source: z.string().nullable(),
  /** Key of the value that it listens to; null for the whole context. */
  key: z.string().nullable(),
  createTime: z.iso.datetime(),
});
export type ContextListener = z.infer<typeof contextListenerSchema>;

export const listContextListeners = operation({
  id: 'contexts.listListeners',
  method: 'get',
  path: '/api/v1/contexts/{id}/listeners',
  dialect: 'console',
  summary: 'Listeners of a context, then those of its values; at most 1,000.',
  params: contextParams,
  data: z.object({ items: z.array(contextListenerSchema), truncated: z.boolean() }),
});

export const removeContext = operation({
  id: 'contexts.remove',
  method: 'delete',
  path: '/api/v1/contexts/{id}',
  dialect: 'console',
  summary: 'Removes a context with its values, histories and listeners, for good.',
  params: contextParams,
  data: z.object({ id: z.int() }),
});

export const removeContextValue = operation({
  id: 'contexts.removeValue',
  method: 'delete',
  path: '/api/v1/contexts/{id}/values/{valueId}',
  dialect: 'console',
  summary: 'Removes one value with its listeners, for good; the update time of its context moves.',
  params: valueParams,
  data: z.object({ id: z.int() }),
});
