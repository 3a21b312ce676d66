import type { LogLevel } from '@/contracts/engine-logs';
import { readLevel } from './level';
import { readStamp, type Stamp } from './stamp';

/** What a line's beginning says about it. */
export interface LineHead {
  stamp: Stamp | null;
  /** Level that the line itself names. */
  level: LogLevel | null;
  /** The line goes on with the entry of the line before it. */
  continuation: boolean;
}

/** Lines that belong to the one before them wherever they are: frames, causes, what a stack trace leaves out. */
const TRACE = /^(?:\s+(?:at\s|\.\.\. \d+|File ")|\s*Caused by:|\s*Suppressed:|\s+- locked|\s{2,}\S)/;

/** Reads what a line's beginning says. `entry`: a line before it has begun an entry with a time. */
export function readHead(line: string, entry: boolean): LineHead {
  const stamp = readStamp(line);
  if (stamp) return { stamp, level: readLevel(line, true), continuation: false };
  if (entry || TRACE.test(line)) return { stamp: null, level: null, continuation: true };
  return { stamp: null, level: readLevel(line, false), continuation: false };
}

/** Gives consecutive lines their entry's level. */
export class EntryTracker {
  #level: LogLevel | null = null;
  #entry = false;

  /** The next line. Returns what its beginning says, with the level of the entry it belongs to. */
  next(line: string): LineHead {
    const head = readHead(line, this.#entry);
    if (head.continuation) return { ...head, level: this.#level };
    this.#level = head.level;
    this.#entry = head.stamp !== null;
    return head;
  }
}
