import { readHead } from '../../rules/entry';
import { endOfLine } from '../line-bytes';
import type { JoinedParts } from './joined-parts';
import { entryStartAt, headReader } from './level-finder';
import { breathe, lineBlocks, lineBlocksBackward } from './line-blocks';
import type { LineFinder } from './line-finder';
import { lineStartFrom } from './search';

/** Longest time that one page looks for matching entries; what it has then is the page, and says how far it came. */
const PATIENCE_MS = 400;
/** Most lines of one entry that are kept with the one that matches. */
const MOST_ENTRY_LINES = 500;

/** Places of lines that a filter keeps, in file order, and the range that was looked through for them. */
export interface FilteredLines {
  offsets: number[];
  startOffset: number;
  endOffset: number;
}

/** Starts of the lines of the entry that begins here, and where it ends. */
function entryLines(log: JoinedParts, entryStart: number): { starts: number[]; end: number } {
  const headOf = headReader(log);
  const stamped = readHead(headOf(entryStart), false).stamp !== null;
  const starts = [entryStart];
  let at = lineStartFrom(log, entryStart + 1);
  while (at < log.sizeBytes && starts.length < MOST_ENTRY_LINES && readHead(headOf(at), stamped).continuation) {
    starts.push(at);
    at = lineStartFrom(log, at + 1);
  }
  return { starts, end: at };
}

/** A page of the entries in which a line fits, each whole, from an offset on. */
export async function keepForward(
  log: JoinedParts,
  finder: LineFinder,
  from: number,
  limit: number,
  stopped: () => boolean,
): Promise<FilteredLines> {
  const begun = performance.now();
  const startOffset = lineStartFrom(log, from);
  const offsets: number[] = [];
  let endOffset = startOffset;
  for (const block of lineBlocks(log, startOffset, log.sizeBytes)) {
    let at = Math.max(0, endOffset - block.start);
    while (at < block.bytes.length && offsets.length < limit) {
      const start = finder.next(block, at);
      if (start < 0) break;
      const entry = entryLines(log, Math.max(startOffset, entryStartAt(log, block.start + start)));
      const fresh = entry.starts.filter((offset) => offset >= endOffset);
      offsets.push(...fresh);
      endOffset = Math.max(entry.end, block.start + endOfLine(block.bytes, start));
      at = endOffset - block.start;
    }
    if (offsets.length >= limit) return { offsets, startOffset, endOffset };
    endOffset = Math.max(endOffset, block.end);
    await breathe();
    if (stopped() || performance.now() - begun > PATIENCE_MS) return { offsets, startOffset, endOffset };
  }
  return { offsets, startOffset, endOffset: log.sizeBytes };
}

/** As `keepForward`, the last entries that begin before an offset. */
export async function keepBackward(
  log: JoinedParts,
  finder: LineFinder,
  before: number,
  limit: number,
  stopped: () => boolean,
): Promise<FilteredLines> {
  const begun = performance.now();
  const endOffset = lineStartFrom(log, before);
  let startOffset = endOffset;
  let offsets: number[] = [];
  for (const block of lineBlocksBackward(log, endOffset)) {
    const entries: number[][] = [];
    let known = 0;
    for (let at = 0; at < block.bytes.length; ) {
      const start = finder.next(block, at);
      if (start < 0) break;
      const entry = entryLines(log, entryStartAt(log, block.start + start));
      const fresh = entry.starts.filter((offset) => offset >= known && offset < startOffset);
      if (fresh.length > 0) entries.push(fresh);
      known = entry.end;
      at = Math.max(endOfLine(block.bytes, start), entry.end - block.start);
    }
    while (entries.length > 0 && offsets.length < limit) {
      offsets = [...(entries.pop() as number[]), ...offsets];
      startOffset = offsets[0] as number;
    }
    if (offsets.length >= limit) return { offsets, startOffset, endOffset };
    startOffset = Math.min(startOffset, block.start);
    await breathe();
    if (stopped() || performance.now() - begun > PATIENCE_MS) return { offsets, startOffset, endOffset };
  }
  return { offsets, startOffset: 0, endOffset };
}
