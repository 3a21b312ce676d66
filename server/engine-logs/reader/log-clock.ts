import { fromWallTime, toWallTime } from '@/server/platform/time-zone';
import { readStamp, type Stamp } from '../rules/stamp';
import type { LogIndex } from './log-index';
import { INDEX_BLOCK_BYTES, STAMP_KINDS } from './scan/line-index';

const DAY = 86_400_000;
/** A time of day that is this much earlier than the one before it belongs to the next day. */
const TURN = DAY / 2;
const ZONED = 4;

/** A block whose first time is known as an instant. */
interface Mark {
  offset: number;
  time: number;
  /** Day of the block, counted from the log's first, for times of day. */
  day: number;
  stamp: number;
}

/**
 * Makes instants of the times in a log. Dates are taken in the zone of the logs. Times of day get their day, and times
 * since the process began their beginning, from when the log was last written: its last line was then.
 */
export class LogClock {
  readonly #marks: Mark[] = [];
  readonly #firstDay: number;
  readonly #uptimeStart: number | null;

  private constructor(
    private readonly zone: string,
    index: LogIndex,
    modifiedTime: Date | null,
    lastUptime: number | null,
  ) {
    const written = modifiedTime?.getTime() ?? null;
    this.#uptimeStart = written !== null && lastUptime !== null ? written - lastUptime : null;
    const blocks = this.#readBlocks(index);
    this.#firstDay = this.#dayOfFirst(written, blocks.at(-1));
    for (const block of blocks) {
      const time = this.#resolve(block.kind, block.stamp, block.day);
      if (time !== null) this.#marks.push({ ...block, time });
    }
  }

  /** A clock for a log that is indexed. */
  static async of(zone: string, index: LogIndex, modifiedTime: Date | null): Promise<LogClock> {
    return new LogClock(zone, index, modifiedTime, await lastUptimeOf(index));
  }

  #readBlocks(index: LogIndex) {
    const blocks: (Omit<Mark, 'time'> & { kind: number })[] = [];
    let day = 0;
    let previous: number | null = null;
    for (const { start, data } of index.parts) {
      for (let block = 0; block < data.kinds.length; block++) {
        const kind = data.kinds[block] as number;
        const stamp = data.stamps[block] as number;
        if (kind === 0) continue;
        if (STAMP_KINDS[kind] === 'time-of-day') {
          if (previous !== null && stamp < previous - TURN) day++;
          previous = stamp;
        }
        blocks.push({ offset: start + block * INDEX_BLOCK_BYTES, kind, stamp, day });
      }
    }
    return blocks;
  }

  /** Wall-clock midnight of the first day of times of day, from the day on which the log was last written. */
  #dayOfFirst(written: number | null, last: { day: number; stamp: number } | undefined): number {
    if (written === null || !last) return Number.NaN;
    const wall = toWallTime(written, this.zone);
    const midnight = Math.floor(wall / DAY) * DAY;
    const lastDay = last.stamp > wall - midnight + 60_000 ? midnight - DAY : midnight;
    return lastDay - last.day * DAY;
  }

  #resolve(kind: number, stamp: number, day: number): number | null {
    if (kind >= ZONED) return stamp;
    const name = STAMP_KINDS[kind];
    if (name === 'date-time') return fromWallTime(stamp, this.zone);
    if (name === 'uptime') return this.#uptimeStart === null ? null : this.#uptimeStart + stamp;
    return Number.isNaN(this.#firstDay) ? null : fromWallTime(this.#firstDay + day * DAY + stamp, this.zone);
  }

  #markBefore(offset: number): Mark | undefined {
    let low = 0;
    let high = this.#marks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#marks[middle] as Mark).offset <= offset) low = middle + 1;
      else high = middle;
    }
    return this.#marks[Math.max(0, low - 1)];
  }

  /** Instant of a time written in the line at an offset, in milliseconds; null when it cannot be told. */
  instant(stamp: Stamp, offset: number): number | null {
    if (stamp.kind === 'date-time') return dateTime(stamp, this.zone);
    const kind = STAMP_KINDS.indexOf(stamp.kind);
    if (stamp.kind === 'uptime') return this.#resolve(kind, stamp.milliseconds, 0);
    const mark = this.#markBefore(offset);
    if (!mark) return null;
    const next = stamp.milliseconds < mark.stamp - TURN ? 1 : 0;
    return this.#resolve(kind, stamp.milliseconds, mark.day + next);
  }

  /** Offset from which on a line written at or after an instant is to be looked for: a little before it. */
  before(instant: number): number {
    let offset = 0;
    for (const mark of this.#marks) {
      if (mark.time >= instant) break;
      offset = mark.offset;
    }
    return offset;
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
