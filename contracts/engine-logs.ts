import { z } from 'zod';
import { ticketParamsSchema } from './engine-history';
import { operation } from './operation';

/** Log streams of an engine; also the only file names that are ever read. */
export const LOG_STREAMS = ['stdout', 'stderr', 'gc', 'yarnApp', 'udfLog'] as const;
export const logStreamSchema = z.enum(LOG_STREAMS);
export type LogStream = z.infer<typeof logStreamSchema>;

/** What is known of one stream: there, or why it is not. */
export const logStateSchema = z.object({
  stream: logStreamSchema,
  /** `growing`: the engine has not ended; `complete`: it has; the others say why nothing can be shown. */
  state: z.enum(['growing', 'complete', 'missing', 'unreadable', 'no-directory', 'not-configured']),
  sizeBytes: z.int().nullable(),
  modifiedTime: z.iso.datetime().nullable(),
});
export type LogState = z.infer<typeof logStateSchema>;

export const listLogStreams = operation({
  id: 'engineLogs.list',
  method: 'get',
  path: '/api/v1/engine-records/{ticketId}/logs',
  dialect: 'console',
  summary: 'Which logs of an engine exist, and why others do not.',
  params: ticketParamsSchema,
  data: z.object({ streams: z.array(logStateSchema) }),
});

const logParams = ticketParamsSchema.extend({ stream: logStreamSchema });
const offset = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** One line. `offset` is where it begins in the file, in bytes: the stable anchor of the line. */
export const logLineSchema = z.object({
  offset: z.int(),
  text: z.string(),
  /** True when the line is longer than 16 KiB and only its beginning is here. */
  cut: z.boolean(),
});
export type LogLine = z.infer<typeof logLineSchema>;

/** A run of whole lines in file order. */
export const logPageSchema = z.object({
  stream: logStreamSchema,
  lines: z.array(logLineSchema),
  /** Where the first line begins; give it as `before` for the page ahead of this one. */
  startOffset: z.int(),
  /** Where the next line begins; give it as `after` for the page that follows. */
  endOffset: z.int(),
  sizeBytes: z.int(),
  atStart: z.boolean(),
  atEnd: z.boolean(),
  growing: z.boolean(),
});
export type LogPage = z.infer<typeof logPageSchema>;

export const readLog = operation({
  id: 'engineLogs.read',
  method: 'get',
  path: '/api/v1/engine-records/{ticketId}/logs/{stream}',
  dialect: 'console',
  summary: 'Whole lines of a log: its end, or the lines before or after a byte offset.',
  params: logParams,
  query: z
    .strictObject({
      before: offset.optional(),
      after: offset.optional(),
      limit: z.coerce.number().int().min(1).max(2000).default(500),
    })
    .refine((query) => query.before === undefined || query.after === undefined, {
      path: ['after'],
      message: 'give before or after, not both',
    }),
  data: logPageSchema,
});

export const downloadLog = operation({
  id: 'engineLogs.download',
  method: 'get',
  path: '/api/v1/engine-records/{ticketId}/logs/{stream}/download',
  dialect: 'console',
  summary: 'The log as a file, byte for byte; Range is understood.',
  params: logParams,
  data: z.unknown(),
  stream: 'text/plain',
});
