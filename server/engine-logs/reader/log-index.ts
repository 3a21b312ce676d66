import { join } from 'node:path';
import type { Configuration } from '@/server/platform/config/environment';
import { keepRecent, processWide } from '@/server/platform/memory';
import { countNewlines, NEWLINE } from './line-bytes';
import type { LogPart } from './part';
import { INDEX_BLOCK_BYTES, type LineIndexData } from './scan/line-index';
import { scan } from './scan-threads';

/** A part, where it begins in the log, and its index. */
interface IndexedPart {
  part: LogPart;
  start: number;
  data: LineIndexData;
  /** Newlines of the log before this part. */
  newlinesBefore: number;
}

/** Largest index of a sorted list whose value is at most this; -1 if none is. */
function lastAtMost(values: Float64Array, wanted: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] as number) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Lines of a log by number and by offset. Reads at most one block of the log for an answer. */
export class LogIndex {
  readonly parts: readonly IndexedPart[];
  readonly sizeBytes: number;
  readonly newlines: number;

  constructor(parts: readonly LogPart[], indexes: readonly LineIndexData[]) {
    let start = 0;
    let newlinesBefore = 0;
    this.parts = parts.map((part, index) => {
      const data = indexes[index] as LineIndexData;
      const indexed = { part, start, data, newlinesBefore };
      start += part.sizeBytes;
      newlinesBefore += data.newlines;
      return indexed;
    });
    this.sizeBytes = start;
    this.newlines = newlinesBefore;
  }

  #partAt(offset: number): IndexedPart | undefined {
    return this.parts.findLast(({ start }) => start <= offset);
  }

  /** Number of the line that holds the byte at an offset, from 1. */
  async lineNumber(offset: number): Promise<number> {
    const found = this.#partAt(Math.min(offset, this.sizeBytes));
    if (!found) return 1;
    const inside = Math.min(offset, this.sizeBytes) - found.start;
    const block = Math.min(Math.floor(inside / INDEX_BLOCK_BYTES), found.data.before.length - 1);
    const blockStart = Math.max(0, block) * INDEX_BLOCK_BYTES;
    const bytes = await found.part.read(blockStart, inside - blockStart);
    return found.newlinesBefore + (found.data.before[block] ?? 0) + countNewlines(bytes) + 1;
  }

  /** Where the line with this number begins; the log's size when there are fewer. */
  async lineOffset(number: number): Promise<number> {
    const skipped = number - 1;
    if (skipped <= 0) return 0;
    if (skipped > this.newlines) return this.sizeBytes;
    const found = this.parts.findLast(({ newlinesBefore }) => newlinesBefore < skipped);
    if (!found) return 0;
    let left = skipped - found.newlinesBefore;
    const block = Math.max(0, lastAtMost(found.data.before, left - 1));
    left -= found.data.before[block] ?? 0;
    const blockStart = block * INDEX_BLOCK_BYTES;
    const bytes = await found.part.read(blockStart, INDEX_BLOCK_BYTES);
    let at = -1;
    for (; left > 0; left--) {
      at = bytes.indexOf(NEWLINE, at + 1);
      if (at < 0) return this.sizeBytes;
    }
    return found.start + blockStart + at + 1;
  }

  /** Lines of the log; one without an end counts. */
  async totalLines(): Promise<number> {
    const last = this.parts.findLast(({ part }) => part.sizeBytes > 0);
    if (!last) return 0;
    const [byte] = await last.part.read(last.part.sizeBytes - 1, 1);
    return this.newlines + (byte === NEWLINE ? 0 : 1);
  }
}

interface Known {
  sizeBytes: number;
  data: Promise<LineIndexData>;
}

/** Indexes that are held in memory; others are read from their files again. */
const MOST_HELD = 64;
const held = () => processWide('logIndexes', () => new Map<string, Known>());

function indexPart(configuration: Configuration, part: LogPart): Promise<LineIndexData> {
  const known = held().get(part.key);
  if (known?.sizeBytes === part.sizeBytes) return known.data;
  const path = join(configuration.dataDirectory, 'log-index', `${part.key}.index`);
  const data = part.local().then((local) => scan('index', { part: local, path }));
  keepRecent(held(), part.key, { sizeBytes: part.sizeBytes, data }, MOST_HELD);
  data.catch(() => held().delete(part.key));
  return data;
}

/**
 * The index of a log as long as it is: from memory, from its file, or built in a thread, which takes about a second for
 * a gigabyte. Built once however many wait for it.
 */
export async function indexLog(configuration: Configuration, parts: readonly LogPart[]): Promise<LogIndex> {
  const indexes: LineIndexData[] = [];
  // One after the other: together they would take as long, and hold a window of each.
  for (const part of parts) indexes.push(await indexPart(configuration, part));
  return new LogIndex(parts, indexes);
}
