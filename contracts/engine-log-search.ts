import { z } from 'zod';
import { logMatchSchema, logOffsetSchema, logParamsSchema } from './engine-logs';
import { operation } from './operation';

const searchQuery = z.strictObject(logMatchSchema.shape).refine((query) => query.query || query.level, {
  path: ['query'],
  message: 'say what to look for: a query, a level, or both',
});

/** Server-sent events of a search, by their event name; each `data` is JSON. */
export const logSearchEventsSchema = z.object({
  /** Offsets of lines that match, in order; the first 10,000 of the log. */
  hits: z.object({ offsets: z.array(z.int()) }),
  /** At least once a second while searching. `buckets`: matches in each thousandth of the log's bytes, so far. */
  progress: z.object({ scannedBytes: z.int(), sizeBytes: z.int(), matches: z.int(), buckets: z.array(z.int()) }),
  /** The last event: the whole log was searched. */
  done: z.object({
    sizeBytes: z.int(),
    matches: z.int(),
    buckets: z.array(z.int()),
    milliseconds: z.number(),
  }),
});
export type LogSearchEvents = z.infer<typeof logSearchEventsSchema>;

export const searchLog = operation({
  id: 'engineLogs.search',
  method: 'get',
  path: '/api/v1/engine-records/{ticketId}/logs/{stream}/search',
  dialect: 'console',
  summary:
    'Searches the whole log; server-sent events `hits`, `progress`, `done`, or `failure` with a problem. Closing cancels.',
  params: logParamsSchema,
  query: searchQuery,
  data: z.unknown(),
  stream: 'text/event-stream',
});

export const nearestHit = operation({
  id: 'engineLogs.nearest',
  method: 'get',
  path: '/api/v1/engine-records/{ticketId}/logs/{stream}/nearest',
  dialect: 'console',
  summary: 'The next or the previous line that matches, from an offset on.',
  params: logParamsSchema,
  query: z
    .strictObject({
      ...logMatchSchema.shape,
      from: logOffsetSchema,
      direction: z.enum(['next', 'previous']).default('next'),
    })
    .refine((query) => query.query || query.level, {
      path: ['query'],
      message: 'say what to look for: a query, a level, or both',
    }),
  data: z.object({ offset: z.int().nullable() }),
});

/** Errors that are alike: same level, same text but for numbers, ids and quoted values. */
export const errorClusterSchema = z.object({
  level: z.enum(['error', 'warn']),
  /** The common text; what differs is `…`. */
  pattern: z.string(),
  /** First line of one of them, as written. */
  sample: z.string(),
  count: z.int(),
  firstOffset: z.int(),
  lastOffset: z.int(),
  firstTime: z.iso.datetime().nullable(),
  lastTime: z.iso.datetime().nullable(),
});
export type ErrorCluster = z.infer<typeof errorClusterSchema>;

/** Server-sent events of looking for errors, by their event name. */
export const logErrorsEventsSchema = z.object({
  /** Offset of the first error of the log, as soon as it is known. */
  first: z.object({ offset: z.int() }),
  progress: z.object({ scannedBytes: z.int(), sizeBytes: z.int(), errors: z.int() }),
  /** The last event. Clusters by count, the most frequent first; at most 500, `more` is how many errors are in none. */
  done: z.object({
    errors: z.int(),
    firstOffset: z.int().nullable(),
    clusters: z.array(errorClusterSchema),
    more: z.int(),
    milliseconds: z.number(),
  }),
});
export type LogErrorsEvents = z.infer<typeof logErrorsEventsSchema>;

export const findLogErrors = operation({
  id: 'engineLogs.errors',
  method: 'get',
  path: '/api/v1/engine-records/{ticketId}/logs/{stream}/errors',
  dialect: 'console',
  summary:
    'The first error and the unique errors of the whole log with their counts; server-sent events `first`, `progress`, `done`, or `failure`.',
  params: logParamsSchema,
  data: z.unknown(),
  stream: 'text/event-stream',
});
