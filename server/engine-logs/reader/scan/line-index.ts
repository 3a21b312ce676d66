import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readStamp } from '../../rules/stamp';
import { countNewlines, endOfLine, NEWLINE } from '../line-bytes';
import type { LocalPart } from '../part';
import { JoinedParts } from './joined-parts';
import { breathe } from './line-blocks';

/** Bytes of the part between two entries of the index. */
export const INDEX_BLOCK_BYTES = 64 << 10;
const MAGIC = 'ERLI0003';
const HEADER_BYTES = 64;
/** Bytes before the end of what was indexed that must be the same for the index to be continued. */
const TAIL_BYTES = 256;
const WINDOW_BYTES = 1 << 20;
/** Most lines of a block that are read for its first time, of those that begin as one could. */
const MOST_TRIED = 64;

/** Kinds of times in an index. */
export const STAMP_KINDS = ['none', 'date-time', 'time-of-day', 'uptime'] as const;

/**
 * Sparse index of a part: for each block of 64 KiB how many newlines lie before it, and the first time written in it.
 * Plain arrays, to be handed between threads.
 */
export interface LineIndexData {
  /** Bytes of the part that the index covers. */
  scannedBytes: number;
  /** Newlines in those bytes. */
  newlines: number;
  /** Newlines before each block. */
  before: Float64Array;
  /** First time in each block: milliseconds as written, of the kind given; where it says its zone, in UTC. */
  stamps: Float64Array;
  /** Index into STAMP_KINDS for each block; 4 added when the time says its zone. */
  kinds: Uint8Array;
}

/** Times begin with a digit, or with a bracket in front of it. */
const mayBeStamp = (byte: number) => (byte >= 0x30 && byte <= 0x39) || byte === 0x5b;

/** An index on its way to the end of its part. */
class Growing {
  scannedBytes = 0;
  newlines = 0;
  #blocks = 0;
  readonly #before: Float64Array;
  readonly #stamps: Float64Array;
  readonly #kinds: Uint8Array;

  constructor(from: LineIndexData | null, sizeBytes: number) {
    const most = Math.ceil(sizeBytes / INDEX_BLOCK_BYTES);
    this.#before = new Float64Array(most);
    this.#stamps = new Float64Array(most);
    this.#kinds = new Uint8Array(most);
    if (!from) return;
    // The last block was not full: it is counted anew.
    const blocks = Math.floor(from.scannedBytes / INDEX_BLOCK_BYTES);
    this.#before.set(from.before.subarray(0, blocks));
    this.#stamps.set(from.stamps.subarray(0, blocks));
    this.#kinds.set(from.kinds.subarray(0, blocks));
    this.#blocks = blocks;
    this.scannedBytes = blocks * INDEX_BLOCK_BYTES;
    this.newlines = (blocks < from.before.length ? from.before[blocks] : from.newlines) ?? 0;
  }

  /** Adds a block of the part, which begins where the index ends. */
  add(bytes: Buffer): void {
    this.#before[this.#blocks] = this.newlines;
    this.#addStamp(bytes);
    this.#blocks++;
    this.newlines += countNewlines(bytes);
    this.scannedBytes += bytes.length;
  }

  #addStamp(bytes: Buffer): void {
    let kind = 0;
    let time = Number.NaN;
    let tried = 0;
    for (let at = this.scannedBytes === 0 ? 0 : bytes.indexOf(NEWLINE) + 1; at < bytes.length && tried < MOST_TRIED; ) {
      const stamp = mayBeStamp(bytes[at] as number) ? readStamp(bytes.toString('latin1', at, at + 48)) : null;
      if (stamp) {
        kind = STAMP_KINDS.indexOf(stamp.kind);
        time = stamp.kind === 'date-time' ? stamp.wall - (stamp.offset ?? 0) * 60_000 : stamp.milliseconds;
        if (stamp.kind === 'date-time' && stamp.offset !== null) kind += 4;
        break;
      }
      if (mayBeStamp(bytes[at] as number)) tried++;
      at = endOfLine(bytes, at);
    }
    this.#kinds[this.#blocks] = kind;
    this.#stamps[this.#blocks] = time;
  }

  data(): LineIndexData {
    return {
      scannedBytes: this.scannedBytes,
      newlines: this.newlines,
      before: this.#before.slice(0, this.#blocks),
      stamps: this.#stamps.slice(0, this.#blocks),
      kinds: this.#kinds.slice(0, this.#blocks),
    };
  }
}

function tailHash(log: JoinedParts, end: number): string {
  const bytes = Buffer.alloc(Math.min(TAIL_BYTES, end));
  log.read(end - bytes.length, bytes);
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32);
}

/** The stored index of a part; null when there is none, or the part is not the one it was made from. */
function load(path: string, log: JoinedParts): LineIndexData | null {
  let file: Buffer;
  try {
    file = readFileSync(path);
  } catch {
    return null;
  }
  if (file.length < HEADER_BYTES || file.toString('latin1', 0, 8) !== MAGIC) return null;
  const [scannedBytes, newlines, blocks] = [file.readDoubleLE(8), file.readDoubleLE(16), file.readUInt32LE(24)];
  if (file.length !== HEADER_BYTES + blocks * 17 || scannedBytes > log.sizeBytes) return null;
  if (file.toString('latin1', 32, 64) !== tailHash(log, scannedBytes)) return null;
  const doubles = (from: number) =>
    new Float64Array(file.buffer.slice(file.byteOffset + from, file.byteOffset + from + blocks * 8));
  return {
    scannedBytes,
    newlines,
    before: doubles(HEADER_BYTES),
    stamps: doubles(HEADER_BYTES + blocks * 8),
    kinds: new Uint8Array(file.subarray(HEADER_BYTES + blocks * 16)),
  };
}

/** Keeps an index beside the data, whole or not at all. An index that cannot be kept is built again next time. */
function store(path: string, data: LineIndexData, log: JoinedParts): void {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write(MAGIC, 0, 'latin1');
  header.writeDoubleLE(data.scannedBytes, 8);
  header.writeDoubleLE(data.newlines, 16);
  header.writeUInt32LE(data.before.length, 24);
  header.write(tailHash(log, data.scannedBytes), 32, 'latin1');
  const bytes = (array: Float64Array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength);
  const unfinished = `${path}.${process.pid}.part`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(unfinished, Buffer.concat([header, bytes(data.before), bytes(data.stamps), data.kinds]));
    renameSync(unfinished, path);
  } catch {
    rmSync(unfinished, { force: true });
  }
}

/**
 * The index of a part as long as it is now: loaded, continued where the part has grown, or built when the part is
 * another one or was cut.
 * @param path where the index is kept
 */
export async function buildIndex(part: LocalPart, path: string, stopped: () => boolean): Promise<LineIndexData> {
  const log = new JoinedParts([part]);
  try {
    const known = load(path, log);
    if (known && known.scannedBytes === part.sizeBytes) return known;
    const index = new Growing(known, part.sizeBytes);
    const window = Buffer.allocUnsafe(WINDOW_BYTES);
    while (index.scannedBytes < part.sizeBytes && !stopped()) {
      const wanted = Math.min(WINDOW_BYTES, part.sizeBytes - index.scannedBytes);
      const bytes = window.subarray(0, log.read(index.scannedBytes, window.subarray(0, wanted)));
      for (let at = 0; at < bytes.length; at += INDEX_BLOCK_BYTES)
        index.add(bytes.subarray(at, at + INDEX_BLOCK_BYTES));
      if (bytes.length < wanted) break;
      await breathe();
    }
    const data = index.data();
    // Small ones are built as fast as they are loaded.
    if (data.scannedBytes > WINDOW_BYTES && !stopped()) store(path, data, log);
    return data;
  } finally {
    log.close();
  }
}
