import { closeSync, openSync, readSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { LocalPart } from '../part';

/** Reads one part in this thread, waiting for the disk. */
class PartReader {
  readonly #descriptor: number;
  #block = { index: -1, bytes: Buffer.alloc(0) };

  constructor(readonly part: LocalPart) {
    this.#descriptor = openSync(part.path, 'r');
  }

  /** Fills the buffer from an offset on; returns how many bytes there were. */
  read(offset: number, into: Buffer): number {
    const length = Math.min(into.length, this.part.sizeBytes - offset);
    let filled = 0;
    while (filled < length) {
      const bytes =
        this.part.format === 'plain'
          ? readSync(this.#descriptor, into, filled, length - filled, offset + filled)
          : this.#fromBlock(offset + filled, into.subarray(filled, length));
      if (bytes === 0) break;
      filled += bytes;
    }
    return Math.max(0, filled);
  }

  #fromBlock(offset: number, into: Buffer): number {
    const { part } = this;
    if (part.format !== 'gzip-blocks') return 0;
    const index = Math.floor(offset / part.blockBytes);
    if (this.#block.index !== index) {
      const [start, end] = [part.offsets[index], part.offsets[index + 1]];
      if (start === undefined || end === undefined) return 0;
      const compressed = Buffer.allocUnsafe(end - start);
      readSync(this.#descriptor, compressed, 0, compressed.length, start);
      this.#block = { index, bytes: gunzipSync(compressed) };
    }
    return this.#block.bytes.copy(into, 0, offset - index * part.blockBytes);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/** The parts of a log as one run of bytes, read in this thread. */
export class JoinedParts {
  readonly #readers: PartReader[];
  readonly #starts: number[] = [];
  readonly sizeBytes: number;

  constructor(parts: readonly LocalPart[]) {
    this.#readers = [];
    let start = 0;
    try {
      for (const part of parts) {
        this.#readers.push(new PartReader(part));
        this.#starts.push(start);
        start += part.sizeBytes;
      }
    } catch (error) {
      this.close();
      throw error;
    }
    this.sizeBytes = start;
  }

  /** Fills the buffer from an offset on, across parts; fewer bytes at the end, or when a file became shorter. */
  read(offset: number, into: Buffer): number {
    let filled = 0;
    for (let index = 0; index < this.#readers.length && filled < into.length; index++) {
      const reader = this.#readers[index] as PartReader;
      const start = this.#starts[index] as number;
      const inside = offset + filled - start;
      if (inside < 0 || inside >= reader.part.sizeBytes) continue;
      const bytes = reader.read(inside, into.subarray(filled));
      filled += bytes;
      // A part that is shorter than it was leaves a gap, which must not be closed by the next part's bytes.
      if (inside + bytes < reader.part.sizeBytes && filled < into.length) break;
    }
    return filled;
  }

  close(): void {
    for (const reader of this.#readers) reader.close();
  }
}
