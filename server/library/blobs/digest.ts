import { createHash } from 'node:crypto';
import { AppError } from '@/server/platform/errors';
import { BlockChecksums } from './block-checksums';

/** What bytes are named by and compared with. */
export interface StoredBlob {
  sha256: string;
  md5: string;
  size: number;
}

/** Hashes bytes that pass through. */
export class Digest {
  readonly #sha256 = createHash('sha256');
  readonly #md5 = createHash('md5');
  readonly #blocks = new BlockChecksums();
  #size = 0;

  /**
   * The same chunks.
   * @param expected their SHA-256: other bytes end in an error instead of an end, so that who takes them keeps nothing
   */
  async *through(chunks: AsyncIterable<Buffer>, expected: string | null): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      this.#sha256.update(chunk);
      this.#md5.update(chunk);
      this.#blocks.update(chunk);
      this.#size += chunk.length;
      yield chunk;
    }
    if (expected === null) return;
    const { sha256 } = this.result();
    if (sha256 !== expected)
      throw new AppError(
        'invalid_input',
        `The bytes that arrived have the SHA-256 ${sha256}, not ${expected} as declared: they were altered on the way, or another file was sent. Send it again.`,
        { faults: [{ path: 'sha256', message: `the bytes have ${sha256}` }] },
      );
  }

  /** Checksums by which parts of the bytes are known again; when all have passed. */
  blockCrc(): string {
    return this.#blocks.text();
  }

  /** Hashes and number of all bytes so far. */
  result(): StoredBlob {
    return { sha256: this.#sha256.copy().digest('hex'), md5: this.#md5.copy().digest('hex'), size: this.#size };
  }
}
