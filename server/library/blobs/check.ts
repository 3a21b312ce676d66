import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { materialStorage } from '@/server/platform/object-storage/choose';
import { verifiedStream } from './open-blob';
import { findUnchecked, markChecked } from './store';

/** Every stored blob is read whole once in so many days. */
const EVERY_DAYS = 30;

/** How much one run of the check may do. */
export interface CheckOptions {
  /** Most blobs to read. */
  limit: number;
  /** No further blob is begun after so many bytes. */
  mostBytes: number;
  signal?: AbortSignal;
}

/** What a check read and found. */
export interface CheckResult {
  checked: number;
  bytes: number;
  /** Hashes of the blobs that are damaged. */
  damaged: string[];
  /** Whether there are more to be checked. */
  more: boolean;
}

/**
 * Reads blobs whole that were not read for longest and notes what is wrong with them; one that is right again loses its
 * fault. @throws AppError storage_unavailable when the storage does not answer
 */
export async function checkBlobs(context: Context, { limit, mostBytes, signal }: CheckOptions): Promise<CheckResult> {
  const { database, clock } = context;
  const storage = materialStorage(context);
  const before = new Date(clock.now().getTime() - EVERY_DAYS * 86_400_000);
  const due = await findUnchecked(database, before, limit);
  const result: CheckResult = { checked: 0, bytes: 0, damaged: [], more: due.length === limit };
  for (const { sha256, size } of due) {
    if (signal?.aborted || result.bytes >= mostBytes) return { ...result, more: true };
    try {
      for await (const chunk of verifiedStream(context, storage, sha256, size)) {
        result.bytes += chunk.length;
        if (signal?.aborted) return { ...result, more: true };
      }
      await markChecked(database, sha256, null, clock.now());
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'gone') throw error;
      result.damaged.push(sha256);
    }
    result.checked++;
  }
  return result;
}
