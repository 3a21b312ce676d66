// Runs the read-only queries of SqliteScanner in a thread of its own, on a connection of its own.
import { parentPort, workerData } from 'node:worker_threads';
import Libsql from 'libsql';

const database = new Libsql(workerData.path);
for (const pragma of ['busy_timeout = 10000', 'cache_size = -16384', 'query_only = ON'])
  database.exec(`PRAGMA ${pragma}`);

parentPort.on('message', ({ id, sql, values }) => {
  try {
    parentPort.postMessage({ id, rows: database.prepare(sql).all(...values) });
  } catch (error) {
    parentPort.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
