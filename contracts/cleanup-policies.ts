import { z } from 'zod';
import { CLEANUP_STATES, cleanupRuleSchema, cleanupRunSchema, cleanupSubjectSchema } from './cleanup';
import { operation } from './operation';

/** What a schedule does: makes a preview for people to look at, or deletes. */
export const CLEANUP_POLICY_MODES = ['preview', 'delete'] as const;

const policyBody = {
  name: z.string().trim().min(1).max(100),
  subject: cleanupSubjectSchema,
  rule: cleanupRuleSchema,
  /** Five fields: minute, hour, day, month, weekday. */
  cron: z.string().trim().min(9).max(100),
  /** IANA name such as `Asia/Shanghai`. */
  timeZone: z.string().trim().min(1).max(64),
  mode: z.enum(CLEANUP_POLICY_MODES).default('preview'),
  enabled: z.boolean().default(true),
};
export const cleanupPolicyBodySchema = z.strictObject(policyBody);
export type CleanupPolicyBody = z.infer<typeof cleanupPolicyBodySchema>;

/** A policy as it is to be, and the one that was looked at before. */
export const cleanupPolicyUpdateSchema = cleanupPolicyBodySchema.extend({
  /** `changedTime` of the policy that was looked at: what somebody else has saved since is not replaced unseen. */
  ifChangedTime: z.iso.datetime().optional(),
});
export type CleanupPolicyUpdate = z.infer<typeof cleanupPolicyUpdateSchema>;

/** A saved rule with a schedule. */
export const cleanupPolicySchema = z.object({
  ...policyBody,
  id: z.int(),
  createdBy: z.string(),
  createdTime: z.iso.datetime(),
  changedBy: z.string(),
  changedTime: z.iso.datetime(),
  /** Null when it is switched off, or its expression names no moment to come. */
  nextTime: z.iso.datetime().nullable(),
  /** How long its time has been over without a run beginning; 0 while it is on time. */
  secondsPastDue: z.int(),
  lastRun: cleanupRunSchema.nullable(),
  /** Its newest runs, oldest first, at most 20: how many rows each found. */
  recentRuns: z.array(
    z.object({
      id: z.int(),
      time: z.iso.datetime(),
      state: z.enum(CLEANUP_STATES),
      total: z.int(),
    }),
  ),
});
export type CleanupPolicy = z.infer<typeof cleanupPolicySchema>;

const path = '/api/v1/cleanup/policies' as const;
const policyParams = z.object({ policyId: z.coerce.number().int().min(1).max(2_147_483_647) });

export const listCleanupPolicies = operation({
  id: 'cleanup.listPolicies',
  method: 'get',
  path,
  dialect: 'console',
  summary: 'All policies by name, at most 200.',
  data: z.object({ items: z.array(cleanupPolicySchema) }),
});

export const createCleanupPolicy = operation({
  id: 'cleanup.createPolicy',
  method: 'post',
  path,
  dialect: 'console',
  summary: 'Saves a rule with a schedule.',
  body: cleanupPolicyBodySchema,
  data: cleanupPolicySchema,
  success: 201,
});

export const updateCleanupPolicy = operation({
  id: 'cleanup.updatePolicy',
  method: 'put',
  path: `${path}/{policyId}`,
  dialect: 'console',
  summary: 'Changes a policy; its next time is reckoned anew.',
  params: policyParams,
  body: cleanupPolicyUpdateSchema,
  data: cleanupPolicySchema,
});

export const removeCleanupPolicy = operation({
  id: 'cleanup.removePolicy',
  method: 'delete',
  path: `${path}/{policyId}`,
  dialect: 'console',
  summary: 'Removes a policy; its runs stay.',
  params: policyParams,
  data: cleanupPolicySchema,
});

export const runCleanupPolicyNow = operation({
  id: 'cleanup.runPolicyNow',
  method: 'post',
  path: `${path}/{policyId}/run`,
  dialect: 'console',
  summary: 'Runs a policy at once: a preview to look at, or the deletion.',
  params: policyParams,
  body: z.strictObject({ mode: z.enum(CLEANUP_POLICY_MODES) }),
  data: cleanupRunSchema,
  success: 202,
});

export const listCleanupPolicyRuns = operation({
  id: 'cleanup.listPolicyRuns',
  method: 'get',
  path: `${path}/{policyId}/runs`,
  dialect: 'console',
  summary: 'What a policy has run, newest first.',
  params: policyParams,
  query: z.strictObject({
    pageSize: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(200).optional(),
  }),
  data: z.object({ items: z.array(cleanupRunSchema), nextCursor: z.string().nullable() }),
});
