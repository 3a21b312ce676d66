import type { StyledText, TextStyle } from './ansi';
import type { LogMatch } from './log-source';
import { compilePattern, type Finder } from './safe-pattern';

/** Characters of a line in which hits are marked. */
const MARKED_CHARACTERS = 2_000;

/** Finder of what is searched for, to mark it in the lines shown; null when there is nothing to mark. */
export function makeFinder(match: LogMatch): Finder | null {
  // Of a line that does not match there is no part to mark.
  if (match.query === '' || match.inverted) return null;
  const find =
    match.mode === 'literal'
      ? literalFinder(match.query, match.caseSensitive)
      : compilePattern(match.query, match.caseSensitive);
  return find && ((text) => find(text.slice(0, MARKED_CHARACTERS)));
}

function literalFinder(query: string, caseSensitive: boolean): Finder {
  const expression = new RegExp(query.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), caseSensitive ? 'g' : 'gi');
  return (text) => Array.from(text.matchAll(expression), (hit) => [hit.index, hit.index + hit[0].length]);
}

/** A stretch of a line with one look, inside or outside of a hit. */
export interface Piece {
  text: string;
  style: TextStyle | null;
  hit: boolean;
}

/** Cuts a line's stretches where hits begin and end. */
export function cutAtHits(runs: StyledText[], hits: [number, number][]): Piece[] {
  const pieces: Piece[] = [];
  let offset = 0;
  let next = 0;
  for (const { text, style } of runs) {
    let at = 0;
    while (at < text.length) {
      const [start, end] = hits[next] ?? [Infinity, Infinity];
      const inside = offset + at >= start;
      const stop = Math.min(text.length, (inside ? end : start) - offset);
      pieces.push({ text: text.slice(at, stop), style, hit: inside });
      at = stop;
      if (offset + at >= end) next++;
    }
    offset += text.length;
  }
  return pieces;
}
