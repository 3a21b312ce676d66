import { z } from 'zod';

/** Roles of a person or program: each includes those before it. */
export const ROLES = ['user', 'history-admin', 'admin'] as const;
/** A role name. */
export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;
