import { LOG_STREAMS, type LogStream, type MergedLogPage } from '@/contracts/engine-logs';
import { getLogLocation } from '@/server/engine-history/service';
import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { openAmongOthers } from './log-opening';
import { mergedAfter, mergedBefore, type Positions, positionsAt } from './reader/merged-reader';
import type { OpenLog } from './reader/open-log';

/** Which part of the merged log is wanted: at most one place, the end without any. */
export interface MergedQuery {
  before?: string;
  after?: string;
  time?: string;
  limit: number;
}

function isStream(name: string): name is LogStream {
  return (LOG_STREAMS as readonly string[]).includes(name);
}

function readPositions(cursor: string): Positions {
  const positions: Positions = new Map();
  for (const item of cursor.split(',')) {
    const [name = '', offset] = item.split(':');
    if (!isStream(name))
      throw new AppError('invalid_input', 'The cursor is not of this list.', {
        faults: [{ path: 'cursor', message: `${name} is no log stream; expected ${LOG_STREAMS.join(', ')}` }],
      });
    positions.set(name, Number(offset));
  }
  return positions;
}

const writePositions = (positions: Positions) => [...positions].map(([name, offset]) => `${name}:${offset}`).join(',');

async function pageOf(logs: readonly OpenLog[], query: MergedQuery) {
  if (query.after !== undefined) return mergedAfter(logs, readPositions(query.after), query.limit);
  if (query.time !== undefined) return mergedAfter(logs, await positionsAt(logs, Date.parse(query.time)), query.limit);
  return mergedBefore(logs, query.before === undefined ? new Map() : readPositions(query.before), query.limit);
}

/**
 * Lines of all logs of an engine that can be read, in the order of their times.
 * @throws AppError not_found when there is no engine, or none of its logs can be read
 */
export async function readMergedLog(context: Context, ticketId: string, query: MergedQuery): Promise<MergedLogPage> {
  const location = await getLogLocation(context, ticketId);
  const opened = await Promise.all(LOG_STREAMS.map((stream) => openAmongOthers(context, location, stream)));
  const logs = opened.filter((log): log is OpenLog => !('reason' in log));
  try {
    if (logs.length === 0)
      throw new AppError(
        'not_found',
        `None of the logs of ticket ${ticketId} can be shown; the list of logs says why.`,
      );
    // Times are compared across logs: all of them have to be known.
    await Promise.all(logs.map((log) => log.index()));
    const { lines, before, after } = await pageOf(logs, query);
    const atStart = [...before.values()].every((offset) => offset === 0);
    return {
      lines,
      before: atStart ? null : writePositions(before),
      after: writePositions(after),
      atEnd: logs.every((log) => (after.get(log.stream) ?? 0) >= log.sizeBytes),
      growing: logs.some((log) => log.provenance.state === 'growing'),
    };
  } finally {
    await Promise.all(logs.map((log) => log.close()));
  }
}
