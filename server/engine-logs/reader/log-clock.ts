import { fromWallTime, toWallTime } from '@/server/platform/time-zone';
import { readStamp, type Stamp } from '../rules/stamp';
import type { LogIndex } from './log-index';
import { INDEX_BLOCK_BYTES, STAMP_KINDS } from './scan/line-index';

const DAY = 86_400_000;
/** A time of day that is this much earlier than the one before it belongs to the next day. */
const TURN = DAY / 2;
const ZONED = 4;
const TIME_OF_DAY = STAMP_KINDS.indexOf('time-of-day');
const UPTIME = STAMP_KINDS.indexOf('uptime');

/**
 * Makes instants of the times in a log. Dates are taken in the zone of the logs. Times of day get their day, and times
 * since the process began their beginning, from when the log was last written: its last line was then.
 */
export class LogClock {
  /** Number of the first block of each part, and of all blocks. */
  readonly #firstBlocks: number[] = [];
  readonly #blocks: number;
  /** Day of each block, counted from the log's first; only for times of day. */
  readonly #days: Uint16Array | null;
  readonly #firstDay: number;
  readonly #uptimeStart: number | null;

  private constructor(
    private readonly zone: string,
    private readonly index: LogIndex,
    modifiedTime: Date | null,
    lastUptime: number | null,
  ) {
    let blocks = 0;
    for (const { data } of index.parts) {
      this.#firstBlocks.push(blocks);
      blocks += data.kinds.length;
    }
    this.#blocks = blocks;
    const written = modifiedTime?.getTime() ?? null;
    this.#uptimeStart = written !== null && lastUptime !== null ? written - lastUptime : null;
    const timesOfDay = index.parts.some(({ data }) => data.kinds.includes(TIME_OF_DAY));
    this.#days = timesOfDay ? this.#countDays() : null;
    this.#firstDay = this.#days ? this.#dayOfFirst(written, this.#days) : Number.NaN;
  }

  /** A clock for a log that is indexed. */
  static async of(zone: string, index: LogIndex, modifiedTime: Date | null): Promise<LogClock> {
    return new LogClock(zone, index, modifiedTime, await lastUptimeOf(index));
  }

  #block(number: number): { kind: number; stamp: number; offset: number } {
    const place = this.#firstBlocks.findLastIndex((first) => first <= number);
    const part = this.index.parts[place];
    const inside = number - (this.#firstBlocks[place] ?? 0);
    return {
      kind: part?.data.kinds[inside] ?? 0,
      stamp: part?.data.stamps[inside] ?? Number.NaN,
      offset: (part?.start ?? 0) + inside * INDEX_BLOCK_BYTES,
    };
  }

  #countDays(): Uint16Array {
    const days = new Uint16Array(this.#blocks);
    let day = 0;
    let previous = Number.NEGATIVE_INFINITY;
    for (let number = 0; number < this.#blocks; number++) {
      const { kind, stamp } = this.#block(number);
      if (kind === TIME_OF_DAY) {
        if (stamp < previous - TURN) day++;
        previous = stamp;
      }
      days[number] = day;
    }
    return days;
  }

  /** Wall-clock midnight of the first day of times of day, from the day on which the log was last written. */
  #dayOfFirst(written: number | null, days: Uint16Array): number {
    let last = this.#blocks - 1;
    while (last >= 0 && this.#block(last).kind !== TIME_OF_DAY) last--;
    if (written === null || last < 0) return Number.NaN;
    const wall = toWallTime(written, this.zone);
    const midnight = Math.floor(wall / DAY) * DAY;
    const lastDay = this.#block(last).stamp > wall - midnight + 60_000 ? midnight - DAY : midnight;
    return lastDay - (days[last] ?? 0) * DAY;
  }

  #resolve(kind: number, stamp: number, day: number): number | null {
    if (kind >= ZONED) return stamp;
    const name = STAMP_KINDS[kind];
    if (name === 'date-time') return fromWallTime(stamp, this.zone);
    if (name === 'uptime') return this.#uptimeStart === null ? null : this.#uptimeStart + stamp;
    return Number.isNaN(this.#firstDay) ? null : fromWallTime(this.#firstDay + day * DAY + stamp, this.zone);
  }

  /** Number of the last block that begins at or before an offset and has a time; of the first that has one if none does. */
  #blockBefore(offset: number): number {
    const place = Math.max(
      0,
      this.index.parts.findLastIndex(({ start }) => start <= offset),
    );
    const inside = Math.floor((offset - (this.index.parts[place]?.start ?? 0)) / INDEX_BLOCK_BYTES);
    let number = Math.min(this.#blocks - 1, (this.#firstBlocks[place] ?? 0) + inside);
    while (number > 0 && this.#block(number).kind === 0) number--;
    while (number < this.#blocks - 1 && this.#block(number).kind === 0) number++;
    return number;
  }

  /** Instant of a time written in the line at an offset, in milliseconds; null when it cannot be told. */
  instant(stamp: Stamp, offset: number): number | null {
    if (stamp.kind === 'date-time') return dateTime(stamp, this.zone);
    if (stamp.kind === 'uptime') return this.#resolve(UPTIME, stamp.milliseconds, 0);
    if (!this.#days) return null;
    const number = this.#blockBefore(offset);
    const next = stamp.milliseconds < this.#block(number).stamp - TURN ? 1 : 0;
    return this.#resolve(TIME_OF_DAY, stamp.milliseconds, (this.#days[number] ?? 0) + next);
  }

  /** Offset from which on a line written at or after an instant is to be looked for: a little before it. */
  before(instant: number): number {
    let low = 0;
    let high = this.#blocks;
    while (low < high) {
      const middle = (low + high) >> 1;
      // A block without a time stands for the last one ahead of it that has one.
      let known = middle;
      while (known > low && this.#block(known).kind === 0) known--;
      const { kind, stamp } = this.#block(known);
      const time = kind === 0 ? null : this.#resolve(kind, stamp, this.#days?.[known] ?? 0);
      if (time === null || time < instant) low = middle + 1;
      else high = known;
    }
    return low === 0 ? 0 : this.#block(low - 1).offset;
  }
}

/** Instant of a date and time, in the zone it says or the one that is given. */
export function dateTime(stamp: Extract<Stamp, { kind: 'date-time' }>, zone: string): number {
  return stamp.offset === null ? fromWallTime(stamp.wall, zone) : stamp.wall - stamp.offset * 60_000;
}

/** The last time since the beginning that a log says; null when its last lines say none. */
async function lastUptimeOf(index: LogIndex): Promise<number | null> {
  const last = index.parts.findLast(({ part }) => part.sizeBytes > 0);
  if (!last?.data.kinds.some((kind) => STAMP_KINDS[kind] === 'uptime')) return null;
  const { part } = last;
  const from = Math.max(0, part.sizeBytes - INDEX_BLOCK_BYTES);
  const lines = (await part.read(from, part.sizeBytes - from)).toString('latin1').split('\n');
  for (const line of lines.reverse()) {
    const stamp = readStamp(line);
    if (stamp?.kind === 'uptime') return stamp.milliseconds;
  }
  return null;
}
