import type { PROTECTION_KINDS } from '@/contracts/cleanup-protections';
import { wholeSeconds } from '@/server/platform/clock';
import type { Database, Queryable } from '@/server/platform/db/database';
import type { Protections } from '../subject/service';

/** A protection as its row has it. */
export type ProtectionRow = Awaited<ReturnType<Database['client']['cleanupProtection']['findMany']>>[number];

/** All protections, newest first. */
export function findProtections(database: Database, on: Queryable = database.client): Promise<ProtectionRow[]> {
  return database.guard(() => on.cleanupProtection.findMany({ orderBy: { id: 'desc' } }));
}

/** What no cleanup of a subject removes. */
export async function readProtections(database: Database, subject: string, on?: Queryable): Promise<Protections> {
  const rows = (await findProtections(database, on)).filter((row) => row.subject === subject);
  const values = (kind: (typeof PROTECTION_KINDS)[number]) =>
    rows.filter((row) => row.kind === kind).map(({ value }) => value);
  return { users: values('user'), applications: values('application'), ids: values('id').map(Number) };
}

/** Writes a protection; the one that is there already is given back as it is. */
export async function insertProtection(
  on: Queryable,
  given: Pick<ProtectionRow, 'subject' | 'kind' | 'value' | 'note' | 'createdBy'>,
  now: Date,
): Promise<ProtectionRow> {
  const { subject, kind, value } = given;
  const known = await on.cleanupProtection.findFirst({ where: { subject, kind, value } });
  return known ?? on.cleanupProtection.create({ data: { ...given, createdTime: wholeSeconds(now) } });
}

/** Removes a protection and gives what it was; null when there is none. */
export async function deleteProtection(on: Queryable, id: number): Promise<ProtectionRow | null> {
  const row = await on.cleanupProtection.findUnique({ where: { id } });
  if (row) await on.cleanupProtection.delete({ where: { id } });
  return row;
}
