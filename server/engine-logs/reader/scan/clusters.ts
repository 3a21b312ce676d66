import { readStamp, type Stamp } from '../../rules/stamp';
import { decodeLine, type Encoding } from '../encoding';
import { endOfLine, NEWLINE } from '../line-bytes';
import type { JoinedParts } from './joined-parts';
import { LevelFinder } from './level-finder';
import { breathe, lineBlocks } from './line-blocks';

/** How much of a first line is compared; what follows are parameters. */
const LINE_BYTES = 2048;
/** Lines behind the first in which the exception's name is looked for. */
const TRACE_LINES = 60;
const MOST_CLUSTERS = 500;
const REPORT_MS = 200;

/** Errors that are alike. Times as written, to be placed in time by who knows the log's zone. */
export interface Cluster {
  pattern: string;
  sample: string;
  count: number;
  firstOffset: number;
  lastOffset: number;
  firstStamp: Stamp | null;
  lastStamp: Stamp | null;
}

/** Errors of a log so far. */
export interface ErrorReport {
  scannedBytes: number;
  errors: number;
  firstOffset: number | null;
}

const CLASS = /^(?:Caused by: )?((?:[\w$]{1,100}\.){1,20}[\w$]{1,100}(?:Exception|Error|Throwable)\b)/;

/**
 * What errors have in common: the line without its time, with numbers, ids, addresses, paths and quoted values as `…`.
 */
export function commonText(line: string): string {
  const stamp = readStamp(line);
  return line
    .slice(stamp?.length ?? 0)
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '…')
    .replace(/"[^"]{0,300}"|'[^']{0,300}'/g, '…')
    .replace(/\b0x[0-9a-f]+\b|@[0-9a-f]{5,16}\b/gi, '…')
    .replace(/(?:\/[\w.+-]+){2,}/g, '…')
    .replace(/[\w-]*\d[\w-]*/g, '…')
    .replace(/…(?:[\s.,:;/_-]{0,2}…)+/g, '…')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 400);
}

/** Names of the exceptions in the stack trace behind an error's first line, the outermost and the last cause. */
function exceptionsOf(bytes: Buffer, from: number): string[] {
  const found: string[] = [];
  let at = from;
  for (let lines = 0; lines < TRACE_LINES && at < bytes.length; lines++) {
    const end = endOfLine(bytes, at);
    const line = bytes.toString('latin1', at, Math.min(end, at + 300));
    if (readStamp(line)) break;
    const name = CLASS.exec(line)?.[1];
    if (name && !found.includes(name)) found.push(name);
    at = end;
  }
  return found.length > 2 ? [found[0] as string, found.at(-1) as string] : found;
}

/** Looks for errors in the whole log and puts those together that are alike. */
export async function findErrors(
  log: JoinedParts,
  encodings: readonly Encoding[],
  stopped: () => boolean,
  report: (progress: ErrorReport) => void,
): Promise<ErrorReport & { clusters: Cluster[]; more: number }> {
  const finder = new LevelFinder(['error']);
  const clusters = new Map<string, Cluster>();
  const encoding = encodings.includes('gbk') ? 'gbk' : 'unknown';
  const state: ErrorReport = { scannedBytes: 0, errors: 0, firstOffset: null };
  let more = 0;
  let reported = performance.now();
  for (const block of lineBlocks(log, 0, log.sizeBytes)) {
    const { bytes } = block;
    for (let at = block.begun ? endOfLine(bytes, 0) : 0; at < bytes.length; ) {
      const start = finder.find(bytes, at);
      if (start < 0) break;
      const end = endOfLine(bytes, start);
      const known = addError(clusters, block.start + start, bytes, start, end, encoding);
      if (!known) more++;
      state.errors++;
      if (state.firstOffset === null) {
        state.firstOffset = block.start + start;
        report({ ...state });
      }
      at = end;
    }
    state.scannedBytes = block.end;
    if (performance.now() - reported > REPORT_MS) {
      report({ ...state });
      reported = performance.now();
    }
    await breathe();
    if (stopped()) break;
  }
  const sorted = [...clusters.values()].sort(
    (left, right) => right.count - left.count || left.firstOffset - right.firstOffset,
  );
  return { ...state, clusters: sorted, more };
}

/** Counts an error in its cluster; false when there are too many clusters for a new one. */
function addError(
  clusters: Map<string, Cluster>,
  offset: number,
  bytes: Buffer,
  start: number,
  end: number,
  encoding: Encoding,
): boolean {
  const stop = bytes[end - 1] === NEWLINE ? end - 1 : end;
  const sample = decodeLine(bytes.subarray(start, Math.min(stop, start + LINE_BYTES)), encoding).replace(/\r$/, '');
  const stamp = readStamp(sample);
  const exceptions = exceptionsOf(bytes, end);
  const pattern = [commonText(sample), ...exceptions].join(' ⏎ ');
  const known = clusters.get(pattern);
  if (known) {
    known.count++;
    known.lastOffset = offset;
    known.lastStamp = stamp;
    return true;
  }
  if (clusters.size >= MOST_CLUSTERS) return false;
  clusters.set(pattern, {
    pattern,
    sample,
    count: 1,
    firstOffset: offset,
    lastOffset: offset,
    firstStamp: stamp,
    lastStamp: stamp,
  });
  return true;
}
