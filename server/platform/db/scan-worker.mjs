// Runs the read-only queries of SqliteScanner in a thread of its own, on a connection of its own.
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import Libsql from 'libsql';

// Requests come first. On Linux this is the thread's own priority; elsewhere it would be the whole program's.
if (process.platform === 'linux') setPriority(5);

const database = new Libsql(workerData.path);
for (const pragma of ['busy_timeout = 10000', 'cache_size = -16384', 'query_only = ON'])
  database.exec(`PRAGMA ${pragma}`);

parentPort.on('message', ({ id, sql, values, close }) => {
  if (close) {
    database.close();
    parentPort.close();
    return;
  }
  try {
    parentPort.postMessage({ id, value: database.prepare(sql).all(...values) });
  } catch (error) {
    parentPort.postMessage({ id, error: { message: error instanceof Error ? error.message : String(error) } });
  }
});
