import { decodeLine } from '../reader/encoding';
import type { OpenLog } from '../reader/open-log';
import { beginsEntry, type KeywordFilter, keepLines, MOST_CONTINUATION_LINES } from './entries';
import { LinePlaces } from './line-places';
import { linesBefore, linesFrom, type RawLine } from './lines';

/** A page has about so much text at most: longer lines are cut, so that no log can fill the memory. */
const PAGE_BYTES = 64 << 20;
const LINE_BYTES = 64 << 10;

/** Which lines are wanted. */
export interface PageRequest {
  /** First line, from 1; smaller is the same as 1. Counted from the end when `tail`. */
  fromLine: number;
  pageSize: number;
  tail: boolean;
  filter: KeywordFilter;
  /** Byte at which the log is taken to end. */
  end: number;
  /** Names the log among those whose places of lines are remembered. */
  key: string;
}

/** Lines in file order, and how many were consumed from the end that was read from, those left out included. */
export interface LinkisPage {
  logs: string[];
  endLine: number;
}

/** Puts a line into words; one that is too long says so at its end. */
function toText(log: OpenLog, { offset, bytes, length }: RawLine, pageSize: number): string {
  const most = Math.min(LINE_BYTES, Math.floor(PAGE_BYTES / pageSize));
  const text = decodeLine(bytes.subarray(0, most), log.encodingAt(offset));
  if (bytes.length <= most) return text;
  return `${text} … [cut: the line has ${length} bytes; a download has all of them]`;
}

/** The line without the window that it was read in, where keeping it would keep much more. */
function lean(line: RawLine): RawLine {
  return line.bytes.length > LINE_BYTES
    ? { ...line, bytes: Buffer.from(line.bytes.subarray(0, LINE_BYTES + 1)) }
    : line;
}

/** Texts of a page and how many lines were consumed for it. */
type Read = Promise<[string[], number]>;

async function forwardPlain(places: LinePlaces, { fromLine, pageSize }: PageRequest): Read {
  const { offset, line } = await places.fromStart(fromLine);
  const page: string[] = [];
  for await (const batch of linesFrom(places.log, offset, places.end)) {
    for (const item of batch.slice(0, pageSize - page.length)) page.push(toText(places.log, item, pageSize));
    if (page.length >= pageSize) break;
  }
  return [page, line - 1 + page.length];
}

async function backwardPlain(places: LinePlaces, { fromLine, pageSize }: PageRequest): Read {
  const { offset, lines } = await places.fromEnd(fromLine - 1);
  let page: string[] = [];
  for (let end = offset; end > 0 && page.length < pageSize; ) {
    const batch = (await linesBefore(places.log, end)).slice(-(pageSize - page.length));
    end = batch[0]?.offset ?? 0;
    page = [...batch.map((item) => toText(places.log, item, pageSize)), ...page];
  }
  return [page, lines + page.length];
}

/** Lines ahead of an offset that belong to the entry that goes on there: its beginning and what follows. */
async function entryBefore(places: LinePlaces, offset: number): Promise<RawLine[]> {
  let lines: RawLine[] = [];
  for (let at = offset; at > 0 && lines.length < MOST_CONTINUATION_LINES; at = lines[0]?.offset ?? 0)
    lines = [...(await linesBefore(places.log, at)), ...lines];
  lines = lines.slice(-MOST_CONTINUATION_LINES);
  const header = lines.findLastIndex(beginsEntry);
  return header < 0 ? [] : lines.slice(header).map(lean);
}

/** Lines from an offset on that belong to an entry that began ahead of it. */
async function entryAfter(places: LinePlaces, offset: number): Promise<RawLine[]> {
  const lines: RawLine[] = [];
  for await (const batch of linesFrom(places.log, offset, places.end)) {
    const header = batch.findIndex(beginsEntry);
    lines.push(...(header < 0 ? batch : batch.slice(0, header)).slice(0, MOST_CONTINUATION_LINES).map(lean));
    if (header >= 0 || lines.length >= MOST_CONTINUATION_LINES) break;
  }
  return lines.slice(0, MOST_CONTINUATION_LINES);
}

/** How many of these lines can be judged: all but an entry that may go on behind them. */
function judgeable(lines: readonly RawLine[]): number {
  const header = lines.findLastIndex(beginsEntry);
  return header < 0 || lines.length - header > MOST_CONTINUATION_LINES ? lines.length : header;
}

async function forwardFiltered(places: LinePlaces, request: PageRequest): Read {
  const { fromLine, pageSize, filter } = request;
  const { offset, line } = await places.fromStart(fromLine);
  const page: string[] = [];
  let pending = await entryBefore(places, offset);
  let consumed = line - 1;
  /** Takes the first so many of the pending lines; true when the page is full. */
  const judge = (count: number): boolean => {
    const lines = pending.slice(0, count);
    pending = pending.slice(count);
    const kept = keepLines(lines, filter);
    for (const [index, item] of lines.entries()) {
      if (item.offset < offset) continue;
      consumed++;
      if (kept[index]) page.push(toText(places.log, item, pageSize));
      if (page.length >= pageSize) return true;
    }
    return false;
  };
  for await (const batch of linesFrom(places.log, offset, places.end)) {
    pending = pending.concat(batch.map(lean));
    if (judge(judgeable(pending))) return [page, consumed];
  }
  judge(pending.length);
  return [page, consumed];
}

async function backwardFiltered(places: LinePlaces, request: PageRequest): Read {
  const { fromLine, pageSize, filter } = request;
  const { offset, lines } = await places.fromEnd(fromLine - 1);
  const page: string[] = [];
  let consumed = lines;
  let pending = await entryAfter(places, offset);
  for (let at = offset; at > 0; ) {
    const batch = (await linesBefore(places.log, at)).map(lean);
    at = batch[0]?.offset ?? 0;
    pending = batch.concat(pending);
    // Lines ahead of the first entry may belong to one that is still to be read, but not if that is too far away.
    const header = pending.findIndex(beginsEntry);
    const open = at === 0 ? 0 : Math.min(header < 0 ? pending.length : header, MOST_CONTINUATION_LINES);
    const judged = pending.slice(open);
    pending = pending.slice(0, open);
    const kept = keepLines(judged, filter);
    for (const [index, item] of [...judged.entries()].reverse()) {
      if (item.offset >= offset) continue;
      consumed++;
      if (kept[index]) page.push(toText(places.log, item, pageSize));
      if (page.length >= pageSize) return [page.reverse(), consumed];
    }
  }
  return [page.reverse(), consumed];
}

/**
 * A page of a log as Linkis' engine managers give it, without what is defective there: an entry of several lines stays or
 * goes as one from either end, and a page that begins inside of one knows how it began. Of a line above 64 KiB the
 * beginning is searched.
 * @throws AppError conflict when the log becomes shorter meanwhile
 */
export async function readLinkisPage(log: OpenLog, asked: PageRequest): Promise<LinkisPage> {
  if (asked.pageSize === 0) return { logs: [], endLine: 0 };
  const request = { ...asked, fromLine: Math.max(1, asked.fromLine) };
  const places = new LinePlaces(log, asked.end, asked.key);
  const filtered = asked.filter.only.length + asked.filter.ignore.length > 0;
  const read = asked.tail ? (filtered ? backwardFiltered : backwardPlain) : filtered ? forwardFiltered : forwardPlain;
  const [logs, endLine] = await read(places, request);
  return { logs, endLine };
}
