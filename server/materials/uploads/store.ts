import type { UploadState } from '@/contracts/material-uploads';
import { wholeSeconds } from '@/server/platform/clock';
import type { Database, Queryable } from '@/server/platform/db/database';
import { sql } from '@/server/platform/db/dialect';

type PrismaUpload = NonNullable<Awaited<ReturnType<Database['client']['materialUpload']['findFirst']>>>;

/** An upload as it is kept. Sizes in bytes. */
export type UploadRow = Omit<PrismaUpload, 'size' | 'received' | 'state'> & {
  size: number;
  received: number;
  state: UploadState;
};

/** A run of an upload's bytes that is safely stored. */
export interface UploadPart {
  start: number;
  size: number;
  key: string;
}

function toRow({ size, received, state, ...row }: PrismaUpload): UploadRow {
  return { ...row, size: Number(size), received: Number(received), state: state as UploadState };
}

/** Writes a new upload. */
export async function insertUpload(database: Database, row: UploadRow): Promise<void> {
  const data = { ...row, size: BigInt(row.size), received: BigInt(row.received) };
  await database.guard(() => database.client.materialUpload.create({ data }));
}

/** An upload; null when there is none of this id. */
export async function findUpload(
  database: Database,
  id: string,
  on: Queryable = database.client,
): Promise<UploadRow | null> {
  const row = await database.guard(() => on.materialUpload.findUnique({ where: { id } }));
  return row && toRow(row);
}

/** Uploads of somebody in these states, newest first. */
export async function findUploadsOf(
  database: Database,
  createdBy: string,
  states: readonly UploadState[],
  limit: number,
): Promise<UploadRow[]> {
  const rows = await database.guard(() =>
    database.client.materialUpload.findMany({
      where: { createdBy, state: { in: [...states] } },
      orderBy: [{ createdTime: 'desc' }, { id: 'asc' }],
      take: limit,
    }),
  );
  return rows.map(toRow);
}

/** Uploads in these states that nobody has touched since, the longest untouched first. */
export async function findUntouchedUploads(
  database: Database,
  states: readonly UploadState[],
  before: Date,
  limit: number,
): Promise<UploadRow[]> {
  const rows = await database.guard(() =>
    database.client.materialUpload.findMany({
      where: { state: { in: [...states] }, updatedTime: { lt: wholeSeconds(before) } },
      orderBy: [{ updatedTime: 'asc' }, { id: 'asc' }],
      take: limit,
    }),
  );
  return rows.map(toRow);
}

/** What of an upload changes; it must be in one of the states, and its lease, if one is named, must still hold. */
export interface UploadChange {
  from: readonly UploadState[];
  leaseId?: string;
  to: Partial<Pick<UploadRow, 'state' | 'report' | 'error' | 'sha256' | 'leaseId' | 'leaseTime'>>;
}

/** Changes an upload; false when it was not as expected, and then nothing changed. */
export async function changeUpload(
  database: Database,
  id: string,
  { from, leaseId, to }: UploadChange,
  now: Date,
  on: Queryable = database.client,
): Promise<boolean> {
  const { count } = await database.guard(() =>
    on.materialUpload.updateMany({
      where: { id, state: { in: [...from] }, ...(leaseId ? { leaseId } : {}) },
      data: { ...to, updatedTime: wholeSeconds(now) },
    }),
  );
  return count === 1;
}

/** Takes an upload for a while, if nobody else has it. False when somebody has. */
export async function leaseUpload(
  database: Database,
  id: string,
  lease: { id: string; until: Date; from: readonly UploadState[]; to: UploadState },
  now: Date,
): Promise<boolean> {
  const { count } = await database.guard(() =>
    database.client.materialUpload.updateMany({
      where: {
        id,
        OR: [{ state: { in: [...lease.from] } }, { state: lease.to, leaseTime: { lt: wholeSeconds(now) } }],
      },
      data: {
        state: lease.to,
        leaseId: lease.id,
        leaseTime: wholeSeconds(lease.until),
        report: null,
        error: null,
        updatedTime: wholeSeconds(now),
      },
    }),
  );
  return count === 1;
}

/** Adds a stored run of bytes to an upload that has exactly the bytes before it; false when it has others by now. */
export async function addPart(database: Database, id: string, part: UploadPart, now: Date): Promise<boolean> {
  return database.transaction(async (on) => {
    const received = BigInt(part.start + part.size);
    const { count } = await on.materialUpload.updateMany({
      where: { id, state: 'receiving', received: BigInt(part.start) },
      data: { received, updatedTime: wholeSeconds(now) },
    });
    if (count === 0) return false;
    await on.materialUploadPart.create({
      data: { uploadId: id, startByte: BigInt(part.start), size: part.size, storageKey: part.key },
    });
    return true;
  });
}

/** Says how long an upload is whose size was not known before, and what it must hold. */
export async function settleUpload(
  database: Database,
  id: string,
  { size, ...engine }: { size: number; engineType?: string; engineVersion?: string },
): Promise<void> {
  await database.guard(() =>
    database.client.materialUpload.update({ where: { id }, data: { size: BigInt(size), ...engine } }),
  );
}

/** The stored runs of an upload, in order. */
export async function findParts(database: Database, id: string): Promise<UploadPart[]> {
  const rows = await database.guard(() =>
    database.client.materialUploadPart.findMany({ where: { uploadId: id }, orderBy: { startByte: 'asc' } }),
  );
  return rows.map(({ startByte, size, storageKey }) => ({ start: Number(startByte), size, key: storageKey }));
}

/** Forgets the stored runs of an upload, whose bytes are removed. */
export async function deleteParts(database: Database, id: string): Promise<void> {
  await database.guard(() => database.client.materialUploadPart.deleteMany({ where: { uploadId: id } }));
}

/** Says that an upload needs these blobs, so that they are not collected. */
export async function keepBlobs(database: Database, id: string, hashes: readonly string[]): Promise<void> {
  const data = [...new Set(hashes)].map((sha256) => ({ uploadId: id, sha256 }));
  await database.transaction(async (on) => {
    await on.materialUploadBlob.deleteMany({ where: { uploadId: id } });
    await on.materialUploadBlob.createMany({ data });
  });
}

/** Lets go of the blobs of an upload. */
export async function releaseBlobs(database: Database, id: string, on: Queryable = database.client): Promise<void> {
  await database.guard(() => on.materialUploadBlob.deleteMany({ where: { uploadId: id } }));
}

/** Removes uploads for good. */
export async function deleteUploads(database: Database, ids: readonly string[]): Promise<void> {
  await database.guard(() => database.client.materialUpload.deleteMany({ where: { id: { in: [...ids] } } }));
}

/** Bytes of uploads that are still stored. */
export async function countUploadBytes(database: Database): Promise<number> {
  const [row] = await database.query<{ bytes: number | bigint | string | null }>(
    sql`SELECT SUM(size) AS bytes FROM er_material_upload_part`,
  );
  return Number(row?.bytes ?? 0);
}
