import { z } from 'zod';
import { operation } from './operation';

/** Life-cycle states of an engine, in the order Linkis numbers them (contract: NodeStatus). */
export const ENGINE_STATUSES = [
  'Starting',
  'Unlock',
  'Locked',
  'Idle',
  'Busy',
  'Running',
  'ShuttingDown',
  'Failed',
  'Success',
] as const;
/** A known engine status. Rows written by others may hold anything; answers therefore carry plain text. */
export const engineStatusSchema = z.enum(ENGINE_STATUSES);
export type EngineStatus = z.infer<typeof engineStatusSchema>;

/** States after which an engine never runs again. */
export const COMPLETED_STATUSES = ['ShuttingDown', 'Failed', 'Success'] as const satisfies readonly EngineStatus[];

/** The pick of filterable and sortable time columns. */
export const TIME_FIELDS = ['createTime', 'usedTime', 'releaseTime'] as const;
export type TimeField = (typeof TIME_FIELDS)[number];

const amount = z.number().nullable();

/** A resource as numbers; members that the stored text did not name are null. Memory in bytes. */
export const resourceSchema = z.object({
  instances: amount,
  cores: amount,
  memoryBytes: amount,
  queue: z.object({ name: z.string().nullable(), cores: amount, memoryBytes: amount, instances: amount }).nullable(),
  kubernetes: z.object({ namespace: z.string().nullable(), milliCores: amount, memoryBytes: amount }).nullable(),
  /** The text as stored where it could not be read; null where the numbers say it all. */
  raw: z.string().nullable(),
  /** False when the stored text could not be understood; the numbers are null then. */
  readable: z.boolean(),
});
export type Resource = z.infer<typeof resourceSchema>;

const time = z.iso.datetime().nullable();

/** One engine's record as lists show it. Times are ISO 8601 in UTC, null where the engine did not get so far. */
export const engineRecordSchema = z.object({
  id: z.int(),
  ticketId: z.string(),
  labelValue: z.string(),
  user: z.string(),
  /** Application that asked for the engine; null where the label does not name one. */
  creator: z.string().nullable(),
  engineType: z.string().nullable(),
  engineVersion: z.string().nullable(),
  /** `host:port`, or null while the engine has no address yet. */
  instance: z.string().nullable(),
  ecmInstance: z.string().nullable(),
  /** A NodeStatus name, other text if somebody wrote so, or null. */
  status: z.string().nullable(),
  requestedResource: resourceSchema.nullable(),
  usedResource: resourceSchema.nullable(),
  releasedResource: resourceSchema.nullable(),
  requestTimes: z.int(),
  usedTimes: z.int(),
  releaseTimes: z.int(),
  createTime: time,
  usedTime: time,
  releaseTime: time,
});
export type EngineRecord = z.infer<typeof engineRecordSchema>;

/** One reported event of an engine, as the detail page lists them. */
export const engineEventSchema = z.object({
  eventId: z.string(),
  phase: z.enum(['request', 'used', 'release', 'status']),
  status: z.string().nullable(),
  time: z.iso.datetime(),
  receivedTime: z.iso.datetime(),
});
export type EngineEvent = z.infer<typeof engineEventSchema>;

/** A material version that an engine started with: the library's resource and its version. */
export const engineMaterialSchema = z.strictObject({
  fileName: z.string().regex(/^[^/\\\p{Cc}]{1,255}$/u, 'expected a file name such as lib.zip'),
  resourceId: z.string().regex(/^[\x21-\x7e]{1,50}$/, 'expected the id of a library resource'),
  materialVersion: z.string().regex(/^v\d{6,18}$/, 'expected a material version such as v000001'),
});
export type EngineMaterial = z.infer<typeof engineMaterialSchema>;

/** One engine's record with everything that is known of it. */
export const engineRecordDetailSchema = engineRecordSchema.extend({
  logDirSuffix: z.string().nullable(),
  /** Last heartbeat message as JSON members; null if there is none or the text is not a JSON object. */
  metrics: z.record(z.string(), z.unknown()).nullable(),
  metricsText: z.string().nullable(),
  /** Why the engine did not start, when its record says so. */
  startReason: z.string().nullable(),
  /** Events reported to this server, oldest first; empty for rows that Linkis wrote. At most 200, the newest. */
  events: z.array(engineEventSchema),
  /** What it started with, by file name; empty when nobody said so. */
  materials: z.array(engineMaterialSchema),
});
export type EngineRecordDetail = z.infer<typeof engineRecordDetailSchema>;

/** A repeatable text filter: `?status=Failed&status=Success`; at most 50 values of at most 255 characters. */
const several = (item: z.ZodType<string> = z.string().trim().min(1).max(255)) =>
  z.preprocess(
    (value) => (value === undefined ? undefined : Array.isArray(value) ? value : [value]),
    z.array(item).max(50).optional(),
  );

const filterTime = z.iso.datetime({
  offset: true,
  message: 'not a time; expected ISO 8601 with a zone, such as 2026-05-06T10:20:05Z',
});

/** Filters of the engine history. All of them narrow; values of one filter are alternatives. */
export const engineRecordFilterSchema = z.object({
  status: several(z.string().min(1).max(50)),
  engineType: several(),
  engineVersion: several(),
  user: several(),
  creator: several(),
  ecm: several(),
  /** Exact `host:port`. */
  instance: several(),
  /** Part of the address: of the host name, or `host:port` with the port from its beginning, or a whole port. */
  instancePart: z.string().trim().min(1).max(128).optional(),
  /** Whole ticket id, or its beginning from 6 characters on. */
  ticket: z.string().trim().min(6, 'give at least the first 6 characters of the ticket id').max(100).optional(),
  /** Part of the label text `user-creator,type-version`; upper and lower case differ. */
  label: z.string().trim().min(1).max(255).optional(),
  /** Which time `from` and `to` bound. */
  timeField: z.enum(TIME_FIELDS).default('createTime'),
  /** First instant that counts. */
  from: filterTime.optional(),
  /** First instant that no longer counts. */
  to: filterTime.optional(),
});
export type EngineRecordFilter = z.infer<typeof engineRecordFilterSchema>;

/**
 * Query of the list: filters, order, page. Unknown parameters are refused. The order is that of the time which `from`
 * and `to` bound; without bounds any of the three.
 */
export const engineRecordListQuerySchema = engineRecordFilterSchema
  .extend({
    sort: z.enum(TIME_FIELDS).optional(),
    order: z.enum(['desc', 'asc']).default('desc'),
    pageSize: z.coerce.number().int().min(1).max(200).default(50),
    /** `nextCursor` or `previousCursor` of an earlier answer to the same filters and order. */
    cursor: z.string().max(500).optional(),
  })
  .strict()
  .superRefine(({ sort, timeField, from, to }, context) => {
    if (sort !== undefined && sort !== timeField && (from !== undefined || to !== undefined)) {
      context.addIssue({
        code: 'custom',
        path: ['sort'],
        message: `from and to bound ${timeField}: sort by that, or set timeField to ${sort}`,
      });
    }
  })
  .transform((query) => ({ ...query, sort: query.sort ?? query.timeField }));
export type EngineRecordListQuery = z.infer<typeof engineRecordListQuerySchema>;

/** A page of the engine history, newest first unless asked otherwise; ties are ordered by id. */
export const engineRecordPageSchema = z.object({
  items: z.array(engineRecordSchema),
  nextCursor: z.string().nullable(),
  previousCursor: z.string().nullable(),
});
export type EngineRecordPage = z.infer<typeof engineRecordPageSchema>;

export const listEngineRecords = operation({
  id: 'engineRecords.list',
  method: 'get',
  path: '/api/v1/engine-records',
  dialect: 'console',
  summary: 'Finds engine records by filters, one keyset page at a time.',
  query: engineRecordListQuerySchema,
  data: engineRecordPageSchema,
});

/** Answer of the count: exact, or the bound that was reached (`10,000` or more). */
export const engineRecordCountSchema = z.object({ count: z.int(), exact: z.boolean() });

export const countEngineRecords = operation({
  id: 'engineRecords.count',
  method: 'get',
  path: '/api/v1/engine-records/count',
  dialect: 'console',
  summary: 'Counts engine records: exact up to 10,000 and beyond that only on demand (exact=true).',
  query: engineRecordFilterSchema
    .extend({
      exact: z.enum(['true', 'false']).default('false'),
      /** The order of the list that is counted: engines without that time are not in it. The bounded time when left out. */
      sort: z.enum(TIME_FIELDS).optional(),
    })
    .strict(),
  data: engineRecordCountSchema,
});

/** When engines ran: bars of equal length, oldest first, by the time that the filter bounds. */
export const engineActivitySchema = z.object({
  /** None when nothing is found. `failed` is how many of the engines have the status Failed. */
  bars: z.array(z.object({ start: z.iso.datetime(), engines: z.int(), failed: z.int() })),
  /** First instant after the last bar. */
  end: time,
  /** How many engines the bars count. */
  engines: z.int(),
  /** False when there are more: then these are the newest. */
  complete: z.boolean(),
});
export type EngineActivity = z.infer<typeof engineActivitySchema>;

export const showEngineActivity = operation({
  id: 'engineRecords.activity',
  method: 'get',
  path: '/api/v1/engine-records/activity',
  dialect: 'console',
  summary: 'Counts the newest 2,000 engine records that filters find in at most 40 bars by time.',
  query: engineRecordFilterSchema.strict(),
  data: engineActivitySchema,
});

/** Values that occur, for the filters' choices; at most 500 each, alphabetical. Users only for history administrators. */
export const engineRecordFacetsSchema = z.object({
  statuses: z.array(z.string()),
  engineTypes: z.array(z.object({ engineType: z.string(), versions: z.array(z.string()) })),
  creators: z.array(z.string()),
  users: z.array(z.string()),
  ecms: z.array(z.string()),
});
export type EngineRecordFacets = z.infer<typeof engineRecordFacetsSchema>;

export const getEngineRecordFacets = operation({
  id: 'engineRecords.facets',
  method: 'get',
  path: '/api/v1/engine-records/facets',
  dialect: 'console',
  summary: 'Lists the values that filters can take.',
  data: engineRecordFacetsSchema,
});

/** Path parameter naming an engine by its ticket id. */
export const ticketParamsSchema = z.object({ ticketId: z.string().min(1).max(100) });

export const getEngineRecord = operation({
  id: 'engineRecords.get',
  method: 'get',
  path: '/api/v1/engine-records/{ticketId}',
  dialect: 'console',
  summary: 'One engine with its resources, metrics and reported events.',
  params: ticketParamsSchema,
  data: engineRecordDetailSchema,
});

export const deleteEngineRecord = operation({
  id: 'engineRecords.delete',
  method: 'delete',
  path: '/api/v1/engine-records/{ticketId}',
  dialect: 'console',
  summary: 'Removes the record of an engine that has ended (administrators).',
  params: ticketParamsSchema,
  data: z.object({ ticketId: z.string() }),
});

/** Engines like one engine, with what usually happens to them. Durations in seconds. */
export const similarEnginesSchema = z.object({
  /** Which members were equal: all of label and user, or fewer when too few matched. */
  basis: z.enum(['label', 'engineTypeAndVersion', 'engineType', 'none']),
  /** How many recent ones the figures are computed from (at most 200). */
  sampleSize: z.int(),
  medianStartSeconds: z.number().nullable(),
  medianLifeSeconds: z.number().nullable(),
  /** Share of Failed among the ended ones, 0 to 1; null when none has ended. */
  failureRate: z.number().nullable(),
  items: z.array(engineRecordSchema),
});
export type SimilarEngines = z.infer<typeof similarEnginesSchema>;

export const listSimilarEngines = operation({
  id: 'engineRecords.similar',
  method: 'get',
  path: '/api/v1/engine-records/{ticketId}/similar',
  dialect: 'console',
  summary: 'Recent engines with the same label, or else of the same type.',
  params: ticketParamsSchema,
  data: similarEnginesSchema,
});
