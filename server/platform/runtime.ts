import type { BackgroundWorker } from './background/worker';
import { type Clock, systemClock } from './clock';
import { type Configuration, readConfiguration } from './config/environment';
import type { Database } from './db/database';
import { AppError } from './errors';
import { type Logger, makeLogger } from './log/logger';
import { processWide } from './memory';

/** What one process holds: settings, log, clock, the database once it is ready, and how far starting has come. */
export interface Runtime {
  configuration: Configuration;
  log: Logger;
  clock: Clock;
  database: Database | null;
  /** Background tasks of this process; null until it is ready, and when it runs none. */
  background: BackgroundWorker | null;
  /** Secret that signs console sessions; shared by all processes on one database. */
  sessionSecret: string | null;
  phase: 'starting' | 'ready' | 'stopping';
  /** Why the process is not ready yet, in words for the person who runs it. */
  problem: string | null;
}

function makeRuntime(): Runtime {
  const configuration = readConfiguration(process.env);
  return {
    configuration,
    log: makeLogger(configuration.logLevel),
    clock: systemClock,
    database: null,
    background: null,
    sessionSecret: null,
    phase: 'starting',
    problem: null,
  };
}

/** The runtime of this process. */
export function runtime(): Runtime {
  return processWide('runtime', makeRuntime);
}

/** The database, ready for use. @throws AppError not_ready while starting or stopping */
export function readyDatabase(): Database {
  const { database, phase, problem } = runtime();
  if (database && phase === 'ready') return database;
  throw new AppError(
    'not_ready',
    problem ??
      (phase === 'stopping' ? 'The server is stopping.' : 'The server is starting; try again in a few seconds.'),
    { retryAfterSeconds: 5 },
  );
}
