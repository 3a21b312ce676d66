import { pipeline, Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import type { ByteSource } from '../byte-source';
import { ArchiveRefusal } from '../findings';
import type { ZipEntry } from '../zip/format';

const OUTPUT_BYTES = 256 << 10;
/** What is kept of what was read. Readers of a zip go back by less than a window, but for the few great leaps. */
const KEPT_BYTES = 1 << 20;

/**
 * A deflated entry as a source of its own, without a place to unpack it to: reading goes forward through the inflated
 * bytes, and asking for something further back begins anew. A zip inside is read in ascending order but for the leap from
 * its end record to its directory and to its first entry, so it is inflated a handful of times, in little memory.
 */
export class InflatedSource implements ByteSource {
  readonly size: number;
  readonly #source: ByteSource;
  readonly #entry: ZipEntry;
  #pieces: AsyncGenerator<Buffer, void, undefined> | null = null;
  #kept: Buffer[] = [];
  #keptStart = 0;
  #keptEnd = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(source: ByteSource, entry: ZipEntry) {
    this.size = entry.size;
    this.#source = source;
    this.#entry = entry;
  }

  /**
   * Reads asked for at the same time take turns. Rejects with ArchiveRefusal (ZIP_DAMAGED, ZIP_SIZE_MISMATCH) when the entry
   * does not inflate that far.
   */
  read(start: number, end: number): Promise<Buffer> {
    const result = this.#turn.then(() => this.#collect(start, end));
    this.#turn = result.catch(() => {});
    return result;
  }

  async #collect(start: number, end: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.stream(start, end)) parts.push(part);
    return Buffer.concat(parts);
  }

  /** Must have ended before anything else is read: there is one inflating, and it goes forward. */
  async *stream(start: number, end: number): AsyncGenerator<Buffer, void, undefined> {
    if (start < Math.min(end, this.#keptStart)) await this.close();
    for (let position = start; position < end; ) {
      while (this.#keptEnd <= position) await this.#advance();
      let pieceStart = this.#keptStart;
      for (const piece of this.#kept) {
        const pieceEnd = pieceStart + piece.length;
        if (position < pieceEnd) {
          const part = piece.subarray(position - pieceStart, Math.min(end, pieceEnd) - pieceStart);
          position += part.length;
          yield part;
          break;
        }
        pieceStart = pieceEnd;
      }
    }
  }

  /** Ends the inflating that is under way. Reading afterwards begins anew. */
  async close(): Promise<void> {
    await this.#pieces?.return();
    this.#pieces = null;
    this.#kept = [];
    this.#keptStart = 0;
    this.#keptEnd = 0;
  }

  async #advance(): Promise<void> {
    this.#pieces ??= this.#inflate();
    const { done, value } = await this.#pieces.next();
    if (done || this.#keptEnd + value.length > this.size)
      throw new ArchiveRefusal(
        'ZIP_SIZE_MISMATCH',
        this.#entry.path,
        `The entry unpacks to ${done ? 'fewer' : 'more'} than the ${this.size} bytes it claims.`,
      );
    this.#kept.push(value);
    this.#keptEnd += value.length;
    while (this.#keptEnd - this.#keptStart > KEPT_BYTES + OUTPUT_BYTES)
      this.#keptStart += this.#kept.shift()?.length ?? 0;
  }

  async *#inflate(): AsyncGenerator<Buffer, void, undefined> {
    const { dataOffset, packedSize, path } = this.#entry;
    const inflate = createInflateRaw({ chunkSize: OUTPUT_BYTES });
    const packed = Readable.from(this.#source.stream(dataOffset, dataOffset + packedSize), { objectMode: false });
    // Whatever fails also ends `inflate`, where it is seen.
    pipeline(packed, inflate, () => {});
    try {
      for await (const piece of inflate) yield piece;
    } catch (cause) {
      const isZlibs = cause instanceof Error && 'code' in cause && String(cause.code).startsWith('Z_');
      throw isZlibs ? new ArchiveRefusal('ZIP_DAMAGED', path, 'The compressed data of the entry is damaged.') : cause;
    }
  }
}
