import type { Actor } from './auth/actor';
import type { Clock } from './clock';
import type { Configuration } from './config/environment';
import type { Database } from './db/database';
import type { Logger } from './log/logger';

/** What a service gets along with its input: who asks, and the means to answer. */
export interface Context {
  requestId: string;
  actor: Actor;
  clock: Clock;
  log: Logger;
  database: Database;
  configuration: Configuration;
}
