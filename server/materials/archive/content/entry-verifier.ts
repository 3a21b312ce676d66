import { createHash } from 'node:crypto';
import { crc32, createInflateRaw, type InflateRaw, inflateRawSync } from 'node:zlib';
import { ArchiveRefusal } from '../findings';
import { DEFLATED, type ZipEntry } from '../zip/format';

/** Outputs of zlib in few pieces: pieces become garbage, which is collected late. */
const OUTPUT_BYTES = 256 << 10;
/** Smallest output buffer that zlib accepts. */
const LEAST_OUTPUT = 64;

/** Is shown unpacked content, piece by piece. The pieces are not kept by the one who shows them. */
export type ContentListener = (piece: Buffer) => void;

/** Compares unpacked content with what the headers promised, and digests it. */
class ContentCheck {
  readonly #entry: ZipEntry;
  readonly #listener: ContentListener | undefined;
  readonly #sha256 = createHash('sha256');
  #crc = 0;
  #size = 0;

  constructor(entry: ZipEntry, listener: ContentListener | undefined) {
    this.#entry = entry;
    this.#listener = listener;
  }

  /** Throws ZIP_SIZE_MISMATCH as soon as there is more than was promised, so that no lie can fill memory or disk. */
  add(piece: Buffer): void {
    this.#size += piece.length;
    if (this.#size > this.#entry.size)
      throw new ArchiveRefusal(
        'ZIP_SIZE_MISMATCH',
        this.#entry.path,
        `The entry unpacks to more than the ${this.#entry.size} bytes it claims.`,
      );
    this.#crc = crc32(piece, this.#crc);
    this.#sha256.update(piece);
    this.#listener?.(piece);
  }

  /** SHA-256 of the content, in hex. */
  finish(): string {
    if (this.#size !== this.#entry.size)
      throw new ArchiveRefusal(
        'ZIP_SIZE_MISMATCH',
        this.#entry.path,
        `The entry unpacks to ${this.#size} bytes instead of the ${this.#entry.size} it claims.`,
      );
    if (this.#crc !== this.#entry.crc32)
      throw new ArchiveRefusal(
        'ZIP_CHECKSUM_MISMATCH',
        this.#entry.path,
        'The content does not match its checksum (CRC-32); the file was damaged or altered.',
      );
    return this.#sha256.digest('hex');
  }
}

function zlibRefusal(entry: ZipEntry, cause: unknown): ArchiveRefusal {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ERR_BUFFER_TOO_LARGE')
    return new ArchiveRefusal(
      'ZIP_SIZE_MISMATCH',
      entry.path,
      `The entry unpacks to more than the ${entry.size} bytes it claims.`,
    );
  return new ArchiveRefusal(
    'ZIP_DAMAGED',
    entry.path,
    code === 'Z_BUF_ERROR'
      ? 'The compressed data of the entry ends early.'
      : 'The compressed data of the entry is damaged.',
  );
}

function leftOver(entry: ZipEntry): ArchiveRefusal {
  return new ArchiveRefusal(
    'ZIP_EXTRA_DATA',
    entry.path,
    'Bytes follow the end of the compressed data within the entry.',
  );
}

/**
 * Verifies an entry whose packed bytes are all at hand; for small ones, where a stream would cost more than the work.
 * @returns SHA-256 of the content, in hex
 * @throws ArchiveRefusal ZIP_DAMAGED, ZIP_EXTRA_DATA, ZIP_SIZE_MISMATCH, ZIP_CHECKSUM_MISMATCH
 */
export function verifySmallEntry(entry: ZipEntry, packed: Buffer, listener?: ContentListener): string {
  const check = new ContentCheck(entry, listener);
  check.add(entry.method === DEFLATED ? inflateSmall(entry, packed) : packed);
  return check.finish();
}

/** What `info: true` makes of zlib's result, which its types do not tell. */
interface InflateInfo {
  buffer: Buffer;
  engine: { bytesWritten: number };
}

function inflateSmall(entry: ZipEntry, packed: Buffer): Buffer {
  let result: InflateInfo;
  try {
    result = inflateRawSync(packed, {
      info: true,
      chunkSize: Math.max(LEAST_OUTPUT, entry.size + 1),
      maxOutputLength: Math.max(1, entry.size),
    }) as unknown as InflateInfo;
  } catch (cause) {
    throw zlibRefusal(entry, cause);
  }
  if (result.engine.bytesWritten !== packed.length) throw leftOver(entry);
  return result.buffer;
}

/** Verifies an entry of any length as its packed bytes come. Inflating happens in the thread pool. */
export class EntryVerifier {
  readonly #entry: ZipEntry;
  readonly #check: ContentCheck;
  readonly #inflate: InflateRaw | null;
  #fed = 0;
  #failure: unknown = null;
  /** Ends the waiting for zlib; a write that zlib fails in is never called back. */
  #stopWaiting: () => void = () => {};

  constructor(entry: ZipEntry, listener?: ContentListener) {
    this.#entry = entry;
    this.#check = new ContentCheck(entry, listener);
    this.#inflate = entry.method === DEFLATED ? createInflateRaw({ chunkSize: OUTPUT_BYTES }) : null;
    this.#inflate?.on('data', (piece: Buffer) => {
      if (this.#failure !== null) return;
      try {
        this.#check.add(piece);
      } catch (failure) {
        this.#failure = failure;
        this.discard();
      }
    });
    this.#inflate?.on('error', (cause) => {
      this.#failure ??= zlibRefusal(entry, cause);
    });
    this.#inflate?.on('close', () => this.#stopWaiting());
  }

  /** Resolves when the piece has been unpacked and compared; rejects with an ArchiveRefusal, as `verifySmallEntry`. */
  async write(packed: Buffer): Promise<void> {
    const inflate = this.#inflate;
    if (inflate === null) {
      this.#check.add(packed);
      return;
    }
    this.#fed += packed.length;
    await new Promise<void>((resolve) => {
      this.#stopWaiting = resolve;
      inflate.write(packed, () => resolve());
    });
    if (this.#failure !== null) throw this.#failure;
    if (inflate.bytesWritten !== this.#fed) throw leftOver(this.#entry);
  }

  /** SHA-256 of the content, in hex; rejects like `write` when something is missing or differs. */
  async finish(): Promise<string> {
    const inflate = this.#inflate;
    if (inflate !== null) {
      await new Promise<void>((resolve) => {
        this.#stopWaiting = resolve;
        inflate.end();
      });
      if (this.#failure !== null) throw this.#failure;
    }
    return this.#check.finish();
  }

  /** Lets go of zlib's memory; for verifications that are given up. */
  discard(): void {
    this.#inflate?.destroy();
  }
}
