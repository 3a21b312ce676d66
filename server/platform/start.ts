import { writeAudit } from './audit/writer';
import { hashPassword, oneTimePassword, randomSecret } from './auth/secrets';
import { countAccounts, sharedSetting } from './auth/store';
import type { BackgroundTask } from './background/task';
import { startBackground } from './background/worker';
import { wholeSeconds } from './clock';
import { type Database, openDatabase } from './db/database';
import { isUnavailable, isUniqueViolation } from './db/failure';
import { MigrationError, migrate } from './db/migrate/runner';
import { type Runtime, runtime } from './runtime';

const RETRY_MS = 1000;
const FIRST_WAIT_MS = 3000;

/** Makes the first administrator of an empty installation; returns the password to show once, if one was made up. */
async function ensureAdministrator(database: Database, { configuration, clock }: Runtime): Promise<string | null> {
  if ((await countAccounts(database)) > 0) return null;
  const password = configuration.adminPassword ?? oneTimePassword();
  const now = clock.now();
  const account = {
    name: configuration.adminUser,
    passwordHash: await hashPassword(password),
    role: 'admin',
    mustChangePassword: configuration.adminPassword === null,
    createdTime: wholeSeconds(now),
  };
  try {
    await database.transaction(async (on) => {
      await on.account.create({ data: account });
      await writeAudit(
        on,
        [
          {
            actor: 'system',
            action: 'accounts.create',
            objectType: 'account',
            objectId: account.name,
            outcome: 'done',
            requestId: null,
            detail: { role: 'admin', first: true },
          },
        ],
        now,
      );
    });
  } catch (error) {
    // Another process on the same database was first and has shown its password.
    if (isUniqueViolation(error)) return null;
    throw error;
  }
  return configuration.adminPassword === null ? password : null;
}

/** How MariaDB, MySQL and PostgreSQL refuse a user: unknown, wrong password, locked, or not from here. */
const REFUSES_USER =
  /Access denied|ER_ACCESS_DENIED|authentication failed|role ".*" does not exist|not permitted to log in|no pg_hba\.conf entry/i;

/** Words for the person who runs the server, about why it is not ready. */
function explain(error: unknown): string {
  if (error instanceof MigrationError) return error.message;
  const text = error instanceof Error ? error.message : String(error);
  if (REFUSES_USER.test(text)) {
    return 'The database refuses the user name or password in DATABASE_URL. Correct them and start again, or let the database accept them.';
  }
  if (/Unknown database|database ".*" does not exist/i.test(text)) {
    return 'The database named in DATABASE_URL does not exist. Create it, empty or with the tables of Linkis; the console adds what it needs.';
  }
  if (/permission denied|command denied|must be owner/i.test(text)) {
    return 'The user in DATABASE_URL may not create tables or indexes. Grant it CREATE, ALTER and INDEX on the database, then start again.';
  }
  if (isUnavailable(error)) return 'The database does not answer. Starting goes on as soon as it does.';
  return `The database cannot be prepared: ${text}`;
}

async function attempt(state: Runtime, root: string, tasks: readonly BackgroundTask[]): Promise<void> {
  const { configuration, log, clock } = state;
  await migrate(configuration.databaseUrl, root, log);
  const database = await openDatabase({
    url: configuration.databaseUrl,
    timeZone: configuration.databaseTimeZone,
    poolSize: configuration.databasePoolSize,
  });
  try {
    state.sessionSecret = await sharedSetting(database, 'session.secret', randomSecret);
    const password = await ensureAdministrator(database, state);
    state.database = database;
    state.problem = null;
    state.phase = 'ready';
    if (tasks.length > 0) state.background = startBackground({ clock, log, database, configuration }, tasks);
    log.info({ database: database.kind, timeZone: configuration.databaseTimeZone }, 'ready');
    if (password) announce(configuration.adminUser, password);
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Prints the one-time password for the person at the terminal. Never through the log, which is kept and shipped. */
function announce(name: string, password: string): void {
  process.stdout.write(
    `\n  First start: sign in as "${name}" with the one-time password\n\n      ${password}\n\n  It is shown only here and must be changed at the first sign-in.\n\n`,
  );
}

async function startLoop(state: Runtime, root: string, tasks: readonly BackgroundTask[]): Promise<void> {
  let told = '';
  while (state.phase === 'starting') {
    try {
      await attempt(state, root, tasks);
    } catch (error) {
      state.problem = explain(error);
      if (state.problem !== told) {
        told = state.problem;
        state.log.error({ err: error }, state.problem);
      }
      await new Promise((done) => setTimeout(done, RETRY_MS));
    }
  }
}

/**
 * Starts the process: database brought to this version, secret and first administrator there. A database that is out
 * of reach does not end the process; it tries again every second and is ready within that of the database's return.
 * Returns when ready, or after a while all the same so that health checks can say what is missing.
 * @param tasks background tasks that this process runs from then on
 */
export async function startRuntime(root: string, tasks: readonly BackgroundTask[] = []): Promise<void> {
  const state = runtime();
  const loop = startLoop(state, root, tasks);
  await Promise.race([loop, new Promise((done) => setTimeout(done, FIRST_WAIT_MS).unref())]);
}

/** Ends the process' use of its means: readiness first, then background tasks, then the database. */
export async function stopRuntime(): Promise<void> {
  const state = runtime();
  if (state.phase === 'stopping') return;
  state.phase = 'stopping';
  await state.background?.stop();
  await state.database?.close();
  state.log.info('stopped');
}
