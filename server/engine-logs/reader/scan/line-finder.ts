import type { LogMatch } from '@/contracts/engine-logs';
import type { Encoding } from '../encoding';
import { endOfLine, startOfLine } from '../line-bytes';
import type { JoinedParts } from './joined-parts';
import { LevelFinder } from './level-finder';
import type { LineBlock } from './line-blocks';
import { type Matcher, makeMatcher } from './matcher';

/** Finds the lines of a log that fit what is looked for: a query, turned round or not, within entries of some levels. */
export class LineFinder {
  readonly #matcher: Matcher | null;
  readonly #levels: LevelFinder | null;
  readonly #inverted: boolean;

  /** @throws Error for a regular expression that cannot be understood */
  constructor(
    private readonly log: JoinedParts,
    match: LogMatch,
    encodings: readonly Encoding[],
  ) {
    this.#matcher = makeMatcher(match, encodings);
    this.#levels = match.level ? new LevelFinder(match.level) : null;
    this.#inverted = match.inverted && this.#matcher !== null;
  }

  /** Start of the next line of the block, at or after the beginning of a line at `from`, that fits; -1 if none does. */
  next(block: LineBlock, from: number): number {
    if (!this.#matcher) return this.#levels ? this.#levels.find(block.bytes, from) : from;
    for (let at = from; at < block.bytes.length; ) {
      const start = this.#inverted ? this.#nextWithout(block.bytes, at) : this.#nextWith(block.bytes, at);
      if (start < 0 || !this.#levels || this.#levels.holds(this.log, block, start)) return start;
      at = endOfLine(block.bytes, start);
    }
    return -1;
  }

  #nextWith(bytes: Buffer, from: number): number {
    const found = this.#matcher?.find(bytes, from, bytes.length) ?? -1;
    if (found <= from) return found;
    return Math.max(from, startOfLine(bytes, found));
  }

  #nextWithout(bytes: Buffer, from: number): number {
    for (let at = from; at < bytes.length; ) {
      const matching = this.#nextWith(bytes, at);
      if (matching !== at) return at;
      at = endOfLine(bytes, at);
    }
    return -1;
  }
}
