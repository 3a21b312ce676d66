import type { ByteSource } from '../byte-source';
import type { Watch } from '../watch';
import type { ZipEntry } from '../zip/format';
import { type ContentListener, EntryVerifier, verifySmallEntry } from './entry-verifier';

/** Up to this many bytes, packed and unpacked, an entry is read and unpacked in one piece. */
const SMALL_BYTES = 256 << 10;
/** Small entries that lie behind each other are read together, up to this many bytes. */
const TOGETHER_BYTES = 1 << 20;

const isSmall = (entry: ZipEntry) => entry.packedSize <= SMALL_BYTES && entry.size <= SMALL_BYTES;

export interface EntryReaderOptions {
  watch: Watch;
  /** Told how many bytes of the source were read since it was told last. */
  onRead?(bytes: number): void;
  /** Asked ahead of each entry; whom it returns is shown the unpacked content. */
  listenTo?(entry: ZipEntry): ContentListener | undefined;
  /** Told the SHA-256 of each entry that was read to its end and is what its headers say. */
  onVerified(entry: ZipEntry, sha256: string): void;
}

/** Reads entries one after another, each packed byte once, and verifies them on the way. */
export class EntryReader {
  readonly #source: ByteSource;
  readonly #entries: readonly ZipEntry[];
  readonly #options: EntryReaderOptions;
  #position = 0;
  #windowStart = 0;
  #window: Buffer = Buffer.alloc(0);

  /** @param entries in the order in which they will be asked for */
  constructor(source: ByteSource, entries: readonly ZipEntry[], options: EntryReaderOptions) {
    this.#source = source;
    this.#entries = entries;
    this.#options = options;
  }

  /**
   * The packed bytes of the next entry in pieces. An entry whose last piece was taken, and which did not throw when asked
   * for one more, is what its headers say.
   * @throws ArchiveRefusal ZIP_DAMAGED, ZIP_EXTRA_DATA, ZIP_SIZE_MISMATCH, ZIP_CHECKSUM_MISMATCH, ZIP_TOO_SLOW
   */
  async *next(): AsyncGenerator<Buffer, void, undefined> {
    const entry = this.#entries[this.#position];
    if (entry === undefined) throw new Error('more entries were asked for than were announced');
    this.#options.watch.check();
    const listener = this.#options.listenTo?.(entry);
    if (isSmall(entry)) {
      const packed = await this.#readSmall(entry);
      this.#position += 1;
      this.#options.onVerified(entry, verifySmallEntry(entry, packed, listener));
      this.#options.onRead?.(packed.length);
      yield packed;
    } else {
      this.#position += 1;
      yield* this.#readLarge(entry, listener);
    }
  }

  /** Reads and verifies all entries without handing their bytes out. */
  async verifyAll(): Promise<void> {
    while (this.#position < this.#entries.length) for await (const _ of this.next());
  }

  async *#readLarge(entry: ZipEntry, listener: ContentListener | undefined): AsyncGenerator<Buffer, void, undefined> {
    const verifier = new EntryVerifier(entry, listener);
    try {
      for await (const piece of this.#source.stream(entry.dataOffset, entry.dataOffset + entry.packedSize)) {
        this.#options.watch.check();
        // While a thread of the pool inflates this piece, whoever takes it hashes and writes it.
        const verified = verifier.write(piece);
        verified.catch(() => {});
        yield piece;
        await verified;
        this.#options.onRead?.(piece.length);
      }
      this.#options.onVerified(entry, await verifier.finish());
    } finally {
      verifier.discard();
    }
  }

  async #readSmall(entry: ZipEntry): Promise<Buffer> {
    const end = entry.dataOffset + entry.packedSize;
    if (entry.dataOffset < this.#windowStart || end > this.#windowStart + this.#window.length) {
      this.#window = await this.#source.read(entry.dataOffset, this.#endOfRun());
      this.#windowStart = entry.dataOffset;
    }
    return this.#window.subarray(entry.dataOffset - this.#windowStart, end - this.#windowStart);
  }

  /** Where the run of small entries ends that begins at the current one and is also a run in the file. */
  #endOfRun(): number {
    const first = this.#entries[this.#position];
    let end = first === undefined ? 0 : first.dataOffset + first.packedSize;
    for (let index = this.#position + 1; index < this.#entries.length; index += 1) {
      const entry = this.#entries[index];
      if (first === undefined || entry === undefined || !isSmall(entry) || entry.dataOffset < end) break;
      const entryEnd = entry.dataOffset + entry.packedSize;
      if (entryEnd - first.dataOffset > TOGETHER_BYTES) break;
      end = entryEnd;
    }
    return end;
  }
}
