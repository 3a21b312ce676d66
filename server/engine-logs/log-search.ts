import type { LogErrorsEvents, LogSearchEvents } from '@/contracts/engine-log-search';
import type { LogMatch, LogStream } from '@/contracts/engine-logs';
import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { withLog } from './log-access';
import type { LogClock } from './reader/log-clock';
import type { Cluster } from './reader/scan/clusters';
import type { SearchReport } from './reader/scan/search';
import { scan } from './reader/scan-threads';

/** Tells an event of a search, and waits for room. */
type Tell<Events> = <Name extends keyof Events & string>(name: Name, data: Events[Name]) => Promise<void>;

/** Sends what a thread reports one after the other, although telling waits for a slow client and the thread does not. */
class Reports {
  #last: Promise<void> = Promise.resolve();

  add(work: () => Promise<void>): void {
    this.#last = this.#last.then(work).catch(() => {});
  }

  done(): Promise<void> {
    return this.#last;
  }
}

/** Searches the whole log and tells what it finds on its way. @throws AppError not_found, invalid_input */
export function searchLog(
  context: Context,
  ticketId: string,
  stream: LogStream,
  match: LogMatch,
  tell: Tell<LogSearchEvents>,
  signal: AbortSignal,
): Promise<void> {
  return withLog(context, ticketId, stream, async (log) => {
    const begun = performance.now();
    const reports = new Reports();
    const { sizeBytes } = log;
    const progress = ({ offsets, scannedBytes, matches, buckets }: SearchReport) =>
      reports.add(async () => {
        if (offsets.length > 0) await tell('hits', { offsets });
        await tell('progress', { scannedBytes, sizeBytes, matches, buckets: [...buckets] });
      });
    const result = await scan('search', { ...(await log.local()), match }, signal, progress);
    await reports.done();
    if (result.scannedBytes < sizeBytes)
      throw new AppError('conflict', 'The log became shorter while it was searched. Search again.');
    if (result.offsets.length > 0) await tell('hits', { offsets: result.offsets });
    const { matches, buckets } = result;
    await tell('done', { sizeBytes, matches, buckets: [...buckets], milliseconds: performance.now() - begun });
  });
}

/** Offset of the next or previous line that matches; null when there is none. @throws AppError not_found, invalid_input */
export function findNearestHit(
  context: Context,
  ticketId: string,
  stream: LogStream,
  match: LogMatch & { from: number; direction: 'next' | 'previous' },
  signal: AbortSignal,
): Promise<{ offset: number | null }> {
  return withLog(context, ticketId, stream, async (log) => {
    const { from, direction } = match;
    return { offset: await scan('nearest', { ...(await log.local()), match, from, direction }, signal) };
  });
}

const timeText = (time: number | null | undefined) =>
  time === null || time === undefined ? null : new Date(time).toISOString();

function toErrorCluster(cluster: Cluster, clock: LogClock): LogErrorsEvents['done']['clusters'][number] {
  const { firstStamp, lastStamp, ...rest } = cluster;
  return {
    ...rest,
    level: 'error',
    firstTime: timeText(firstStamp && clock.instant(firstStamp, cluster.firstOffset)),
    lastTime: timeText(lastStamp && clock.instant(lastStamp, cluster.lastOffset)),
  };
}

/** Finds the first error and those that are alike in the whole log. @throws AppError not_found */
export function findLogErrors(
  context: Context,
  ticketId: string,
  stream: LogStream,
  tell: Tell<LogErrorsEvents>,
  signal: AbortSignal,
): Promise<void> {
  return withLog(context, ticketId, stream, async (log) => {
    const begun = performance.now();
    const reports = new Reports();
    const { sizeBytes } = log;
    let first: number | null = null;
    const result = await scan('errors', await log.local(), signal, ({ firstOffset, scannedBytes, errors }) => {
      const news = first === null ? firstOffset : null;
      first = firstOffset;
      reports.add(async () => {
        if (news !== null) await tell('first', { offset: news });
        await tell('progress', { scannedBytes, sizeBytes, errors });
      });
    });
    await reports.done();
    const clock = await log.clock();
    await tell('done', {
      errors: result.errors,
      firstOffset: result.firstOffset,
      clusters: result.clusters.map((cluster) => toErrorCluster(cluster, clock)),
      more: result.more,
      milliseconds: performance.now() - begun,
    });
  });
}
