import { z } from 'zod';
import { CLEANUP_SUBJECTS } from './cleanup';
import { operation } from './operation';

/** By what rows are protected. */
export const PROTECTION_KINDS = ['user', 'application', 'id'] as const;

export const cleanupProtectionSchema = z.object({
  id: z.int(),
  subject: z.enum(CLEANUP_SUBJECTS),
  kind: z.enum(PROTECTION_KINDS),
  value: z.string(),
  note: z.string().nullable(),
  createdBy: z.string(),
  createdTime: z.iso.datetime(),
});
export type CleanupProtection = z.infer<typeof cleanupProtectionSchema>;

export const listCleanupProtections = operation({
  id: 'cleanup.listProtections',
  method: 'get',
  path: '/api/v1/cleanup/protections',
  dialect: 'console',
  summary: 'What no cleanup removes (administrators).',
  data: z.object({ items: z.array(cleanupProtectionSchema) }),
});

export const addCleanupProtection = operation({
  id: 'cleanup.addProtection',
  method: 'post',
  path: '/api/v1/cleanup/protections',
  dialect: 'console',
  summary: 'Protects rows of a user, of an application, or one row, from every cleanup (administrators).',
  body: z
    .strictObject({
      subject: z.enum(CLEANUP_SUBJECTS),
      kind: z.enum(PROTECTION_KINDS),
      value: z.string().trim().min(1).max(128),
      note: z.string().trim().max(2000).optional(),
    })
    .refine(({ kind, value }) => kind !== 'id' || /^[1-9]\d{0,9}$/.test(value), {
      path: ['value'],
      message: 'expected the number of a row',
    }),
  data: cleanupProtectionSchema,
  success: 201,
});

export const removeCleanupProtection = operation({
  id: 'cleanup.removeProtection',
  method: 'delete',
  path: '/api/v1/cleanup/protections/{protectionId}',
  dialect: 'console',
  summary: 'Ends a protection (administrators).',
  params: z.object({ protectionId: z.coerce.number().int().min(1) }),
  data: z.object({ id: z.int() }),
});
