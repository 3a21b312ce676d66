import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip as gunzipCallback, gzip as gzipCallback } from 'node:zlib';
import type { ObjectStorage } from '@/server/platform/object-storage/storage';
import type { TableLines } from '../rows/lines/store';

// In the thread pool: compressing must not keep requests waiting.
const gzip = promisify(gzipCallback);
const gunzip = promisify(gunzipCallback);
/** Rows of one kind repeat themselves: the fastest level already gives a tenth. */
const LEVEL = 1;

/** What a segment says of each of its tables, on a line of its own ahead of the table's rows. */
interface TableHead {
  table: string;
  rows: number;
}

/** A segment as it is stored: one gzip member of lines of JSON. */
export interface PackedSegment {
  bytes: Buffer;
  sha256: string;
}

/** Packs the rows of a batch. */
export async function packSegment(tables: readonly TableLines[]): Promise<PackedSegment> {
  const parts: string[] = [];
  for (const { table, count, lines } of tables) {
    const head: TableHead = { table, rows: count };
    parts.push(JSON.stringify(head));
    if (count > 0) parts.push(lines);
  }
  const bytes = await gzip(`${parts.join('\n')}\n`, { level: LEVEL });
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** The rows of a segment by table, a line of JSON each. */
export type SegmentRows = Map<string, string[]>;

/** A segment is not what it was when it was stored. */
export class SegmentDamaged extends Error {
  override name = 'SegmentDamaged';
}

/**
 * Reads a segment and compares it with its hash before anything of it is given.
 * @throws SegmentDamaged, StorageError
 */
export async function readSegment(
  storage: ObjectStorage,
  { objectKey, sha256 }: { objectKey: string; sha256: string },
): Promise<SegmentRows> {
  const bytes = await storage.readAll(objectKey);
  if (createHash('sha256').update(bytes).digest('hex') !== sha256)
    throw new SegmentDamaged(`${objectKey} is not what was archived: its SHA-256 is another.`);
  const lines = (await gunzip(bytes)).toString('utf8').split('\n');
  const rows: SegmentRows = new Map();
  for (let at = 0; at < lines.length - 1; ) {
    const head = JSON.parse(lines[at] as string) as TableHead;
    rows.set(head.table, lines.slice(at + 1, at + 1 + head.rows));
    at += 1 + head.rows;
  }
  return rows;
}

/** Stores a segment: safe on disk when this resolves. @throws StorageError */
export async function storeSegment(storage: ObjectStorage, key: string, { bytes }: PackedSegment): Promise<void> {
  await storage.write(
    key,
    (async function* () {
      yield bytes;
    })(),
  );
}
