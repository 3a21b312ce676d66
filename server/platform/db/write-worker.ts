import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { InStatement } from '@libsql/client';
import { SqliteConnection } from './sqlite-connection';
import type { ThreadAnswer } from './sqlite-thread';

/** What the thread is asked: a statement, or the bounds of a transaction. */
export type WriteRequest = { statement: InStatement } | { bound: 'begin' | 'commit' | 'rollback' };

/**
 * Transactions after which what was logged goes into the file: the same pages change again and again, and each goes
 * there once. The log grows to a few hundred megabytes meanwhile.
 */
const CHECKPOINT_EVERY = 12;

// Requests come first. On Linux this is the thread's own priority; elsewhere it would be the whole program's.
if (process.platform === 'linux') setPriority(5);

const connection = new SqliteConnection((workerData as { path: string }).path, [
  // Long transactions change many pages; those that do not fit would be written twice.
  'cache_size = -65536',
  // After the answer instead, when nobody waits for the lock.
  'wal_autocheckpoint = 0',
]);
let open: Awaited<ReturnType<SqliteConnection['transaction']>> | null = null;
let committed = 0;

async function answer(request: WriteRequest): Promise<unknown> {
  if ('statement' in request) return connection.execute(request.statement);
  if (request.bound === 'begin') open = await connection.transaction();
  else if (request.bound === 'commit') await open?.commit();
  else await open?.rollback();
  return null;
}

async function serve({ id, ...request }: WriteRequest & { id: number }): Promise<void> {
  const say = (told: ThreadAnswer) => parentPort?.postMessage(told);
  try {
    const value = await answer(request as WriteRequest);
    say({ id, value });
    if ('bound' in request && request.bound === 'commit' && ++committed % CHECKPOINT_EVERY === 0)
      await connection.execute('PRAGMA wal_checkpoint(PASSIVE)');
  } catch (error) {
    const { message, code, rawCode } = error as Error & { code?: string; rawCode?: number };
    say({
      id,
      error: { message, ...(code === undefined ? {} : { code }), ...(rawCode === undefined ? {} : { rawCode }) },
    });
  }
}

parentPort?.on('message', (message: (WriteRequest & { id: number }) | { close: true }) => {
  if (!('close' in message)) return void serve(message);
  connection.close();
  parentPort?.close();
});
