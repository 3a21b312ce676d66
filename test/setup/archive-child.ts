// Archives what there is to archive, for tests to kill in the middle. Arguments: URL of the database, folder of an
// ArchiveBench, its environment as JSON.
import { openDatabase } from '@/server/platform/db/database';
import { ArchiveBench } from './archive';

const [url = '', folder = '', environment = '{}'] = process.argv.slice(2);
const database = await openDatabase({ url, timeZone: 'UTC', poolSize: 2 });
const bench = new ArchiveBench(database, JSON.parse(environment), folder);
process.stdout.write('archiving\n');
await bench.archive();
process.stdout.write('archived\n');
await database.close();
