import { z } from 'zod';
import { ticketParamsSchema } from './engine-history';
import { operation } from './operation';

/** Log streams of an engine; also the only file names that are ever read. */
export const LOG_STREAMS = ['stdout', 'stderr', 'gc', 'yarnApp', 'udfLog'] as const;
export const logStreamSchema = z.enum(LOG_STREAMS);
export type LogStream = z.infer<typeof logStreamSchema>;

/** Levels of log lines, from the worst down. */
export const LOG_LEVELS = ['error', 'warn', 'info', 'debug', 'trace'] as const;
export const logLevelSchema = z.enum(LOG_LEVELS);
export type LogLevel = z.infer<typeof logLevelSchema>;

/** What can be said of a log: readable and whether it still grows, or why it is not. */
export const LOG_STATES = [
  /** The engine runs: more may come. */
  'growing',
  /** The engine has ended and its log is whole. */
  'complete',
  /** Readable, but its beginning or end is known to be lost. */
  'truncated',
  /** The engine has not written it, or it has been removed. */
  'missing',
  /** There, but the server may not read it, or it is no plain file inside its root. */
  'unreadable',
  /** The engine's directory is under no configured root. */
  'no-directory',
  /** No root, engine manager or archive is configured that could have it. */
  'not-configured',
  /** The engine manager that has it does not answer, or answers something else than a log. */
  'unreachable',
  /** It was archived and has been removed by the retention since. */
  'expired',
] as const;

/** One stream's state and where it is read from. */
export const logStateSchema = z.object({
  stream: logStreamSchema,
  state: z.enum(LOG_STATES),
  /** Where it is read from; null when it cannot be read. */
  source: z.enum(['directory', 'engine-manager', 'archive']).nullable(),
  /** What exactly is wrong or known, in a sentence; null when there is nothing to add. */
  reason: z.string().nullable(),
  sizeBytes: z.int().nullable(),
  modifiedTime: z.iso.datetime().nullable(),
  /** When it was archived; null when it was not. */
  archivedTime: z.iso.datetime().nullable(),
  /** When the archive will remove it, or has; null when it never will. */
  expiresTime: z.iso.datetime().nullable(),
});
export type LogState = z.infer<typeof logStateSchema>;

export const listLogStreams = operation({
  id: 'engineLogs.list',
  method: 'get',
  path: '/api/v1/engine-records/{ticketId}/logs',
  dialect: 'console',
  summary: 'Which logs of an engine exist, where they are read from, and why others are not there.',
  params: ticketParamsSchema,
  data: z.object({ streams: z.array(logStateSchema) }),
});

/** Names one log of one engine. */
export const logParamsSchema = ticketParamsSchema.extend({ stream: logStreamSchema });
/** A byte offset in a query. */
export const logOffsetSchema = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true');

/**
 * A place in a log that survives rotation and archiving: fingerprint of the part it is in (how many bytes were hashed,
 * and their hash) and the byte offset in that part. As text `length-hash-offset`.
 */
export const logAnchorSchema = z.string().regex(/^\d{1,5}-[0-9a-f]{16}-\d{1,16}$/, 'not an anchor of a log line');

/** One line. `offset` is where it begins in the log, in bytes, all parts joined. */
export const logLineSchema = z.object({
  offset: z.int(),
  /** Absolute number from 1; null while the log is still being indexed. */
  number: z.int().nullable(),
  /** At most 16 KiB of it. Of a line that overwrites itself (`\r`), what a terminal would show at its end. */
  text: z.string(),
  /** True when the line is longer than what is here. */
  cut: z.boolean(),
  /** Level of the entry that the line belongs to: a stack trace has that of its first line. */
  level: logLevelSchema.nullable(),
  /** Time written at the line's beginning; null where there is none, as in stack traces. */
  time: z.iso.datetime().nullable(),
  /** True when the line belongs to the entry of the lines before it: a stack trace. */
  continuation: z.boolean(),
});
export type LogLine = z.infer<typeof logLineSchema>;

/** One file of a log that is in several, oldest first. */
export const logPartSchema = z.object({
  /** Fingerprint: `length-hash`; with `-offset` behind it, an anchor. */
  fingerprint: z.string(),
  startOffset: z.int(),
  sizeBytes: z.int(),
});

/** A run of whole lines in file order. */
export const logPageSchema = z.object({
  stream: logStreamSchema,
  lines: z.array(logLineSchema),
  parts: z.array(logPartSchema),
  /** Where the first line begins (with a filter: from where on was looked); give it as `before` for the page ahead. */
  startOffset: z.int(),
  /** Where the next line begins (with a filter: up to where was looked); give it as `after` for the page that follows. */
  endOffset: z.int(),
  sizeBytes: z.int(),
  /** Lines of the whole log; null while it is being indexed. */
  totalLines: z.int().nullable(),
  atStart: z.boolean(),
  atEnd: z.boolean(),
  growing: z.boolean(),
});
export type LogPage = z.infer<typeof logPageSchema>;

/** What to look for in a log. Without `query` only `level` selects. */
export const logMatchSchema = z.object({
  query: z.string().min(1).max(1000).optional(),
  /** `literal` text, or `regex`: RE2 syntax, matched in linear time. */
  mode: z.enum(['literal', 'regex']).default('literal'),
  caseSensitive: flag,
  /** Lines that do not match. */
  inverted: flag,
  /** Entries of these levels only, separated by commas. */
  level: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(logLevelSchema).min(1))
    .optional(),
});
export type LogMatch = z.output<typeof logMatchSchema>;

const PLACES = ['before', 'after', 'line', 'percent', 'time', 'anchor'] as const;

export const readLog = operation({
  id: 'engineLogs.read',
  method: 'get',
  path: '/api/v1/engine-records/{ticketId}/logs/{stream}',
  dialect: 'console',
  summary:
    'Whole lines of a log: its end, or the lines before or after a byte offset, from a line number, a percentage, a time or an anchor on; all of them, or only entries that match.',
  params: logParamsSchema,
  query: z
    .strictObject({
      before: logOffsetSchema.optional(),
      after: logOffsetSchema.optional(),
      /** Number of the first line wanted, from 1. */
      line: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
      percent: z.coerce.number().min(0).max(100).optional(),
      /** The first line written at or after this instant. */
      time: z.iso.datetime({ offset: true }).optional(),
      anchor: logAnchorSchema.optional(),
      limit: z.coerce.number().int().min(1).max(2000).default(500),
      ...logMatchSchema.shape,
    })
    .refine((query) => PLACES.filter((place) => query[place] !== undefined).length <= 1, {
      path: ['after'],
      message: `give at most one of ${PLACES.join(', ')}`,
    }),
  data: logPageSchema,
});

/** Server-sent events of following, by their event name. The id of `lines` is the anchor behind its last line. */
export const logFollowEventsSchema = z.object({
  lines: z.object({ lines: z.array(logLineSchema), endOffset: z.int(), sizeBytes: z.int() }),
  /** The file was replaced or cut; offsets begin anew from `parts`. */
  rotated: z.object({ parts: z.array(logPartSchema), sizeBytes: z.int() }),
  /** The engine has ended and everything it wrote was sent. */
  ended: z.object({ endOffset: z.int() }),
});
export type LogFollowEvents = z.infer<typeof logFollowEventsSchema>;

export const followLog = operation({
  id: 'engineLogs.follow',
  method: 'get',
  path: '/api/v1/engine-records/{ticketId}/logs/{stream}/follow',
  dialect: 'console',
  summary:
    'Lines as they are written, from an offset on; server-sent events `lines`, `rotated`, `ended`, or `failure`. A reconnecting client goes on at its Last-Event-ID.',
  params: logParamsSchema,
  query: z.strictObject({ after: logOffsetSchema.optional() }),
  data: z.unknown(),
  stream: 'text/event-stream',
});

export const downloadLog = operation({
  id: 'engineLogs.download',
  method: 'get',
  path: '/api/v1/engine-records/{ticketId}/logs/{stream}/download',
  dialect: 'console',
  summary:
    'The log as a file of any size, byte for byte, or compressed with `gzip=true`; Range and If-Range are understood for the former.',
  params: logParamsSchema,
  query: z.strictObject({ gzip: flag }),
  data: z.unknown(),
  stream: 'text/plain',
});

/** Where each stream stands in a merged log: byte offsets by stream, as `stdout:120,stderr:0`. */
const mergedCursor = z.string().regex(/^(\w+:\d{1,16})(,\w+:\d{1,16}){0,4}$/, 'not a cursor of this list');

export const readMergedLog = operation({
  id: 'engineLogs.readMerged',
  method: 'get',
  path: '/api/v1/engine-records/{ticketId}/merged-log',
  dialect: 'console',
  summary:
    'Lines of all streams of an engine in the order of their times; the end, or a page before or after a cursor, or from a time on.',
  params: ticketParamsSchema,
  query: z
    .strictObject({
      before: mergedCursor.optional(),
      after: mergedCursor.optional(),
      time: z.iso.datetime({ offset: true }).optional(),
      limit: z.coerce.number().int().min(1).max(2000).default(500),
    })
    .refine((query) => [query.before, query.after, query.time].filter(Boolean).length <= 1, {
      path: ['after'],
      message: 'give at most one of before, after, time',
    }),
  data: z.object({
    lines: z.array(logLineSchema.extend({ stream: logStreamSchema })),
    /** Cursor ahead of the first line; give it as `before`. Null at the beginning of all streams. */
    before: mergedCursor.nullable(),
    /** Cursor behind the last line; give it as `after`. */
    after: mergedCursor,
    atEnd: z.boolean(),
    growing: z.boolean(),
  }),
});
export type MergedLogPage = z.infer<typeof readMergedLog.data>;
