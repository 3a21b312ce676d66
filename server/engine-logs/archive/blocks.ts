import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip as gunzipCallback, gzip as gzipCallback } from 'node:zlib';
import { z } from 'zod';
import { logPartSchema } from '@/contracts/engine-logs';
import type { LogPart } from '../reader/part';

// In the thread pool: compressing must not keep requests waiting.
const gzip = promisify(gzipCallback);
const gunzip = promisify(gunzipCallback);

/** Bytes of the log in each member but the last. */
export const BLOCK_BYTES = 1 << 20;
const NEWLINE = 0x0a;
const TIME = /\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}/;
/** How far into a block its first time is looked for. */
const TIME_WINDOW = 4096;
const FINGERPRINT_BYTES = 4096;

/**
 * What lies beside an archive, as JSON. The archive is a row of gzip members, each `blockBytes` of the log but the
 * last; an empty log has one empty member.
 */
export const archiveIndexSchema = z.object({
  version: z.literal(1),
  ticketId: z.string(),
  stream: z.string(),
  rawBytes: z.int().min(0),
  /** SHA-256 of the whole log. */
  sha256: z.string(),
  blockBytes: z.int().min(1),
  /** Where each member begins in the archive; one more: its length. */
  offsets: z.array(z.int().min(0)).min(2),
  /** SHA-256 of each block of the log, its first 16 hex digits. */
  hashes: z.array(z.string()),
  /** Newlines ahead of each block; one more: of the whole log. */
  newlines: z.array(z.int().min(0)),
  /** Lines of the log; a last one without an end counts. */
  lines: z.int().min(0),
  /** First time that is written in each block, as it is written; null where there is none near its beginning. */
  times: z.array(z.string().nullable()),
  /** The files that the log was in. */
  parts: z.array(logPartSchema),
});
export type ArchiveIndex = z.infer<typeof archiveIndexSchema>;

/** A log to be archived: its files, oldest first. */
export type SourcePart = Pick<LogPart, 'key' | 'sizeBytes' | 'modifiedTime' | 'read' | 'close'>;

/** The log was not what it had been when it was opened: to be tried again later. */
export class LogChanged extends Error {
  override name = 'LogChanged';
}

const shortHash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

/** Names the content of a file by its beginning: how many bytes were hashed, and their hash. */
export function fingerprintOf(beginning: Buffer): string {
  return `${beginning.length}-${shortHash(beginning)}`;
}

/** The bytes of parts joined, in blocks of `BLOCK_BYTES` but the last. @throws LogChanged when a part has become shorter */
export async function* rawBlocks(parts: readonly SourcePart[]): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = [];
  let filled = 0;
  for (const part of parts) {
    for (let at = 0; at < part.sizeBytes; ) {
      const piece = await part.read(at, Math.min(BLOCK_BYTES - filled, part.sizeBytes - at));
      if (piece.length === 0) throw new LogChanged('the log became shorter while it was read');
      pieces.push(piece);
      at += piece.length;
      filled += piece.length;
      if (filled < BLOCK_BYTES) continue;
      yield pieces.length === 1 ? piece : Buffer.concat(pieces);
      pieces = [];
      filled = 0;
    }
  }
  if (filled > 0) yield Buffer.concat(pieces);
}

async function partsOf(parts: readonly SourcePart[]): Promise<ArchiveIndex['parts']> {
  let startOffset = 0;
  const found: ArchiveIndex['parts'] = [];
  for (const part of parts) {
    const beginning = await part.read(0, Math.min(FINGERPRINT_BYTES, part.sizeBytes));
    found.push({ fingerprint: fingerprintOf(beginning), startOffset, sizeBytes: part.sizeBytes });
    startOffset += part.sizeBytes;
  }
  return found;
}

function countNewlines(block: Buffer): number {
  let count = 0;
  for (let at = block.indexOf(NEWLINE); at >= 0; at = block.indexOf(NEWLINE, at + 1)) count++;
  return count;
}

/** Compresses a log member by member and keeps the index of it meanwhile. One block is in memory at a time. */
export class Compressor {
  readonly #whole = createHash('sha256');
  readonly #index: Omit<ArchiveIndex, 'sha256' | 'parts' | 'lines'>;
  #endsWithNewline = true;

  constructor(
    log: { ticketId: string; stream: string },
    private readonly parts: readonly SourcePart[],
  ) {
    const empty = { offsets: [0], hashes: [], newlines: [0], times: [] };
    this.#index = { version: 1, ...log, rawBytes: 0, blockBytes: BLOCK_BYTES, ...empty };
  }

  /** The members of the archive. @throws LogChanged */
  async *members(): AsyncGenerator<Buffer> {
    for await (const block of rawBlocks(this.parts)) yield await this.#member(block);
    if (this.#index.rawBytes === 0) yield await this.#member(Buffer.alloc(0));
  }

  async #member(block: Buffer): Promise<Buffer> {
    const index = this.#index;
    const member = await gzip(block);
    this.#whole.update(block);
    index.rawBytes += block.length;
    index.offsets.push((index.offsets.at(-1) ?? 0) + member.length);
    index.hashes.push(shortHash(block));
    index.newlines.push((index.newlines.at(-1) ?? 0) + countNewlines(block));
    index.times.push(TIME.exec(block.toString('latin1', 0, TIME_WINDOW))?.[0] ?? null);
    this.#endsWithNewline = block.length === 0 || block.at(-1) === NEWLINE;
    return member;
  }

  /** The index, once all members have been taken. */
  async finish(): Promise<ArchiveIndex> {
    const lines = (this.#index.newlines.at(-1) ?? 0) + (this.#endsWithNewline ? 0 : 1);
    return { ...this.#index, sha256: this.#whole.digest('hex'), lines, parts: await partsOf(this.parts) };
  }
}

/** An archive, or the index of one, is not what was written. */
export class ArchiveDamaged extends Error {
  override name = 'ArchiveDamaged';
}

/** Inflates one member and holds it against the index. @throws ArchiveDamaged */
export async function inflateBlock(index: ArchiveIndex, number: number, member: Buffer): Promise<Buffer> {
  const wanted = Math.min(index.blockBytes, index.rawBytes - number * index.blockBytes);
  const block = await gunzip(member, { maxOutputLength: Math.max(1, index.blockBytes) }).catch((error: Error) => {
    throw new ArchiveDamaged(`block ${number} cannot be inflated: ${error.message}`, { cause: error });
  });
  if (block.length !== wanted || shortHash(block) !== index.hashes[number])
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
