/** Days that what was deleted can be restored. */
const TRASH_DAYS = 14;

/** When something that is deleted now goes for good. */
export function trashPeriodEnd(now: Date): Date {
  return new Date(now.getTime() + TRASH_DAYS * 24 * 3_600_000);
}
