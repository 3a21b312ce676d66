import { keepRecent, processWide } from '@/server/platform/memory';

const FRESH_MILLISECONDS = 10 * 60_000;
const MOST_REMEMBERED = 1000;

const allEnds = () => processWide('linkisTailEnds', () => new Map<string, { end: number; time: number }>());

/**
 * Where a log ends for somebody who pages through it from its end: pages after the first count from where the first
 * one did, however much is written meanwhile. The protocol has no place to say so, therefore it is remembered here, for
 * ten minutes; a process that does not remember counts from the current end.
 * @param reader names who reads which log
 */
export function tailEnd(reader: string, fromLine: number, sizeBytes: number, now: number): number {
  const ends = allEnds();
  const before = ends.get(reader);
  const known = before && now - before.time < FRESH_MILLISECONDS && before.end <= sizeBytes ? before.end : null;
  const end = fromLine > 1 ? (known ?? sizeBytes) : sizeBytes;
  keepRecent(ends, reader, { end, time: now }, MOST_REMEMBERED);
  return end;
}
