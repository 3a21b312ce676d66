import { z } from 'zod';
import { cleanupRunParams } from './cleanup';
import { operation } from './operation';

/**
 * What can happen to a run. Somebody asks for a preview (`preview`), which is made (`previewed`) or discarded; starts,
 * pauses, resumes or cancels a run, or undoes one. A worker takes it on (`taken`), deletes batches (`batch`), prepares one
 * anew whose rows changed meanwhile (`batchAgain`), or puts one back (`batchRestored`); pauses it as it was asked to
 * (`paused`), or stops because of a fault (`stopped`). It ends, and one day its archive does (`expireArchive`).
 */
export const CLEANUP_LOG_ACTIONS = [
  'preview',
  'previewed',
  'discardPreview',
  'startRun',
  'pauseRun',
  'resumeRun',
  'cancelRun',
  'undoRun',
  'taken',
  'batch',
  'batchAgain',
  'batchRestored',
  'paused',
  'stopped',
  'cleanupEnded',
  'undoEnded',
  'expireArchive',
] as const;
export type CleanupLogAction = (typeof CLEANUP_LOG_ACTIONS)[number];

/** One entry of a run's log. */
export const cleanupLogEntrySchema = z.object({
  id: z.int(),
  time: z.iso.datetime(),
  /** Who did it; workers are `system`. */
  actor: z.string(),
  action: z.enum(CLEANUP_LOG_ACTIONS),
  /** Numbers and texts that belong to it. */
  detail: z.record(z.string(), z.unknown()),
});
export type CleanupLogEntry = z.infer<typeof cleanupLogEntrySchema>;

export const listCleanupLog = operation({
  id: 'cleanup.listLog',
  method: 'get',
  path: '/api/v1/cleanup/runs/{runId}/log',
  dialect: 'console',
  summary: 'What happened to a run, from its preview to the end of its archive, batch by batch.',
  params: cleanupRunParams,
  query: z.strictObject({
    order: z.enum(['asc', 'desc']).default('desc'),
    pageSize: z.coerce.number().int().min(1).max(1000).default(50),
    cursor: z.string().max(200).optional(),
  }),
  data: z.object({ items: z.array(cleanupLogEntrySchema), nextCursor: z.string().nullable() }),
});
