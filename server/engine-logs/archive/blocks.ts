import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip as gunzipCallback, gzip as gzipCallback } from 'node:zlib';
import { z } from 'zod';
import { logPartSchema } from '@/contracts/engine-logs';
import { shortHash } from '../reader/fingerprint';
import { countNewlines, NEWLINE } from '../reader/line-bytes';
import type { LogPart } from '../reader/part';

// In the thread pool: compressing must not keep requests waiting.
const gzip = promisify(gzipCallback);
const gunzip = promisify(gunzipCallback);

/** Bytes of a file in each of its members but the last. */
export const BLOCK_BYTES = 1 << 20;
/** Outputs of zlib in few pieces: pieces become garbage, which is collected late. */
const GZIP_CHUNK = 256 << 10;
const SPARE = 64;
const TIME = /\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}/;
/** How far into a block its first time is looked for. */
const TIME_WINDOW = 4096;

/**
 * What lies beside an archive, as JSON. The archive is a row of gzip members: of each file of the log, each member holds
 * `blockBytes` but the last. An empty log has one empty member, which no file owns.
 */
const archiveIndexSchema = z.object({
  version: z.literal(1),
  ticketId: z.string(),
  stream: z.string(),
  rawBytes: z.int().min(0),
  storedBytes: z.int().min(0),
  blockBytes: z.int().min(1),
  /** SHA-256 of the whole log. */
  sha256: z.string(),
  /** Lines of the whole log; a last one without an end counts. */
  lines: z.int().min(0),
  /** The files that the log was in, oldest first. */
  parts: z.array(
    z.object({
      ...logPartSchema.shape,
      encoding: z.enum(['utf-8', 'gbk', 'utf-16le', 'utf-16be', 'unknown']),
      /** Where each member begins in the archive; one more: where the last ends. */
      offsets: z.array(z.int().min(0)).min(1),
      /** SHA-256 of each block, its first 16 hex digits. */
      hashes: z.array(z.string()),
      /** Newlines of the log ahead of each block; one more: ahead of what follows the part. */
      newlines: z.array(z.int().min(0)),
      /** First time that is written in each block, as it is written; null where there is none near its beginning. */
      times: z.array(z.string().nullable()),
    }),
  ),
});
export type ArchiveIndex = z.infer<typeof archiveIndexSchema>;
export type ArchivedPart = ArchiveIndex['parts'][number];

/** The log was not what it had been when it was opened: to be tried again later. */
export class LogChanged extends Error {
  override name = 'LogChanged';
}

/** The bytes of a part in blocks of `BLOCK_BYTES` but the last. @throws LogChanged when the part has become shorter */
export async function* blocksOf(part: Pick<LogPart, 'sizeBytes' | 'read'>): AsyncGenerator<Buffer> {
  for (let at = 0; at < part.sizeBytes; ) {
    const end = Math.min(at + BLOCK_BYTES, part.sizeBytes);
    const pieces: Buffer[] = [];
    while (at < end) {
      const piece = await part.read(at, end - at);
      if (piece.length === 0) throw new LogChanged('It became shorter while it was read.');
      pieces.push(piece);
      at += piece.length;
    }
    yield pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
  }
}

/** Compresses a log member by member and keeps the index of it meanwhile. One block is in memory at a time. */
export class Compressor {
  readonly #whole = createHash('sha256');
  readonly #index: Omit<ArchiveIndex, 'sha256' | 'lines'>;
  #newlines = 0;
  #endsWithNewline = true;

  constructor(
    log: { ticketId: string; stream: string },
    private readonly parts: readonly LogPart[],
  ) {
    this.#index = { version: 1, ...log, rawBytes: 0, storedBytes: 0, blockBytes: BLOCK_BYTES, parts: [] };
  }

  /** The members of the archive. @throws LogChanged */
  async *members(): AsyncGenerator<Buffer> {
    const index = this.#index;
    for (const part of this.parts) {
      const { fingerprint, encoding, sizeBytes } = part;
      const entry: ArchivedPart = {
        ...{ fingerprint, encoding, sizeBytes, startOffset: index.rawBytes },
        ...{ offsets: [index.storedBytes], hashes: [], newlines: [this.#newlines], times: [] },
      };
      index.parts.push(entry);
      for await (const block of blocksOf(part)) yield await this.#member(entry, block);
    }
    if (index.storedBytes > 0) return;
    const empty = await gzip(Buffer.alloc(0));
    index.storedBytes = empty.length;
    yield empty;
  }

  async #member(entry: ArchivedPart, block: Buffer): Promise<Buffer> {
    const index = this.#index;
    const member = await gzip(block, { chunkSize: GZIP_CHUNK });
    this.#whole.update(block);
    this.#newlines += countNewlines(block);
    this.#endsWithNewline = block.at(-1) === NEWLINE;
    index.rawBytes += block.length;
    index.storedBytes += member.length;
    entry.offsets.push(index.storedBytes);
    entry.hashes.push(shortHash(block));
    entry.newlines.push(this.#newlines);
    entry.times.push(TIME.exec(block.toString('latin1', 0, TIME_WINDOW))?.[0] ?? null);
    return member;
  }

  /** The index, once all members have been taken. */
  finish(): ArchiveIndex {
    const lines = this.#newlines + (this.#endsWithNewline ? 0 : 1);
    return { ...this.#index, sha256: this.#whole.digest('hex'), lines };
  }
}

/** An archive, or the index of one, is not what was written. */
export class ArchiveDamaged extends Error {
  override name = 'ArchiveDamaged';
}

/** Inflates one member of a part and holds it against the index. @throws ArchiveDamaged */
export async function inflateBlock(
  { blockBytes }: ArchiveIndex,
  part: ArchivedPart,
  number: number,
  member: Buffer,
): Promise<Buffer> {
  const wanted = Math.min(blockBytes, part.sizeBytes - number * blockBytes);
  const block = await gunzip(member, { maxOutputLength: blockBytes, chunkSize: wanted + SPARE }).catch(
    (error: Error) => {
      throw new ArchiveDamaged(`block ${number} cannot be inflated: ${error.message}`, { cause: error });
    },
  );
  if (block.length !== wanted || shortHash(block) !== part.hashes[number])
    throw new ArchiveDamaged(`block ${number} is not what was archived`);
  return block;
}

/**
 * Reads an index and holds it against what the database says.
 * @param sha256 hash of the index's text
 * @throws ArchiveDamaged
 */
export function parseIndex(text: Buffer, sha256: string): ArchiveIndex {
  if (createHash('sha256').update(text).digest('hex') !== sha256)
    throw new ArchiveDamaged('its index is not what was written');
  return archiveIndexSchema.parse(JSON.parse(text.toString('utf8')));
}
