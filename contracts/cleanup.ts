import { z } from 'zod';
import { CLEANUP_SUBJECTS } from './cleanup-subjects';
import { ENGINE_STATUSES } from './engine-history';
import { operation } from './operation';

export type { CleanupSubject } from './cleanup-subjects';

/** Names what a cleanup is about. */
export const cleanupSubjectSchema = z.enum(CLEANUP_SUBJECTS);

/** The times that a rule can be about: contexts are created, updated and accessed, engines requested, used and released. */
export const CLEANUP_TIMES = ['create', 'update', 'access', 'used', 'release'] as const;

/** Statuses that a rule about engine records can name; `none`: rows that have no status. */
export const CLEANUP_STATUSES = [...ENGINE_STATUSES, 'none'] as const;

const names = z.array(z.string().trim().min(1).max(128)).min(1).max(500).optional();
const numbers = z.array(z.int().min(1).max(2_147_483_647)).min(1).max(10_000).optional();

/** Members of a rule by which rows are named, each with the one that names its exceptions. */
const EXCEPTIONS = [
  ['users', 'exceptUsers'],
  ['applications', 'exceptApplications'],
  ['ids', 'exceptIds'],
] as const;

/**
 * What a cleanup takes: everything that fits all members given, and that no exception names. At least one bound is
 * required, and an exception is none. Instants are ISO 8601; both ends are inclusive, and count in whole seconds.
 */
export const cleanupRuleSchema = z
  .strictObject({
    /** Which time `olderThanSeconds`, `from` and `to` are about. */
    time: z.enum(CLEANUP_TIMES).optional(),
    /** At least this old when the preview is made. */
    olderThanSeconds: z.int().min(1).max(3_155_760_000).optional(),
    from: z.iso.datetime({ offset: true }).optional(),
    to: z.iso.datetime({ offset: true }).optional(),
    users: names,
    applications: names,
    /** Numeric ids. */
    ids: numbers,
    /** The rule's own list of what stays, beside the protections that hold for every cleanup; rows without a name go. */
    exceptUsers: names,
    exceptApplications: names,
    exceptIds: numbers,
    /** Of engine records. Left out, it means those that have ended: what has not stays. */
    statuses: z.array(z.enum(CLEANUP_STATUSES)).min(1).max(CLEANUP_STATUSES.length).optional(),
  })
  .superRefine((rule, check) => {
    const fault = (path: string, message: string) => check.addIssue({ code: 'custom', path: [path], message });
    const timed = rule.olderThanSeconds !== undefined || rule.from !== undefined || rule.to !== undefined;
    if (timed && !rule.time) fault('time', 'say which time the bound is about');
    if (rule.time && !timed) fault('time', 'give olderThanSeconds, from or to with it, or leave it out');
    if (rule.olderThanSeconds !== undefined && (rule.from !== undefined || rule.to !== undefined))
      fault('olderThanSeconds', 'give either an age or instants, not both');
    if (rule.from !== undefined && rule.to !== undefined && Date.parse(rule.from) > Date.parse(rule.to))
      fault('to', 'lies before from; swap the two');
    for (const [list, exceptions] of EXCEPTIONS) {
      const kept = new Set<string | number>(rule[exceptions]);
      const both = rule[list]?.find((one) => kept.has(one));
      if (both !== undefined) fault(exceptions, `names ${both}, which ${list} asks for; take it out of one of the two`);
    }
    if (!timed && !rule.users && !rule.applications && !rule.ids && !rule.statuses)
      fault('', 'a rule without any bound would take everything; give a time, users, applications, ids or statuses');
  });
export type CleanupRule = z.infer<typeof cleanupRuleSchema>;

/**
 * `previewing`: the set is being frozen; `previewed`: it can be started for 24 hours. What was deleted
 * before a cancellation stays deleted and can be undone.
 */
export const CLEANUP_STATES = [
  'previewing',
  'previewed',
  'running',
  'paused',
  'done',
  'cancelled',
  'failed',
  'discarded',
] as const;
export type CleanupState = (typeof CLEANUP_STATES)[number];

/** Why a row was left as it is. `exists`: an undo found a row with its id. */
export const CLEANUP_SKIP_REASONS = ['touched', 'gone', 'changed', 'protected', 'exists'] as const;

const counts = z.object({
  /** The fullest first, at most 20. `value` is null where rows have none. */
  items: z.array(z.object({ value: z.string().nullable(), count: z.int() })),
  /** Rows of all values that are not listed. */
  others: z.int(),
});

/** What a preview found. Frozen: it does not change afterwards. */
export const cleanupPreviewSchema = z.object({
  /** How many rows would go: exactly. */
  count: z.int(),
  byUser: counts,
  byApplication: counts,
  /** Age by the rule's time (else the time of creation), youngest first; `untilSeconds` is null in the last one. */
  byAge: z.array(z.object({ fromSeconds: z.int(), untilSeconds: z.int().nullable(), count: z.int() })),
  /** Up to 100 rows, lowest id first. */
  sample: z.array(
    z.object({
      id: z.int(),
      user: z.string().nullable(),
      application: z.string().nullable(),
      createTime: z.string().nullable(),
      updateTime: z.string().nullable(),
      accessTime: z.string().nullable(),
      /** When an engine became usable and ended; null for other rows. So are its ticket and status. */
      usedTime: z.string().nullable().optional(),
      releaseTime: z.string().nullable().optional(),
      ticketId: z.string().nullable().optional(),
      status: z.string().nullable().optional(),
    }),
  ),
  /** Rows that fit the rule and stay because a protection names them. */
  protected: z.object({
    count: z.int(),
    reasons: z.array(z.object({ protectionId: z.int(), kind: z.string(), value: z.string(), count: z.int() })),
  }),
  /** Ids of the rule that name nothing; at most 100 are listed. */
  unknownIds: z.object({ count: z.int(), items: z.array(z.int()) }),
  /** What a pilot batch foretells: it was measured and taken back. Null when there is nothing to delete. */
  estimate: z
    .object({
      /** Rows that belong to those counted, by table. */
      children: z.record(z.string(), z.int()),
      seconds: z.number(),
      /** Size of the archive. */
      archiveBytes: z.int(),
      pilotRows: z.int(),
    })
    .nullable(),
  /** The moment of the frozen set. */
  time: z.iso.datetime(),
});
export type CleanupPreview = z.infer<typeof cleanupPreviewSchema>;

/** One run: a cleanup with its preview, or the undoing of one. Times ISO 8601 in UTC. */
export const cleanupRunSchema = z.object({
  id: z.int(),
  kind: z.enum(['cleanup', 'undo']),
  subject: cleanupSubjectSchema,
  state: z.enum(CLEANUP_STATES),
  /** Asked for, and done within two seconds. */
  request: z.enum(['pause', 'cancel']).nullable(),
  rule: cleanupRuleSchema,
  /** The run that this one undoes. */
  undoOf: z.int().nullable(),
  /** Only this user's part is undone. */
  user: z.string().nullable(),
  policyId: z.int().nullable(),
  reason: z.string().nullable(),
  createdBy: z.string(),
  createdTime: z.iso.datetime(),
  startedBy: z.string().nullable(),
  startedTime: z.iso.datetime().nullable(),
  endedTime: z.iso.datetime().nullable(),
  /** Rows to go through, gone through, deleted or restored (without what belongs to them), left as they are. */
  total: z.int(),
  processed: z.int(),
  affected: z.int(),
  skipped: z.int(),
  batchSize: z.int(),
  /** Rows a second over the time it ran; null before the first batch. */
  rowsPerSecond: z.number().nullable(),
  remainingSeconds: z.number().nullable(),
  /** Why it failed or waits, and what to do. */
  error: z.string().nullable(),
  /** Until when it can be started; null once it was. */
  startableUntil: z.iso.datetime().nullable(),
  /** Until when it can be undone; null when nothing is there to be undone. */
  undoableUntil: z.iso.datetime().nullable(),
});
export type CleanupRun = z.infer<typeof cleanupRunSchema>;

/** A run with what its preview found; null while that is being made, and for undoing. */
export const cleanupRunDetailSchema = cleanupRunSchema.extend({ preview: cleanupPreviewSchema.nullable() });
export type CleanupRunDetail = z.infer<typeof cleanupRunDetailSchema>;

/** Names a run in a path. */
export const cleanupRunParams = z.object({ runId: z.coerce.number().int().min(1).max(2_147_483_647) });
/** Why somebody does it; kept in the receipt and the audit trail. */
export const cleanupReasonSchema = z.string().trim().min(3).max(2000);

const path = '/api/v1/cleanup/runs' as const;

export const previewCleanup = operation({
  id: 'cleanup.preview',
  method: 'post',
  path,
  dialect: 'console',
  summary: 'Begins to freeze the exact set that a rule takes, and to foretell what deleting it costs.',
  body: z.strictObject({ subject: cleanupSubjectSchema, rule: cleanupRuleSchema }),
  data: cleanupRunSchema,
  success: 202,
});

/** Query of the list of runs, newest first. */
export const cleanupRunListQuerySchema = z.strictObject({
  subject: cleanupSubjectSchema.optional(),
  state: z.enum(CLEANUP_STATES).optional(),
  pageSize: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
});
export type CleanupRunListQuery = z.infer<typeof cleanupRunListQuerySchema>;

export const listCleanupRuns = operation({
  id: 'cleanup.listRuns',
  method: 'get',
  path,
  dialect: 'console',
  summary: 'Previews, cleanups and undoings, newest first, one keyset page at a time.',
  query: cleanupRunListQuerySchema,
  data: z.object({ items: z.array(cleanupRunSchema), nextCursor: z.string().nullable() }),
});

export const readCleanupRun = operation({
  id: 'cleanup.readRun',
  method: 'get',
  path: `${path}/{runId}`,
  dialect: 'console',
  summary: 'One run: its preview, how far it is, how fast, and what is left.',
  params: cleanupRunParams,
  data: cleanupRunDetailSchema,
});

export const discardCleanupPreview = operation({
  id: 'cleanup.discardPreview',
  method: 'delete',
  path: `${path}/{runId}`,
  dialect: 'console',
  summary: 'Gives up a preview that was not started.',
  params: cleanupRunParams,
  data: cleanupRunSchema,
});

export const startCleanupRun = operation({
  id: 'cleanup.startRun',
  method: 'post',
  path: `${path}/{runId}/start`,
  dialect: 'console',
  summary: 'Deletes exactly what the preview froze; refused when the preview is older than 24 hours.',
  params: cleanupRunParams,
  body: z.strictObject({ reason: cleanupReasonSchema }),
  data: cleanupRunSchema,
  success: 202,
});

export const pauseCleanupRun = operation({
  id: 'cleanup.pauseRun',
  method: 'post',
  path: `${path}/{runId}/pause`,
  dialect: 'console',
  summary: 'Pauses a run after the batch under way.',
  params: cleanupRunParams,
  data: cleanupRunSchema,
});

export const resumeCleanupRun = operation({
  id: 'cleanup.resumeRun',
  method: 'post',
  path: `${path}/{runId}/resume`,
  dialect: 'console',
  summary: 'Goes on with a run that is paused or has failed.',
  params: cleanupRunParams,
  data: cleanupRunSchema,
});

export const cancelCleanupRun = operation({
  id: 'cleanup.cancelRun',
  method: 'post',
  path: `${path}/{runId}/cancel`,
  dialect: 'console',
  summary: 'Ends a run after the batch under way; what is deleted stays so and can be undone.',
  params: cleanupRunParams,
  data: cleanupRunSchema,
});
