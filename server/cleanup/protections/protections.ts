import type { z } from 'zod';
import type { CleanupSubject } from '@/contracts/cleanup';
import type { addCleanupProtection, CleanupProtection } from '@/contracts/cleanup-receipts';
import { writeAudit } from '@/server/platform/audit/writer';
import { wholeSeconds } from '@/server/platform/clock';
import type { Context } from '@/server/platform/context';
import { isUniqueViolation } from '@/server/platform/db/failure';
import { AppError } from '@/server/platform/errors';
import { auditEntry } from '../log/trail';
import { needAdministrator } from '../policy';
import type { ProtectedNames } from '../rows/conditions/store';
import { findProtections, MOST_PROTECTIONS, type ProtectionRow } from './store';

function toProtection(row: ProtectionRow): CleanupProtection {
  return {
    id: row.id,
    subject: row.subject as CleanupSubject,
    kind: row.kind as CleanupProtection['kind'],
    value: row.value,
    note: row.note,
    createdBy: row.createdBy,
    createdTime: row.createdTime.toISOString(),
  };
}

/** What protections name, sorted by kind. */
export function namesOf(rows: readonly ProtectionRow[]): ProtectedNames {
  const valuesOf = (kind: string) => rows.filter((row) => row.kind === kind).map(({ value }) => value);
  return { users: valuesOf('user'), applications: valuesOf('application'), ids: valuesOf('id').map(Number) };
}

/** All protections, of one subject or of all. @throws AppError forbidden */
export async function listProtections(
  context: Context,
  { subject }: { subject?: CleanupSubject },
): Promise<{ items: CleanupProtection[] }> {
  needAdministrator(context.actor);
  return { items: (await findProtections(context.database, subject)).map(toProtection) };
}

/** Protects rows. @throws AppError forbidden, conflict (named already, or there are too many) */
export async function addProtection(
  context: Context,
  { subject, kind, value, note }: z.output<(typeof addCleanupProtection)['body']>,
): Promise<CleanupProtection> {
  needAdministrator(context.actor);
  const { database, clock, actor } = context;
  const taken = new AppError('conflict', `There is a protection of ${kind} ${value} already.`, {
    faults: [{ path: 'value', message: 'is protected already' }],
  });
  try {
    return await database.transaction(async (on) => {
      if ((await on.cleanupProtection.count()) >= MOST_PROTECTIONS)
        throw new AppError('conflict', `There are ${MOST_PROTECTIONS} protections already; remove one first.`);
      if (await on.cleanupProtection.findFirst({ where: { subject, kind, value } })) throw taken;
      const now = clock.now();
      const row = await on.cleanupProtection.create({
        data: { subject, kind, value, note: note || null, createdBy: actor.name, createdTime: wholeSeconds(now) },
      });
      const entry = auditEntry(context, 'cleanup.addProtection', 'cleanup-protection', row.id, {
        subject,
        kind,
        value,
      });
      await writeAudit(on, [entry], now);
      return toProtection(row);
    });
  } catch (error) {
    throw isUniqueViolation(error) ? taken : error;
  }
}

/** Ends a protection. @throws AppError forbidden, not_found */
export async function removeProtection(context: Context, id: number): Promise<CleanupProtection> {
  needAdministrator(context.actor);
  const { database, clock } = context;
  return database.transaction(async (on) => {
    const row = await on.cleanupProtection.findUnique({ where: { id } });
    const { count } = await on.cleanupProtection.deleteMany({ where: { id } });
    if (!row || count === 0)
      throw new AppError('not_found', 'There is no such protection: it was removed, or its number is wrong.');
    const { subject, kind, value } = row;
    const entry = auditEntry(context, 'cleanup.removeProtection', 'cleanup-protection', id, { subject, kind, value });
    await writeAudit(on, [entry], clock.now());
    return toProtection(row);
  });
}
