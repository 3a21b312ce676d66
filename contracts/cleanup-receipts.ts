import { z } from 'zod';
import {
  CLEANUP_SKIP_REASONS,
  CLEANUP_STATES,
  cleanupReasonSchema,
  cleanupRuleSchema,
  cleanupRunParams,
  cleanupRunSchema,
  cleanupSubjectSchema,
} from './cleanup';
import { operation } from './operation';

export const listCleanupSkipped = operation({
  id: 'cleanup.listSkipped',
  method: 'get',
  path: '/api/v1/cleanup/runs/{runId}/skipped',
  dialect: 'console',
  summary: 'Rows that a run left as they are, with reasons, by id.',
  params: cleanupRunParams,
  query: z.strictObject({
    pageSize: z.coerce.number().int().min(1).max(1000).default(100),
    cursor: z.string().max(200).optional(),
  }),
  data: z.object({
    items: z.array(
      z.object({
        id: z.int(),
        reason: z.enum(CLEANUP_SKIP_REASONS),
      }),
    ),
    nextCursor: z.string().nullable(),
  }),
});

/** What a run did, for the files: enough to prove later which rows went and that the archive is unaltered. */
export const cleanupReceiptSchema = z.object({
  runId: z.int(),
  kind: z.enum(['cleanup', 'undo']),
  subject: cleanupSubjectSchema,
  state: z.enum(CLEANUP_STATES),
  rule: cleanupRuleSchema,
  reason: z.string().nullable(),
  createdBy: z.string(),
  startedBy: z.string().nullable(),
  createdTime: z.iso.datetime(),
  startedTime: z.iso.datetime().nullable(),
  endedTime: z.iso.datetime().nullable(),
  previewed: z.int(),
  affected: z.int(),
  /** How many rows were left as they are, by reason. */
  skipped: z.record(z.string(), z.int()),
  /** SHA-256 of the ids that went, ascending, in decimal, each followed by a line feed; null before the end. */
  idsSha256: z.string().nullable(),
  segments: z.array(
    z.object({
      number: z.int(),
      rows: z.int(),
      /** Rows that belong to them. */
      childRows: z.int(),
      firstId: z.int(),
      lastId: z.int(),
      sizeBytes: z.int(),
      sha256: z.string(),
      time: z.iso.datetime(),
    }),
  ),
  undoableUntil: z.iso.datetime().nullable(),
});
export type CleanupReceipt = z.infer<typeof cleanupReceiptSchema>;

export const readCleanupReceipt = operation({
  id: 'cleanup.readReceipt',
  method: 'get',
  path: '/api/v1/cleanup/runs/{runId}/receipt',
  dialect: 'console',
  summary: 'The receipt of a run.',
  params: cleanupRunParams,
  data: cleanupReceiptSchema,
});

export const downloadCleanupReceipt = operation({
  id: 'cleanup.downloadReceipt',
  method: 'get',
  path: '/api/v1/cleanup/runs/{runId}/receipt.csv',
  dialect: 'console',
  summary: 'The receipt of a run as CSV: one line for the run, then one for each segment of its archive.',
  params: cleanupRunParams,
  data: z.string(),
  stream: 'text/csv',
});

export const undoCleanupRun = operation({
  id: 'cleanup.undoRun',
  method: 'post',
  path: '/api/v1/cleanup/runs/{runId}/undo',
  dialect: 'console',
  summary: 'Puts back what a run deleted, all of it or one user’s part, byte for byte, within seven days.',
  params: cleanupRunParams,
  body: z.strictObject({ reason: cleanupReasonSchema, user: z.string().trim().min(1).max(128).optional() }),
  data: cleanupRunSchema,
  success: 202,
});

/** What a protection names. */
export const PROTECTION_KINDS = ['user', 'application', 'id'] as const;

/** Rows of a subject that no cleanup takes. */
export const cleanupProtectionSchema = z.object({
  id: z.int(),
  subject: cleanupSubjectSchema,
  kind: z.enum(PROTECTION_KINDS),
  value: z.string(),
  note: z.string().nullable(),
  createdBy: z.string(),
  createdTime: z.iso.datetime(),
});
export type CleanupProtection = z.infer<typeof cleanupProtectionSchema>;

const protections = '/api/v1/cleanup/protections' as const;

export const listCleanupProtections = operation({
  id: 'cleanup.listProtections',
  method: 'get',
  path: protections,
  dialect: 'console',
  summary: 'All protections, at most 1,000.',
  query: z.strictObject({ subject: cleanupSubjectSchema.optional() }),
  data: z.object({ items: z.array(cleanupProtectionSchema) }),
});

export const addCleanupProtection = operation({
  id: 'cleanup.addProtection',
  method: 'post',
  path: protections,
  dialect: 'console',
  summary: 'Protects a user’s, an application’s or one row; runs under way heed it from their next batch on.',
  body: z
    .strictObject({
      subject: cleanupSubjectSchema,
      kind: z.enum(PROTECTION_KINDS),
      value: z.string().trim().min(1).max(128),
      note: z.string().trim().max(2000).optional(),
    })
    .refine(({ kind, value }) => kind !== 'id' || (/^[1-9]\d{0,9}$/.test(value) && Number(value) <= 2_147_483_647), {
      path: ['value'],
      message: 'expected a numeric id such as 10493',
    }),
  data: cleanupProtectionSchema,
  success: 201,
});

export const removeCleanupProtection = operation({
  id: 'cleanup.removeProtection',
  method: 'delete',
  path: `${protections}/{protectionId}`,
  dialect: 'console',
  summary: 'Ends a protection.',
  params: z.object({ protectionId: z.coerce.number().int().min(1).max(2_147_483_647) }),
  data: cleanupProtectionSchema,
});
