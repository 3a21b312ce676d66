import { PAGE_LINES } from '@/components/log-viewer/log-source';
import { EngineLogsPanel } from '@/features/engine-logs/components/engine-logs-panel';
import { isReadable } from '@/features/engine-logs/format';
import { logKeys } from '@/features/engine-logs/query-keys';
import { listLogStreams, readLogLines } from '@/server/engine-logs/service';
import type { Context } from '@/server/platform/context';
import { Prefetched, type ReadAhead } from '../../prefetched';

/** A log that is slow to open, as one on another machine can be, must not hold up the page. */
const PATIENCE_MILLIS = 200;
/** Nor must very long lines, which the page would hold whole. */
const MOST_TEXT = 64 * 1024;

/** What an address says of the logs: which is shown, and the line that it is opened at. */
export type LogsPlace = Promise<{ log?: string | string[]; anchor?: string | string[] }>;

interface PrefetchedLogsProps {
  ticketId: string;
  place: LogsPlace;
  /** True when the logs are what the page is about. */
  page?: boolean;
}

/** Reads which logs there are and, if that is where it opens, the end of the one that is shown. */
async function readLogs(context: Context, ticketId: string, place: LogsPlace, read: ReadAhead[]): Promise<void> {
  const streams = await listLogStreams(context, ticketId);
  read.push({ key: logKeys.streams(ticketId), data: { streams } });
  const { log, anchor } = await place;
  const shown = log ? streams.find(({ stream }) => stream === log) : streams.find(isReadable);
  if (!shown || !isReadable(shown) || anchor) return;
  const signal = AbortSignal.timeout(PATIENCE_MILLIS);
  const query = { limit: PAGE_LINES, mode: 'literal', caseSensitive: false, inverted: false } as const;
  const end = await readLogLines(context, ticketId, shown.stream, query, signal);
  const characters = end.lines.reduce((sum, { text }) => sum + text.length, 0);
  if (characters <= MOST_TEXT) read.push({ key: logKeys.end(ticketId, shown.stream), data: end });
}

async function readInTime(context: Context, { ticketId, place }: PrefetchedLogsProps): Promise<ReadAhead[]> {
  const read: ReadAhead[] = [];
  // What comes too late, or not at all, the browser asks for, and shows why there is no answer.
  const late = new Promise<void>((done) => setTimeout(done, PATIENCE_MILLIS));
  await Promise.race([readLogs(context, ticketId, place, read).catch(() => undefined), late]);
  return read;
}

/** The logs of one engine, read ahead as far as that takes no time. */
export function PrefetchedLogs(props: PrefetchedLogsProps) {
  return (
    <Prefetched read={(context) => readInTime(context, props)}>
      <EngineLogsPanel ticketId={props.ticketId} page={props.page} />
    </Prefetched>
  );
}
