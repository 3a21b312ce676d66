import type { ByteSource } from '../byte-source';
import type { Watch } from '../watch';
import type { ZipEntry } from '../zip/format';
import { type ContentListener, EntryVerifier, verifySmallEntry } from './entry-verifier';

/** Up to this many bytes, packed and unpacked, an entry is read and unpacked in one piece. */
const SMALL_BYTES = 256 << 10;
/** Small entries are read ahead of their turn, up to this many bytes and entries together. */
const AHEAD_BYTES = 1 << 20;
const AHEAD_ENTRIES = 256;
/** What lies between two of them is read along up to this many bytes, which costs less than a read of its own. */
const BRIDGED_BYTES = 4 << 10;

const isSmall = (entry: ZipEntry) => entry.packedSize <= SMALL_BYTES && entry.size <= SMALL_BYTES;

/** Entries that are read at once, and the bytes from the first to the last of them. */
interface Run {
  start: number;
  end: number;
  entries: ZipEntry[];
}

/** Joins entries that lie close together. */
function runsOf(entries: readonly ZipEntry[]): Run[] {
  const runs: Run[] = [];
  for (const entry of [...entries].sort((a, b) => a.dataOffset - b.dataOffset)) {
    const last = runs.at(-1);
    const end = entry.dataOffset + entry.packedSize;
    if (last === undefined || entry.dataOffset > last.end + BRIDGED_BYTES)
      runs.push({ start: entry.dataOffset, end, entries: [entry] });
    else {
      last.end = end;
      last.entries.push(entry);
    }
  }
  return runs;
}

/** Who is told what while entries are read. */
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
  #ahead = new Map<ZipEntry, Buffer>();

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
    if (!this.#ahead.has(entry)) await this.#readAhead();
    const packed = this.#ahead.get(entry);
    if (packed === undefined) throw new Error(`${entry.path} was not read`);
    this.#ahead.delete(entry);
    return packed;
  }

  /** Reads the small entries whose turn is next. They may lie anywhere: reads go to the source at the same time. */
  async #readAhead(): Promise<void> {
    const batch: ZipEntry[] = [];
    let bytes = 0;
    for (let index = this.#position; batch.length < AHEAD_ENTRIES; index += 1) {
      const entry = this.#entries[index];
      if (entry === undefined || !isSmall(entry)) break;
      bytes += entry.packedSize;
      if (batch.length > 0 && bytes > AHEAD_BYTES) break;
      batch.push(entry);
    }
    await Promise.all(runsOf(batch).map((run) => this.#readRun(run)));
  }

  async #readRun(run: Run): Promise<void> {
    const bytes = await this.#source.read(run.start, run.end);
    for (const entry of run.entries) {
      const at = entry.dataOffset - run.start;
      this.#ahead.set(entry, bytes.subarray(at, at + entry.packedSize));
    }
  }
}
