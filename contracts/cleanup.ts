import { z } from 'zod';
import { operation } from './operation';

/** What can be cleaned up. */
export const CLEANUP_SUBJECTS = ['contexts'] as const;
export type CleanupSubjectName = (typeof CLEANUP_SUBJECTS)[number];

/** The times of a context by which it can be chosen. */
export const CLEANUP_TIME_FIELDS = ['createTime', 'updateTime', 'accessTime'] as const;
export type CleanupTimeField = (typeof CLEANUP_TIME_FIELDS)[number];

const instant = z.iso.datetime({
  offset: true,
  message: 'not a time; expected ISO 8601 with a zone, such as 2026-05-06T10:20:05Z',
});
const names = z.array(z.string().trim().min(1).max(128)).min(1).max(500);

/**
 * What a run removes: rows that meet all of it. At least one bound of time, or ids, has to be given, so that no empty
 * form removes everything. Times are ISO 8601; `before` is not included, `from` is.
 */
export const cleanupRuleSchema = z
  .strictObject({
    timeField: z.enum(CLEANUP_TIME_FIELDS).default('accessTime'),
    /** Older than so many days when the preview is made. Not together with `before`. */
    olderThanDays: z.int().min(0).max(36_500).optional(),
    from: instant.optional(),
    before: instant.optional(),
    /** Only what these users own. */
    users: names.optional(),
    applications: names.optional(),
    /** Only these, by number. */
    ids: z.array(z.int().min(1).max(2_147_483_647)).min(1).max(5000).optional(),
  })
  .superRefine((rule, check) => {
    const fault = (path: string, message: string) => check.addIssue({ code: 'custom', path: [path], message });
    if (rule.olderThanDays !== undefined && rule.before !== undefined)
      fault('before', 'give either olderThanDays or before');
    if (rule.from && rule.before && Date.parse(rule.from) >= Date.parse(rule.before))
      fault('before', 'is not after from; nothing could be between them');
    if (rule.olderThanDays === undefined && !rule.before && !rule.from && !rule.ids)
      fault('olderThanDays', 'give olderThanDays, before, from or ids: a rule without any would remove everything');
  });
export type CleanupRule = z.infer<typeof cleanupRuleSchema>;

/**
 * How a run stands. `previewed`: its rows are frozen, nothing is removed; `pausing` and `cancelling`: asked for, the
 * batch under way ends first; `completed` and `cancelled` can be undone until `undoUntil`; `undone`: all of it is back.
 */
export const CLEANUP_STATES = [
  'previewed',
  'running',
  'pausing',
  'paused',
  'cancelling',
  'cancelled',
  'completed',
  'failed',
  'undoing',
  'undone',
] as const;
export type CleanupState = (typeof CLEANUP_STATES)[number];

const groupSchema = z.object({ name: z.string().nullable(), count: z.int() });

/** What a preview found out. Counts are rows of the subject. */
export const cleanupPreviewSchema = z.object({
  /** Largest first, at most 20. */
  byUser: z.array(groupSchema),
  otherUsers: z.int(),
  byApplication: z.array(groupSchema),
  otherApplications: z.int(),
  /** By the rule's time: from so many days ago up to (not including) so many; null is without end. */
  byAge: z.array(z.object({ fromDays: z.int(), toDays: z.int().nullable(), count: z.int() })),
  /** Rows that meet the rule and stay, because they are protected. */
  protected: z.int(),
  /** The oldest and some others of the rows. */
  sample: z.array(
    z.object({
      id: z.int(),
      user: z.string().nullable(),
      application: z.string().nullable(),
      createTime: z.iso.datetime(),
      updateTime: z.iso.datetime(),
      accessTime: z.iso.datetime(),
    }),
  ),
  /** From a small batch that was read and removed, and rolled back. Null when there is nothing to remove. */
  estimate: z
    .object({ seconds: z.number(), childRows: z.int(), archiveBytes: z.int(), batchMilliseconds: z.number() })
    .nullable(),
});
export type CleanupPreview = z.infer<typeof cleanupPreviewSchema>;

/** One cleanup, from its preview to its undoing. */
export const cleanupRunSchema = z.object({
  id: z.int(),
  subject: z.enum(CLEANUP_SUBJECTS),
  state: z.enum(CLEANUP_STATES),
  rule: cleanupRuleSchema,
  /** Why, as whoever started it said. */
  reason: z.string().nullable(),
  createdBy: z.string(),
  createdTime: z.iso.datetime(),
  startedBy: z.string().nullable(),
  startedTime: z.iso.datetime().nullable(),
  finishedTime: z.iso.datetime().nullable(),
  /** How many rows are frozen: exactly these can be removed, and no others. */
  frozen: z.int(),
  /** Of those, how many have been looked at, removed, and left because they had changed. */
  processed: z.int(),
  removed: z.int(),
  skipped: z.int(),
  /** Rows of their values, histories and listeners that went with them. */
  childRows: z.int(),
  archivedBytes: z.int(),
  batchSize: z.int(),
  /** Rows a second lately; null while nothing runs. */
  rate: z.number().nullable(),
  remainingSeconds: z.number().nullable(),
  /** Until when it can be undone. */
  undoUntil: z.iso.datetime().nullable(),
  /** Rows that were brought back, and rows that could not be because their place is taken. */
  restored: z.int(),
  notRestored: z.int(),
  error: z.string().nullable(),
});
export type CleanupRun = z.infer<typeof cleanupRunSchema>;

export const cleanupRunDetailSchema = cleanupRunSchema.extend({ preview: cleanupPreviewSchema });
export type CleanupRunDetail = z.infer<typeof cleanupRunDetailSchema>;

const runParams = z.object({ runId: z.coerce.number().int().min(1) });
const paging = {
  pageSize: z.coerce.number().int().min(1).max(200).default(50),
  /** `nextCursor` of an earlier answer. */
  cursor: z.coerce.number().int().min(1).optional(),
};

export const previewCleanup = operation({
  id: 'cleanup.preview',
  method: 'post',
  path: '/api/v1/cleanup/runs',
  dialect: 'console',
  summary: 'Freezes exactly the rows that a rule finds now and says what they are; removes nothing (administrators).',
  body: z.strictObject({ subject: z.enum(CLEANUP_SUBJECTS), rule: cleanupRuleSchema }),
  data: cleanupRunDetailSchema,
  success: 201,
});

export const listCleanupRuns = operation({
  id: 'cleanup.list',
  method: 'get',
  path: '/api/v1/cleanup/runs',
  dialect: 'console',
  summary: 'Cleanups, newest first (administrators).',
  query: z.strictObject(paging),
  data: z.object({ items: z.array(cleanupRunSchema), nextCursor: z.int().nullable() }),
});

export const readCleanupRun = operation({
  id: 'cleanup.read',
  method: 'get',
  path: '/api/v1/cleanup/runs/{runId}',
  dialect: 'console',
  summary: 'One cleanup with its preview and how far it is (administrators).',
  params: runParams,
  data: cleanupRunDetailSchema,
});

export const discardCleanup = operation({
  id: 'cleanup.discard',
  method: 'delete',
  path: '/api/v1/cleanup/runs/{runId}',
  dialect: 'console',
  summary: 'Throws a preview away that was not started (administrators).',
  params: runParams,
  data: z.object({ id: z.int() }),
});

export const startCleanup = operation({
  id: 'cleanup.start',
  method: 'post',
  path: '/api/v1/cleanup/runs/{runId}/start',
  dialect: 'console',
  summary:
    'Begins to remove the rows that a preview of the last 24 hours froze; one cleanup of a subject at a time (administrators).',
  params: runParams,
  body: z.strictObject({ reason: z.string().trim().min(1, 'say why').max(2000) }),
  data: cleanupRunSchema,
});

/** Declares what is asked of a run that is under way. */
const steering = (verb: 'pause' | 'resume' | 'cancel', summary: string) =>
  operation({
    id: `cleanup.${verb}`,
    method: 'post',
    path: `/api/v1/cleanup/runs/{runId}/${verb}`,
    dialect: 'console',
    summary,
    params: runParams,
    data: cleanupRunSchema,
  });

export const pauseCleanup = steering('pause', 'Lets a cleanup rest after the batch under way (administrators).');
export const resumeCleanup = steering('resume', 'Lets a paused or failed cleanup go on (administrators).');
export const cancelCleanup = steering(
  'cancel',
  'Ends a cleanup after the batch under way; what is removed can be undone (administrators).',
);

export const undoCleanup = operation({
  id: 'cleanup.undo',
  method: 'post',
  path: '/api/v1/cleanup/runs/{runId}/undo',
  dialect: 'console',
  summary: 'Brings back what a cleanup removed, all of it or what one user owned, within 7 days (administrators).',
  params: runParams,
  body: z.strictObject({ user: z.string().trim().min(1).max(128).optional() }),
  data: cleanupRunSchema,
});

/** Why a frozen row was left alone. */
export const SKIP_REASONS = ['gone', 'touched', 'protected', 'no longer fits the rule'] as const;

export const listSkippedRows = operation({
  id: 'cleanup.listSkipped',
  method: 'get',
  path: '/api/v1/cleanup/runs/{runId}/skipped',
  dialect: 'console',
  summary: 'Rows that a cleanup left alone, with the reason, by id (administrators).',
  params: runParams,
  query: z.strictObject(paging),
  data: z.object({
    items: z.array(z.object({ id: z.int(), reason: z.enum(SKIP_REASONS) })),
    nextCursor: z.int().nullable(),
  }),
});

export const readCleanupReceipt = operation({
  id: 'cleanup.receipt',
  method: 'get',
  path: '/api/v1/cleanup/runs/{runId}/receipt',
  dialect: 'console',
  summary:
    'What a cleanup removed, for the files: rule, who and why, counts, hash of the ids, and its archive segment by segment (administrators).',
  params: runParams,
  query: z.strictObject({ format: z.enum(['json', 'csv']).default('json') }),
  data: z.unknown(),
  stream: 'application/json',
});
