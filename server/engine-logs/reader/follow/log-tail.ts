import type { LogLine, LogPage } from '@/contracts/engine-logs';
import type { EntryTracker } from '../../rules/entry';
import { hasFingerprint } from '../fingerprint';
import { linesAfter, linesBefore } from '../line-reader';
import type { LogClock } from '../log-clock';
import type { LogAbsence } from '../log-state';
import type { OpenLog } from '../open-log';
import { describeWith, trackerAt } from '../page-reader';

/** Most lines that are read at once. */
const LINES = 2000;
/** How long a clock is used: it learns of new days from the index. */
const CLOCK_MS = 600_000;

/** What became of a log since it was last looked at. */
export type TailChange =
  | { kind: 'lines'; lines: LogLine[]; startOffset: number; endOffset: number; sizeBytes: number; anchor: string }
  /** `map` says where an offset of before lies now; null when its part is gone. */
  | { kind: 'rotated'; parts: LogPage['parts']; sizeBytes: number; map: (offset: number) => number | null };

/** Opens the log anew, as it is at the moment. */
export type Reopen = () => Promise<OpenLog | LogAbsence>;

/** Follows one log: reads what was appended, once, and notices when its files are renamed, cut or replaced. */
export class LogTail {
  #position: number;
  /** Number of the line that begins there. */
  #number: number;
  /** Kept open for a while: viewers may be reading it. */
  #former: OpenLog | null = null;
  #clock: { made: number; clock: LogClock } | null = null;

  private constructor(
    private log: OpenLog,
    private readonly reopen: Reopen,
    place: { position: number; number: number },
    private readonly tracker: EntryTracker,
  ) {
    this.#position = place.position;
    this.#number = place.number;
  }

  /** A tail that begins behind the last whole line. */
  static async begin(reopen: Reopen): Promise<LogTail | LogAbsence> {
    const log = await reopen();
    if ('reason' in log) return log;
    const { endOffset: position } = await linesBefore(log, log.sizeBytes, 1, true);
    const number = await log.lineNumber(position);
    return new LogTail(log, reopen, { position, number }, await trackerAt(log, position));
  }

  /** Offset behind the last line that was told. */
  get position(): number {
    return this.#position;
  }

  /** The log as it was last opened. */
  get current(): OpenLog {
    return this.log;
  }

  /**
   * Looks whether there is more. Null when there is not, or the log cannot be opened at the moment.
   * @param whole leave out a last line that has no end yet
   */
  async look(whole: boolean): Promise<TailChange | null> {
    const now = await this.reopen();
    if ('reason' in now) return null;
    const before = this.log;
    const same = await isContinued(before, now);
    await this.#former?.close();
    this.#former = before;
    this.log = now;
    return same ? this.#more(now, whole) : this.#rotated(before, now);
  }

  async #rotated(before: OpenLog, now: OpenLog): Promise<TailChange> {
    const map = await mapping(before, now);
    const newest = now.partList().at(-1)?.startOffset ?? 0;
    this.#position = map(this.#position) ?? newest;
    this.#number = await now.lineNumber(this.#position);
    this.#clock = null;
    return { kind: 'rotated', parts: now.partList(), sizeBytes: now.sizeBytes, map };
  }

  async #more(log: OpenLog, whole: boolean): Promise<TailChange | null> {
    if (log.sizeBytes <= this.#position) return null;
    const run = await linesAfter(log, this.#position, LINES, whole);
    if (run.lines.length === 0) return null;
    const clock = await this.#currentClock(log);
    const lines = describeWith(log, run.lines, this.tracker, clock);
    for (const line of lines) line.number = this.#number++;
    this.#position = run.endOffset;
    const part = log.partList().findLast(({ startOffset }) => startOffset <= run.endOffset);
    return {
      kind: 'lines',
      lines,
      startOffset: run.startOffset,
      endOffset: run.endOffset,
      sizeBytes: log.sizeBytes,
      anchor: `${part?.fingerprint}-${run.endOffset - (part?.startOffset ?? 0)}`,
    };
  }

  async #currentClock(log: OpenLog): Promise<LogClock> {
    if (!this.#clock || Date.now() - this.#clock.made > CLOCK_MS)
      this.#clock = { made: Date.now(), clock: await log.clock() };
    return this.#clock.clock;
  }

  async close(): Promise<void> {
    await this.#former?.close();
    await this.log.close();
  }
}

/** True when each part of before is there still, none shorter, and only the last may have grown. */
async function isContinued(before: OpenLog, now: OpenLog): Promise<boolean> {
  if (before.parts.length !== now.parts.length) return false;
  for (const [index, part] of before.parts.entries()) {
    const other = now.parts[index];
    const last = index === before.parts.length - 1;
    if (!other || other.sizeBytes < part.sizeBytes || (!last && other.sizeBytes !== part.sizeBytes)) return false;
    if (!(await hasFingerprint(other, part.fingerprint))) return false;
  }
  return true;
}

/** Where offsets of a log lie after its files were renamed, cut or replaced. */
async function mapping(before: OpenLog, now: OpenLog): Promise<(offset: number) => number | null> {
  const places = await Promise.all(
    before.parts.map(async (part) => {
      for (const [index, other] of now.parts.entries())
        if (other.sizeBytes >= part.sizeBytes && (await hasFingerprint(other, part.fingerprint)))
          return now.partList()[index]?.startOffset ?? null;
      return null;
    }),
  );
  const old = before.partList();
  return (offset) => {
    const index = old.findLastIndex(({ startOffset }) => startOffset <= offset);
    const start = places[index] ?? null;
    return start === null ? null : start + offset - (old[index]?.startOffset ?? 0);
  };
}
