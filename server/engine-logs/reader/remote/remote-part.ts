import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { LogStream } from '@/contracts/engine-logs';
import type { LogLocation } from '@/server/engine-history/service';
import type { Configuration } from '@/server/platform/config/environment';
import { processWide } from '@/server/platform/memory';
import { openFilePart } from '../file-part';
import type { LogAbsence, ReadableState } from '../log-state';
import type { LogPart } from '../part';
import { RemoteFailure } from './http';
import { fetchBytes, fetchPage, type RemoteGateway, type RemoteLog, type RemotePage } from './linkis-api';
import { Spool, SpoolFull } from './spool';

/** A log of a remote engine manager, as much of it as is here. */
export interface RemotePart {
  part: LogPart;
  state: ReadableState;
  /** What is known of it besides, in a sentence; null when all is well. */
  reason: string | null;
}

const PAGE_LINES = 5000;
const SMALLEST_PAGE = 5;
/** Linkis sends these as files; others are read by pages. */
const DOWNLOADED: readonly LogStream[] = ['stdout', 'stderr', 'gc', 'yarnApp'];
const REFRESH_MILLISECONDS = 1000;
/** How long opening waits for more when something is there to be shown. */
const PATIENCE_MILLISECONDS = 1500;

/** A page and how many lines were asked for: fewer than usual where lines are so long that an answer would be too large. */
async function fetchSomePage(
  gateway: RemoteGateway,
  log: RemoteLog,
  fromLine: number,
  most: number,
): Promise<{ page: RemotePage; size: number }> {
  for (let size = most; ; size = Math.max(SMALLEST_PAGE, Math.floor(size / 10))) {
    try {
      return { page: await fetchPage(gateway, log, fromLine, size), size };
    } catch (error) {
      if (!(error instanceof RemoteFailure) || error.kind !== 'too-large' || size <= SMALLEST_PAGE) throw error;
    }
  }
}

/** Everything behind the lines that are here already, by pages. @throws RemoteFailure, SpoolFull */
async function fetchRest(gateway: RemoteGateway, log: RemoteLog, spool: Spool): Promise<void> {
  let restarted = false;
  for (let most = PAGE_LINES; ; ) {
    const { page, size } = await fetchSomePage(gateway, log, spool.lines + 1, most);
    most = size;
    const [first] = page.lines;
    const replaced = first === undefined && (page.endLine < spool.lines || spool.tail !== '');
    if (replaced) {
      // Fewer lines than there were before.
      if (restarted) throw new RemoteFailure('it gives another log each time it is asked');
      restarted = true;
      await spool.restart();
      continue;
    }
    // A last line that is here already stays as it was sent, with the end it had.
    if (page.lines.length > 1 || first !== spool.tail) await spool.writeLines(page.lines);
    if (page.lines.length < size) return;
  }
}

/** Brings a spool up to what its engine manager has. @throws RemoteFailure, SpoolFull */
async function fetchLog(gateway: RemoteGateway, log: RemoteLog, spool: Spool, ended: boolean): Promise<void> {
  if (spool.sizeBytes === 0 && DOWNLOADED.includes(log.stream)) {
    const { logPath } = await fetchPage(gateway, log, 1, 1);
    try {
      await spool.writeBytes(await fetchBytes(gateway, log, logPath));
    } catch (error) {
      // What a download did not bring, pages bring: it is too large, or broke off, or is not allowed.
      if (!(error instanceof RemoteFailure)) throw error;
    }
  }
  await fetchRest(gateway, log, spool);
  await spool.finish(ended);
}

/** One remote log that this process has been asked for. */
class Fetcher {
  #running: Promise<void> | null = null;
  #lastTime = Number.NEGATIVE_INFINITY;
  /** Why the last attempt did not get everything. */
  failure: Error | null = null;
  /** Everything that there was has been fetched at least once. */
  fetched = false;

  constructor(
    readonly spool: Spool,
    readonly gateway: RemoteGateway,
    readonly log: RemoteLog,
  ) {}

  get running(): boolean {
    return this.#running !== null;
  }

  async #run(ended: boolean): Promise<void> {
    const { spool } = this;
    try {
      // Another log may have needed the room.
      if ((spool.complete || spool.sizeBytes > 0) && !(await spool.exists())) {
        await spool.restart();
        this.fetched = false;
        this.#lastTime = Number.NEGATIVE_INFINITY;
      }
      if (spool.complete || performance.now() - this.#lastTime < REFRESH_MILLISECONDS) return;
      await fetchLog(this.gateway, this.log, spool, ended);
      this.failure = null;
      this.fetched = true;
      this.#lastTime = performance.now();
    } catch (error) {
      this.failure = error as Error;
      this.#lastTime = performance.now();
    }
  }

  /** Fetches what is new, once however many ask and once a second at most. Waits until there is something to show. */
  async refresh(ended: boolean): Promise<void> {
    this.#running ??= this.#run(ended).finally(() => {
      this.#running = null;
    });
    const begun = this.#running;
    do await Promise.race([begun, wait(PATIENCE_MILLISECONDS, undefined, { ref: false })]);
    while (this.#running === begun && this.spool.sizeBytes === 0);
  }
}

const MOST_FETCHERS = 500;
/** Fetchers of this process. */
const allFetchers = () => processWide('logFetchers', () => new Map<string, Promise<Fetcher>>());

/** Forgets the fetchers used longest ago, if they rest: two of one log must not write at the same time. */
async function forgetFetchers(): Promise<void> {
  const fetchers = allFetchers();
  for (const [key, fetcher] of fetchers) {
    if (fetchers.size <= MOST_FETCHERS) return;
    const rests = await fetcher.then(
      ({ running }) => !running,
      () => true,
    );
    if (rests) fetchers.delete(key);
  }
}

async function fetcherOf(configuration: Configuration, gateway: RemoteGateway, log: RemoteLog): Promise<Fetcher> {
  const folder = join(configuration.dataDirectory, 'log-cache', 'remote');
  const id = `${log.ticketId}\0${log.stream}`;
  const key = `${folder}\0${gateway.url}\0${id}`;
  const fetchers = allFetchers();
  const made =
    fetchers.get(key) ??
    Spool.open(folder, id, configuration.logCacheBytes).then((spool) => new Fetcher(spool, gateway, log));
  fetchers.delete(key);
  fetchers.set(key, made);
  try {
    return await made;
  } catch (error) {
    fetchers.delete(key);
    throw error;
  } finally {
    await forgetFetchers();
  }
}

function gatewayFor(configuration: Configuration, ecm: string): RemoteGateway | null {
  const { urls, token, user, timeoutSeconds } = configuration.remoteEcms;
  const found = urls.find((entry) => entry.ecm === ecm) ?? urls.find((entry) => entry.ecm === null);
  return found ? { url: found.url, token, user, timeoutMilliseconds: timeoutSeconds * 1000 } : null;
}

/** What went wrong, fit to be shown: of our own disk only the kind of the error. */
function explain(error: Error | null): string {
  if (error === null) return 'it gave no log';
  if (error instanceof RemoteFailure || error instanceof SpoolFull) return error.message;
  return `what it sent could not be kept in the log cache (${(error as NodeJS.ErrnoException).code ?? error.name})`;
}

function toAbsence(error: Error | null, where: string): LogAbsence {
  if (error instanceof RemoteFailure && error.kind === 'missing')
    return { state: 'missing', reason: `The engine manager at ${where} was asked for it: ${error.message}.` };
  return { state: 'unreachable', reason: `The engine manager at ${where} was asked for it: ${explain(error)}.` };
}

function stateOf(fetcher: Fetcher, ended: boolean, where: string): Pick<RemotePart, 'state' | 'reason'> {
  const { spool, failure } = fetcher;
  if (spool.complete) return { state: 'complete', reason: null };
  if (failure instanceof SpoolFull) return { state: 'truncated', reason: `Its end is missing: ${failure.message}.` };
  if (failure)
    return {
      state: 'truncated',
      reason: `Only what was fetched before is here: the engine manager at ${where} was asked for more; ${explain(failure)}.`,
    };
  if (!fetcher.fetched)
    return {
      state: ended ? 'truncated' : 'growing',
      reason: `It is being fetched from the engine manager at ${where}; ${spool.sizeBytes} bytes are here. Look again in a moment.`,
    };
  return { state: ended ? 'complete' : 'growing', reason: null };
}

/**
 * A log of an engine whose manager is reached over Linkis' API: fetched into the log cache, at once or while it grows.
 * Never an empty log when it could not be fetched: then it is told why.
 * @returns null when no address is configured for the engine's manager
 */
export async function openRemotePart(
  configuration: Configuration,
  location: LogLocation,
  stream: LogStream,
): Promise<RemotePart | LogAbsence | null> {
  const { suffix, ecm, ticketId, ended } = location;
  const gateway = ecm === null ? null : gatewayFor(configuration, ecm);
  if (ecm === null || gateway === null) return null;
  if (suffix === null) return { state: 'no-directory', reason: 'The record names no log directory.' };
  const log: RemoteLog = { ecm, instance: location.instance ?? ticketId, suffix, ticketId, stream };
  const where = `${ecm} (${new URL(gateway.url).host})`;
  let fetcher: Fetcher;
  try {
    fetcher = await fetcherOf(configuration, gateway, log);
    await fetcher.refresh(ended);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    return { state: 'unreachable', reason: `The log cache in the data directory cannot be used (${code}).` };
  }
  const { spool } = fetcher;
  await spool.touch();
  if (spool.sizeBytes === 0 && !fetcher.fetched && !spool.complete) return toAbsence(fetcher.failure, where);
  const part = await openFilePart(configuration, spool.path).catch(() => null);
  if (!part) return { state: 'unreachable', reason: 'The fetched log was removed from the log cache. Ask again.' };
  return { part, ...stateOf(fetcher, ended, where) };
}
