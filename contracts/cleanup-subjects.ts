/**
 * What a cleanup can be about: contexts with all that belongs to them, or records of engines with their events and
 * archived logs. Without zod, so that the browser can have it.
 */
export const CLEANUP_SUBJECTS = ['contexts', 'engineRecords'] as const;
export type CleanupSubject = (typeof CLEANUP_SUBJECTS)[number];
