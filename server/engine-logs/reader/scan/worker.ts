// The thread that reads whole logs: builds line indexes, searches, filters and counts errors. Its jobs take turns.
import { parentPort } from 'node:worker_threads';
import { RE2JSException } from 're2js';
import type { LogMatch } from '@/contracts/engine-logs';
import { findErrors } from './clusters';
import { keepBackward, keepForward } from './filtered';
import type { FromThread, ScanJob, ScanJobs, ScannedLog, ToThread } from './jobs';
import { JoinedParts } from './joined-parts';
import { LineFinder } from './line-finder';
import { buildIndex } from './line-index';
import { nearest, search } from './search';

type Report = (value: unknown) => void;
type Run<Job extends ScanJob> = (
  input: ScanJobs[Job]['input'],
  stopped: () => boolean,
  report: Report,
) => Promise<ScanJobs[Job]['result']>;

async function withLog<T>(input: ScannedLog, work: (log: JoinedParts) => Promise<T>): Promise<T> {
  const log = new JoinedParts(input.parts);
  try {
    return await work(log);
  } finally {
    log.close();
  }
}

function withFinder<T>(
  input: ScannedLog & { match: LogMatch },
  work: (log: JoinedParts, finder: LineFinder) => Promise<T>,
): Promise<T> {
  return withLog(input, (log) => work(log, new LineFinder(log, input.match, input.encodings)));
}

const RUN: { [Job in ScanJob]: Run<Job> } = {
  index: ({ part, path }, stopped) => buildIndex(part, path, stopped),
  search: (input, stopped, report) => withFinder(input, (log, finder) => search(log, finder, stopped, report)),
  nearest: (input, stopped) =>
    withFinder(input, (log, finder) => nearest(log, finder, input.from, input.direction, stopped)),
  filtered: (input, stopped) =>
    withFinder(input, (log, finder) =>
      (input.direction === 'forward' ? keepForward : keepBackward)(log, finder, input.from, input.limit, stopped),
    ),
  errors: (input, stopped, report) => withLog(input, (log) => findErrors(log, input.encodings, stopped, report)),
};

const stoppedJobs = new Set<number>();
const post = (message: FromThread) => parentPort?.postMessage(message);

async function run(message: Exclude<ToThread, { job: 'stop' }>): Promise<void> {
  const { id, job, input } = message;
  try {
    const work = RUN[job] as Run<ScanJob>;
    const value = await work(
      input,
      () => stoppedJobs.has(id),
      (progress) => post({ id, kind: 'progress', value: progress }),
    );
    post({ id, kind: 'result', value });
  } catch (error) {
    const known = error instanceof Error ? error : new Error(String(error));
    const code = (known as NodeJS.ErrnoException).code ?? null;
    post({ id, kind: 'error', message: known.message, invalid: known instanceof RE2JSException, code });
  } finally {
    stoppedJobs.delete(id);
  }
}

parentPort?.on('message', (message: ToThread) => {
  if (message.job === 'stop') stoppedJobs.add(message.id);
  else void run(message);
});
