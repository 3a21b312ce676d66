// Works on cleanups without end, for tests to kill in the middle. Arguments: URL of the database, folder of a
// CleanupBench. Says `working` once it does.
import { setTimeout as sleep } from 'node:timers/promises';
import { workOnRuns } from '@/server/cleanup/work';
import { openDatabase } from '@/server/platform/db/database';
import { CleanupBench } from './cleanup';

const [url = '', folder = ''] = process.argv.slice(2);
const database = await openDatabase({ url, timeZone: 'UTC', poolSize: 3 });
const bench = new CleanupBench(database, folder);
bench.now = new Date();
process.stdout.write('working\n');
for (;;) if (!(await workOnRuns(bench.context(), bench.signal))) await sleep(20);
