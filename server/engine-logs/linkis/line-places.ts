import { createHash } from 'node:crypto';
import { keepRecent, processWide } from '@/server/platform/memory';
import type { OpenLog } from '../reader/open-log';
import { linesBefore, linesFrom } from './lines';

const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const CHUNK_BYTES = 1 << 20;
/** Lines up to so far from an end are counted off; farther ones are found through the log's index. */
const NEAR = 20_000;
const MOST_REMEMBERED = 200;

/** Lone returns in the leading chunks of a log: `before[i]` are ahead of chunk `i`. */
interface Returns {
  fingerprint: string;
  before: number[];
}

/**
 * What was counted, by log. The log's index counts lines that end with `\n`; Java ends them at lone returns too, so
 * those are counted once and remembered. Losing it costs a second look.
 */
const remembered = () => processWide('linkisReturns', () => new Map<string, Returns>());

function loneReturns(chunk: Buffer, length: number): number {
  let count = 0;
  for (let at = chunk.indexOf(RETURN); at >= 0 && at < length; at = chunk.indexOf(RETURN, at + 1))
    if (chunk[at + 1] !== LINE_FEED) count++;
  return count;
}

/** Tells whether the counted part is still what it was: its beginning and its last bytes. */
async function fingerprintOf(log: OpenLog, chunks: number): Promise<string> {
  const hash = createHash('sha256').update(await log.read(0, Math.min(4096, chunks * CHUNK_BYTES)));
  return hash.update(await log.read(Math.max(0, chunks * CHUNK_BYTES - 256), chunks === 0 ? 0 : 256)).digest('hex');
}

async function recall(log: OpenLog, key: string): Promise<number[]> {
  const found = remembered().get(key);
  if (!found) return [0];
  const chunks = found.before.length - 1;
  const same = chunks * CHUNK_BYTES < log.sizeBytes && (await fingerprintOf(log, chunks)) === found.fingerprint;
  return same ? [...found.before] : [0];
}

/** Places of lines as Java counts them, in a log that ends at `end`. */
export class LinePlaces {
  #before: number[] | null = null;

  /** @param key names the log among those that are remembered */
  constructor(
    readonly log: OpenLog,
    readonly end: number,
    readonly key: string,
  ) {}

  /** Lone returns ahead of every chunk that is whole. */
  async #counted(): Promise<number[]> {
    if (this.#before) return this.#before;
    const before = await recall(this.log, this.key);
    const known = before.length;
    for (let chunk = known - 1; (chunk + 1) * CHUNK_BYTES < this.end; chunk++) {
      // One byte more tells whether a return at the chunk's end is alone.
      const bytes = await this.log.read(chunk * CHUNK_BYTES, CHUNK_BYTES + 1);
      before.push((before[chunk] as number) + loneReturns(bytes, CHUNK_BYTES));
    }
    if (before.length > known) {
      const fingerprint = await fingerprintOf(this.log, before.length - 1);
      keepRecent(remembered(), this.key, { before, fingerprint }, MOST_REMEMBERED);
    }
    this.#before = before;
    return before;
  }

  /** Number of the line that holds the byte at an offset. */
  async #numberAt(offset: number): Promise<number> {
    const before = await this.#counted();
    const chunk = Math.min(Math.floor(offset / CHUNK_BYTES), before.length - 1);
    const start = chunk * CHUNK_BYTES;
    const rest = offset > start ? loneReturns(await this.log.read(start, offset - start + 1), offset - start) : 0;
    return (await this.log.lineNumber(offset)) + (before[chunk] as number) + rest;
  }

  /** Lines in all; a last one without an end counts. */
  async total(): Promise<number> {
    return this.end === 0 ? 0 : this.#numberAt(this.end - 1);
  }

  /** The place of a line far from the beginning: the last chunk that begins ahead of it, and on from there. */
  async #farOffset(number: number): Promise<number> {
    const before = await this.#counted();
    let low = 0;
    for (let high = before.length - 1; low < high; ) {
      const middle = Math.ceil((low + high) / 2);
      if ((await this.#numberAt(middle * CHUNK_BYTES)) < number) low = middle;
      else high = middle - 1;
    }
    if (low === 0) return this.#countOff(0, 1, number).then(({ offset }) => offset);
    const at = await this.#numberAt(low * CHUNK_BYTES);
    // The chunk begins somewhere in line `at`; counting starts where that line ends.
    const [line] = (await linesFrom(this.log, low * CHUNK_BYTES, this.end).next()).value ?? [];
    return line ? this.#countOff(line.end, at + 1, number).then(({ offset }) => offset) : this.end;
  }

  async #countOff(from: number, first: number, number: number): Promise<{ offset: number; line: number }> {
    let line = first;
    for await (const batch of linesFrom(this.log, from, this.end)) {
      const found = batch[number - line];
      if (found) return { offset: found.offset, line: number };
      line += batch.length;
    }
    return { offset: this.end, line };
  }

  /** Where a line begins, from 1; behind the last line, the end and the number that the next line would have. */
  async fromStart(number: number): Promise<{ offset: number; line: number }> {
    if (number <= NEAR) return this.#countOff(0, 1, number);
    const offset = await this.log.lineOffset(number);
    // Most logs have no lone returns, and then the index is right at once.
    const counted = await this.#counted();
    const alone = offset < this.end && counted.at(-1) === 0 && (await this.#numberAt(offset)) === number;
    if (alone) return { offset, line: number };
    const total = await this.total();
    if (number > total) return { offset: this.end, line: total + 1 };
    return { offset: await this.#farOffset(number), line: number };
  }

  /** Where the last so many lines begin, and how many there are of them. */
  async fromEnd(count: number): Promise<{ offset: number; lines: number }> {
    if (count > NEAR) {
      const total = await this.total();
      if (count >= total) return { offset: 0, lines: total };
      return { offset: (await this.fromStart(total - count + 1)).offset, lines: count };
    }
    let offset = this.end;
    for (let lines = 0; lines < count && offset > 0; ) {
      const batch = await linesBefore(this.log, offset);
      const wanted = batch.at(-(count - lines)) ?? batch[0];
      offset = wanted?.offset ?? 0;
      lines += Math.min(batch.length, count - lines);
      if (lines === count || offset === 0) return { offset, lines };
    }
    return { offset, lines: 0 };
  }
}
