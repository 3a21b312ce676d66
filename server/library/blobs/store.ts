import { wholeSeconds } from '@/server/platform/clock';
import type { Database, Queryable } from '@/server/platform/db/database';
import { joinSql, rawSql, type Sql, sql } from '@/server/platform/db/dialect';
import { cutText } from '../rules/text';
import type { StoredBlob } from './digest';

const LONGEST_FAULT = 500;

/**
 * States of a blob: its bytes are about to become visible under its key; they are there; they are about to go. A row
 * that says `stored` always has its bytes.
 */
type BlobState = 'writing' | 'stored' | 'removing';

/** A blob as the database knows it. Times are whole seconds in UTC. */
export interface BlobRow extends StoredBlob {
  state: BlobState;
  /** CRC-32 of each block; empty while it is written. */
  blockCrc: string;
  touchedTime: Date;
  checkedTime: Date | null;
  /** What the last look at its bytes found wrong. */
  fault: string | null;
}

type PrismaRow = NonNullable<Awaited<ReturnType<Database['client']['blob']['findUnique']>>>;

function toRow({ size, state, createdTime: _, ...row }: PrismaRow): BlobRow {
  return { ...row, size: Number(size), state: state as BlobState };
}

/** A blob; null when there is none. */
export async function findBlob(database: Database, sha256: string): Promise<BlobRow | null> {
  const row = await database.guard(() => database.client.blob.findUnique({ where: { sha256 } }));
  return row && toRow(row);
}

/** Faults of those blobs that have one. */
export async function findFaults(
  database: Database,
  hashes: readonly string[],
  on: Queryable = database.client,
): Promise<Map<string, string>> {
  if (hashes.length === 0) return new Map();
  const rows = await database.guard(() =>
    on.blob.findMany({
      where: { sha256: { in: [...new Set(hashes)] }, fault: { not: null } },
      select: { sha256: true, fault: true },
    }),
  );
  return new Map(rows.map(({ sha256, fault }) => [sha256, fault ?? '']));
}

/** Which of these are known, in any state. */
export async function findKnown(database: Database, hashes: readonly string[]): Promise<Set<string>> {
  if (hashes.length === 0) return new Set();
  const rows = await database.guard(() =>
    database.client.blob.findMany({ where: { sha256: { in: [...hashes] } }, select: { sha256: true } }),
  );
  return new Set(rows.map(({ sha256 }) => sha256));
}

/** Inserts a row where there is none; false when there is one. */
export async function insertBlob(
  database: Database,
  blob: StoredBlob,
  state: Extract<BlobState, 'writing' | 'removing'>,
  now: Date,
): Promise<boolean> {
  const time = wholeSeconds(now);
  const inserted = await database.execute(
    sql`${database.dialect.insertIgnoring('er_blob')} (sha256, md5, size, block_crc, state, created_time, touched_time)
      VALUES (${blob.sha256}, ${blob.md5}, ${blob.size}, '', ${state}, ${time}, ${time}) ${database.dialect.ignoring}`,
  );
  return inserted > 0;
}

/** Keeps a blob from the collection for a grace period; false when it is on its way out or not there. */
export async function touchBlob(database: Database, sha256: string, now: Date): Promise<boolean> {
  const { count } = await database.guard(() =>
    database.client.blob.updateMany({
      where: { sha256, state: { in: ['writing', 'stored'] } },
      data: { touchedTime: wholeSeconds(now) },
    }),
  );
  return count > 0;
}

/**
 * Touches a blob in the transaction that begins to name it. The row is locked until then, so that the collection either
 * comes before, and this is false, or finds the name.
 */
export async function touchForReference(
  database: Database,
  on: Queryable,
  sha256: string,
  now: Date,
): Promise<boolean> {
  const rows = await database.query<{ state: string }>(
    sql`SELECT state FROM er_blob WHERE sha256 = ${sha256} ${database.dialect.forUpdate}`,
    on,
  );
  if (rows[0]?.state !== 'stored') return false;
  await on.blob.update({ where: { sha256 }, data: { touchedTime: wholeSeconds(now) } });
  return true;
}

/** Says that the bytes are there, whole and safe; false when the row went in the meantime. */
export async function markStored(database: Database, blob: StoredBlob, blockCrc: string, now: Date): Promise<boolean> {
  const time = wholeSeconds(now);
  const { count } = await database.guard(() =>
    database.client.blob.updateMany({
      where: { sha256: blob.sha256, state: { in: ['writing', 'stored'] } },
      data: {
        md5: blob.md5,
        size: blob.size,
        blockCrc,
        state: 'stored',
        touchedTime: time,
        checkedTime: null,
        fault: null,
      },
    }),
  );
  return count > 0;
}

/** Notes what a look at the bytes found: a fault, or null when they are right. */
export async function markChecked(database: Database, sha256: string, fault: string | null, now: Date): Promise<void> {
  await database.guard(() =>
    database.client.blob.updateMany({
      where: { sha256, state: 'stored' },
      data: { fault: fault && cutText(fault, LONGEST_FAULT), checkedTime: wholeSeconds(now) },
    }),
  );
}

/** Condition: nothing names the blob of this alias. Here stands everything that can. */
function unnamed(blob: string): Sql {
  const places = [
    ['er_library_version', 'sha256'],
    ['er_library_version', 'content_sha256'],
    ['er_material_release', 'plugin_sha256'],
    ['er_material_upload_blob', 'sha256'],
  ];
  const conditions = places.map(([table, column]) =>
    rawSql(`NOT EXISTS (SELECT 1 FROM ${table} AS named WHERE named.${column} = ${blob}.sha256)`),
  );
  return joinSql(conditions, ' AND ');
}

/** A blob that the collection may remove. */
export interface CollectableBlob {
  sha256: string;
  size: number;
}

/** Hashes of blobs in order, from behind one on: the collection looks at all of them, some at a time. */
export async function findHashesAfter(database: Database, after: string, most: number): Promise<string[]> {
  const rows = await database.query<{ sha256: string }>(
    sql`SELECT sha256 FROM er_blob WHERE sha256 > ${after} ORDER BY sha256 LIMIT ${most}`,
  );
  return rows.map(({ sha256 }) => sha256);
}

/** Of these blobs, those that nothing names and nothing has touched since, in order. */
export async function findCollectable(
  database: Database,
  hashes: readonly string[],
  before: Date,
): Promise<CollectableBlob[]> {
  // By the client: only it compares times in the very form in which it wrote them.
  const rows = await database.query<{ sha256: string; size: bigint | number }>(
    sql`SELECT b.sha256, b.size FROM er_blob AS b
      WHERE b.sha256 IN (${joinSql([...hashes])}) AND b.state IN ('stored', 'writing')
        AND b.touched_time < ${wholeSeconds(before)} AND ${unnamed('b')} ORDER BY b.sha256`,
    database.client,
  );
  return rows.map(({ sha256, size }) => ({ sha256, size: Number(size) }));
}

/** Begins to remove a blob, if nothing names it and nothing has touched it since: one statement decides. */
export async function beginRemoval(
  database: Database,
  on: Queryable,
  sha256: string,
  before: Date,
  now: Date,
): Promise<boolean> {
  const changed = await database.execute(
    sql`UPDATE er_blob SET state = 'removing', touched_time = ${wholeSeconds(now)}
      WHERE sha256 = ${sha256} AND state IN ('stored', 'writing') AND touched_time < ${wholeSeconds(before)}
        AND ${unnamed('er_blob')}`,
    on,
  );
  return changed > 0;
}

/** Removals that nobody has gone on with since. */
export async function findStuckRemovals(database: Database, before: Date, limit: number): Promise<string[]> {
  const rows = await database.guard(() =>
    database.client.blob.findMany({
      where: { state: 'removing', touchedTime: { lt: wholeSeconds(before) } },
      select: { sha256: true },
      take: limit,
    }),
  );
  return rows.map(({ sha256 }) => sha256);
}

/** Takes over the removal of a blob from somebody who has not gone on with it since; one of several gets it. */
export async function takeOverRemoval(database: Database, sha256: string, before: Date, now: Date): Promise<boolean> {
  const { count } = await database.guard(() =>
    database.client.blob.updateMany({
      where: { sha256, state: 'removing', touchedTime: { lt: wholeSeconds(before) } },
      data: { touchedTime: wholeSeconds(now) },
    }),
  );
  return count > 0;
}

/** Removes the row of a blob whose bytes are gone. */
export async function deleteRemoved(database: Database, sha256: string): Promise<void> {
  await database.guard(() => database.client.blob.deleteMany({ where: { sha256, state: 'removing' } }));
}

/** Stored blobs that were not read whole since, those never read first, then those read longest ago. */
export async function findUnchecked(database: Database, before: Date, limit: number): Promise<BlobRow[]> {
  const { blob } = database.client;
  const never = await database.guard(() =>
    blob.findMany({ where: { state: 'stored', checkedTime: null }, orderBy: { touchedTime: 'asc' }, take: limit }),
  );
  const old = await database.guard(() =>
    blob.findMany({
      where: { state: 'stored', checkedTime: { lt: wholeSeconds(before) } },
      orderBy: { checkedTime: 'asc' },
      take: limit - never.length,
    }),
  );
  return [...never, ...old].map(toRow);
}
