// A worker for tests to kill: takes a slot of the task that argument 2 names on the database of argument 1, says so
// and never finishes.
import { startBackground } from '@/server/platform/background/worker';
import { systemClock } from '@/server/platform/clock';
import { readConfiguration } from '@/server/platform/config/environment';
import { openDatabase } from '@/server/platform/db/database';
import { makeLogger } from '@/server/platform/log/logger';

const [url = '', name = ''] = process.argv.slice(2);
const database = await openDatabase({ url, timeZone: 'UTC', poolSize: 2 });
const means = { clock: systemClock, log: makeLogger('silent'), database, configuration: readConfiguration({}) };
const hang = async (): Promise<'done'> => {
  process.stdout.write('running\n');
  await new Promise(() => {});
  return 'done';
};
startBackground(means, [{ name, schedule: { everySeconds: 3600 }, run: hang }], 3);
