import { z } from 'zod';
import { engineMaterialSchema, engineStatusSchema } from './engine-history';
import { operation } from './operation';

/** Largest number of events in one batch. */
export const MAX_EVENTS = 1000;

const count = z.int().min(0).max(1_000_000);
const bytes = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

/** Resource that an event reports; memory in bytes. `queue` for engines on YARN, `kubernetes` for those in pods. */
export const reportedResourceSchema = z.strictObject({
  instances: count.default(1),
  cores: count,
  memoryBytes: bytes,
  queue: z
    .strictObject({ name: z.string().min(1).max(128), cores: count, memoryBytes: bytes, instances: count.default(0) })
    .optional(),
  kubernetes: z
    .strictObject({ namespace: z.string().min(1).max(128), milliCores: count, memoryBytes: bytes })
    .optional(),
});
export type ReportedResource = z.infer<typeof reportedResourceSchema>;

/** `host:port`, as Linkis writes instances. */
const instance = z.string().regex(/^[A-Za-z0-9._-]{1,120}:\d{1,5}$/, 'not an instance; expected host:port');
const labelPart = (what: string) =>
  z
    .string()
    .min(1)
    .max(100)
    .regex(
      /^[^,\s\p{Cc}\p{Cs}]+$/u,
      `${what} must not hold blanks, commas, control characters or halves of characters`,
    );

/** Who asked for which engine. Combined into the label text `user-creator,type-version`. */
export const engineLabelsSchema = z.strictObject({
  user: labelPart('user'),
  creator: labelPart('creator').regex(/^[^-]+$/, 'creator must not hold a hyphen'),
  engineType: labelPart('engineType').regex(/^[^-]+$/, 'engineType must not hold a hyphen'),
  engineVersion: labelPart('engineVersion'),
});
export type EngineLabels = z.infer<typeof engineLabelsSchema>;

/**
 * One event of an engine's life. `request`: resources were granted; `used`: the engine reported itself ready;
 * `release`: it gave its resources back; `status`: any other change of state. Events may arrive in any order and any
 * number of times: `eventId` makes each count once. At least one event of a ticket must carry `labels`; until it arrives the
 * record has none.
 */
export const engineEventInputSchema = z
  .strictObject({
    eventId: z.string().regex(/^[\x21-\x7e]{1,100}$/, 'expected 1 to 100 printable ASCII characters without blanks'),
    ticketId: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/, 'expected letters, digits, hyphens and underscores, at most 100'),
    phase: z.enum(['request', 'used', 'release', 'status']),
    /** When it happened; ISO 8601 with a zone. Not more than a day ahead of the server's clock. */
    time: z.iso.datetime({ offset: true, message: 'not a time; expected ISO 8601 with a zone' }),
    labels: engineLabelsSchema.optional(),
    instance: instance.optional(),
    ecmInstance: instance.optional(),
    resource: reportedResourceSchema.optional(),
    status: engineStatusSchema.optional(),
    /** Directory of the engine's logs, relative to the log root of its ECM. Computed from the labels when left out. */
    logDirSuffix: z
      .string()
      .min(1)
      .max(128)
      .regex(/^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[\w.-]+(?:\/[\w.-]+)*$/u, 'expected a relative path without . or .. parts')
      .optional(),
    /** Material versions that the engine started with, as its manager fetched them. The first report of each counts. */
    materials: z.array(engineMaterialSchema).max(20).optional(),
    /** Last heartbeat message: a JSON object, at most 60,000 bytes as text. */
    metrics: z.record(z.string(), z.unknown()).optional(),
  })
  .superRefine((event, context) => {
    if (event.phase === 'status' && !event.status)
      context.addIssue({ code: 'custom', path: ['status'], message: 'a status event needs a status' });
    if (event.metrics && new TextEncoder().encode(JSON.stringify(event.metrics)).length > 60_000) {
      context.addIssue({ code: 'custom', path: ['metrics'], message: 'longer than 60,000 bytes' });
    }
  });
export type EngineEventInput = z.infer<typeof engineEventInputSchema>;

/** Fate of one event of a batch. */
export const eventResultSchema = z.object({
  index: z.int(),
  eventId: z.string().nullable(),
  /** `recorded`: kept now; `duplicate`: kept before; `rejected`: not kept, `reason` says why. */
  result: z.enum(['recorded', 'duplicate', 'rejected']),
  reason: z.string().optional(),
});

/** Answer to a batch; when it has arrived, every event not rejected is on disk. */
export const recordEventsAnswerSchema = z.object({
  recorded: z.int(),
  duplicates: z.int(),
  rejected: z.int(),
  /** The rejected events with reasons, and the duplicates; recorded ones are only counted. */
  results: z.array(eventResultSchema),
});

export const recordEngineEvents = operation({
  id: 'engineRecords.recordEvents',
  method: 'post',
  path: '/api/v1/engine-records/events',
  dialect: 'console',
  summary: 'Records one event or a batch of up to 1,000. Bad ones are named by index, the good ones are kept.',
  /** Events are checked one by one by the service, so that a bad one does not refuse the batch. */
  body: z
    .looseObject(
      { events: z.array(z.unknown()).min(1).max(MAX_EVENTS).optional() },
      'expected an event, or {"events": […]}',
    )
    .superRefine((body, context) => {
      const [other] = Object.keys(body).filter((name) => name !== 'events');
      if (body.events === undefined && !('eventId' in body))
        context.addIssue({ code: 'custom', path: ['eventId'], message: 'is missing; or give a batch as events' });
      else if (body.events !== undefined && other !== undefined)
        context.addIssue({ code: 'custom', path: [other], message: 'not known beside events' });
    }),
  data: recordEventsAnswerSchema,
});
