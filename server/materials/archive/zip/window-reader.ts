import type { ByteSource } from '../byte-source';

const WINDOW_BYTES = 256 << 10;

/**
 * Reads small pieces in ascending order: those that lie close together with one read, those far apart each by itself, so
 * that neither many small entries nor few large ones cost more reads than needed.
 */
export class WindowReader {
  readonly #source: ByteSource;
  readonly #limit: number;
  #start = 0;
  #window: Buffer = Buffer.alloc(0);

  /** @param limit offset behind which nothing is read */
  constructor(source: ByteSource, limit: number) {
    this.#source = source;
    this.#limit = limit;
  }

  /**
   * The bytes from `start` on, at most `length`, fewer before the limit.
   * @param wantedNext where the next piece will be wanted; it is read along when it is near
   */
  async read(start: number, length: number, wantedNext: number): Promise<Buffer> {
    const end = Math.min(start + length, this.#limit);
    if (start >= end) return Buffer.alloc(0);
    if (start < this.#start || end > this.#start + this.#window.length) {
      const isNear = wantedNext > start && wantedNext - start < WINDOW_BYTES / 2;
      const windowEnd = Math.min(this.#limit, Math.max(end, isNear ? start + WINDOW_BYTES : 0));
      this.#window = await this.#source.read(start, windowEnd);
      this.#start = start;
    }
    return this.#window.subarray(start - this.#start, end - this.#start);
  }
}
