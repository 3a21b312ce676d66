import { createHash, type Hash } from 'node:crypto';
import { keepRecent, processWide } from '@/server/platform/memory';

/** Uploads whose hash this process carries on; of others it is taken from the stored bytes. */
const MOST_UPLOADS = 200;

/** SHA-256 of the first `bytes` bytes of an upload. */
interface Running {
  hash: Hash;
  bytes: number;
}

const kept = () => processWide('materials.running-hashes', () => new Map<string, Running>());

/** The hash of an upload while a stream of its bytes arrives. Counts nothing when bytes before them are not known here. */
export class RunningHash {
  readonly #hash: Hash | null;
  #bytes: number;

  /** @param start where in the upload the stream begins */
  constructor(
    private readonly uploadId: string,
    start: number,
  ) {
    const before = start === 0 ? { hash: createHash('sha256'), bytes: 0 } : kept().get(uploadId);
    this.#hash = before?.bytes === start ? before.hash.copy() : null;
    this.#bytes = start;
  }

  update(piece: Uint8Array): void {
    this.#hash?.update(piece);
    this.#bytes += piece.length;
  }

  /** Remembers where it is; to be called, once the bytes up to here are stored, by what this returns. */
  mark(): () => void {
    if (!this.#hash) return () => {};
    const here = { hash: this.#hash.copy(), bytes: this.#bytes };
    return () => keepRecent(kept(), this.uploadId, here, MOST_UPLOADS);
  }
}

/** The SHA-256 of a whole upload, where this process has seen all of it arrive; null otherwise. Forgets it. */
export function takeHash(uploadId: string, size: number): string | null {
  const found = kept().get(uploadId);
  kept().delete(uploadId);
  return found?.bytes === size ? found.hash.digest('hex') : null;
}
