import type { FollowEvent, LogLine, LogMatch, LogPlace, LogSource } from '@/components/log-viewer/log-source';
import type { LogErrorsEvents, LogSearchEvents } from '@/contracts/engine-log-search';
import type { LogLine as ContractLine, LogFollowEvents, LogPage as ReadPage } from '@/contracts/engine-logs';
import { openEventStream } from '@/lib/event-stream';
import { findNearest, type LogName, logUrls, type MatchQuery, type PlaceQuery, readLogPage } from './api';

/**
 * One log as the viewer reads it. A cursor is a byte offset.
 * @param takeEnd gives the end of the log if it came with the page
 */
export function streamSource(name: LogName, takeEnd: () => ReadPage | null): LogSource {
  return {
    async read(place, match, limit, signal) {
      const query = { ...toPlaceQuery(place), ...(match ? toMatchQuery(match) : {}), limit };
      const opensAtEnd = Object.keys(place).length === 0 && match === null;
      const page = (opensAtEnd ? takeEnd() : null) ?? (await readLogPage(name, query, signal));
      const { sizeBytes, totalLines, growing, parts, atStart, atEnd, startOffset, endOffset } = page;
      return {
        ...{ sizeBytes, totalLines, growing, parts, atStart, atEnd },
        lines: page.lines.map(toLine),
        before: String(startOffset),
        after: String(endOffset),
        startPosition: startOffset,
        endPosition: endOffset,
      };
    },
    search: (match, signal) => openEventStream<LogSearchEvents>(logUrls.search(name, toMatchQuery(match)), { signal }),
    async nearest(match, from, direction, signal) {
      return (await findNearest(name, { ...toMatchQuery(match), from, direction }, signal)).offset;
    },
    errors: (signal) => openEventStream<LogErrorsEvents>(logUrls.errors(name), { signal }),
    follow: (after, lastEventId, signal, opened) => follow(name, after, lastEventId, signal, opened),
  };
}

async function* follow(
  name: LogName,
  after: string,
  lastEventId: string | null,
  signal: AbortSignal,
  onOpen: () => void,
): AsyncGenerator<FollowEvent> {
  const url = logUrls.follow(name, Number(after));
  for await (const { event, data, id } of openEventStream<LogFollowEvents>(url, { signal, lastEventId, onOpen })) {
    if (event !== 'lines') yield { event };
    else {
      const lines = data.lines.map(toLine);
      const from = lines[0]?.cursor ?? String(data.endOffset);
      yield { event, lines, from, after: String(data.endOffset), sizeBytes: data.sizeBytes, id };
    }
  }
}

function toLine({ offset, ...line }: ContractLine): LogLine {
  return { ...line, cursor: String(offset), position: offset };
}

function toPlaceQuery({ before, after, ...place }: LogPlace): PlaceQuery {
  const query: PlaceQuery = place;
  if (before !== undefined) query.before = Number(before);
  if (after !== undefined) query.after = Number(after);
  return query;
}

function toMatchQuery({ query, mode, caseSensitive, inverted, levels }: LogMatch): MatchQuery {
  return {
    ...(query === '' ? {} : { query, mode, caseSensitive, inverted }),
    ...(levels.length === 0 ? {} : { level: [levels.join(',') as (typeof levels)[number]] }),
  };
}
