import { createHash, type Hash } from 'node:crypto';
import { keepRecent, processWide } from '@/server/platform/memory';

/** Uploads whose hash this process carries on; of others it is taken from the stored bytes. */
const MOST_UPLOADS = 200;

interface Running {
  hash: Hash;
  /** Bytes that it covers, from the first. */
  bytes: number;
}

const running = () => processWide('materials.running-hashes', () => new Map<string, Running>());

/** The SHA-256 of an upload's next part and all before it, while the part arrives. Null when bytes before it are not known. */
export class PartHash {
  readonly #hash: Hash | null;

  constructor(
    private readonly uploadId: string,
    private readonly start: number,
  ) {
    const before = start === 0 ? { hash: createHash('sha256'), bytes: 0 } : running().get(uploadId);
    this.#hash = before?.bytes === start ? before.hash.copy() : null;
  }

  update(piece: Uint8Array): void {
    this.#hash?.update(piece);
  }

  /** The part is stored: what follows goes on from here. */
  keep(size: number): void {
    if (this.#hash) keepRecent(running(), this.uploadId, { hash: this.#hash, bytes: this.start + size }, MOST_UPLOADS);
  }
}

/** The SHA-256 of a whole upload, where this process has seen all of it arrive; null otherwise. Forgets it. */
export function takeHash(uploadId: string, size: number): string | null {
  const found = running().get(uploadId);
  running().delete(uploadId);
  return found?.bytes === size ? found.hash.digest('hex') : null;
}
