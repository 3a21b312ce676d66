import type { Context } from '@/server/platform/context';
import { materialStorage } from '@/server/platform/object-storage/choose';
import { type BlobTotal, namedBytes, totalOf } from './store';

/** How much the storage of blobs holds; bytes. */
export interface BlobUsage {
  kind: 'local' | 's3';
  stored: BlobTotal;
  /** What the same content would take were it not stored once. */
  namedBytes: number;
  /** Named only by deleted versions. */
  trash: BlobTotal;
  /** Named by nothing; goes with the next collection after the grace period. */
  unreachable: BlobTotal;
  damaged: BlobTotal;
  /** Space left on the disk; null where the storage does not tell. */
  freeBytes: number | null;
}

/** How much the storage of blobs holds. Reads whole tables: for a page of administrators, not for every request. */
export async function blobUsage(context: Context): Promise<BlobUsage> {
  const { database, log } = context;
  const storage = materialStorage(context);
  return {
    kind: storage.kind,
    stored: await totalOf(database, 'stored'),
    namedBytes: await namedBytes(database),
    trash: await totalOf(database, 'trash'),
    unreachable: await totalOf(database, 'unreachable'),
    damaged: await totalOf(database, 'damaged'),
    freeBytes: await storage.freeBytes().catch((error) => {
      log.warn({ err: error }, 'free space of the storage is not known');
      return null;
    }),
  };
}
