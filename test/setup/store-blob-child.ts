// Stores files and makes resources of them without end, for tests to kill in the middle. Arguments: URL of the
// database, folder of a LibraryBench, its environment as JSON.
import { randomBytes } from 'node:crypto';
import { createMaterialResource, storeBlob } from '@/server/library/service';
import { openDatabase } from '@/server/platform/db/database';
import { chunksOf, LibraryBench } from './library';

const [url = '', folder = '', environment = '{}'] = process.argv.slice(2);
const database = await openDatabase({ url, timeZone: 'UTC', poolSize: 4 });
const { context } = new LibraryBench(database, JSON.parse(environment), folder);
process.stdout.write('storing\n');

async function storeOn(): Promise<never> {
  for (;;) {
    const pieces = Array.from({ length: 6 }, () => randomBytes(100_000));
    const blob = await storeBlob(context, chunksOf(...pieces));
    const version = { blob, contentSha256: null, fileName: null, note: null, clientIp: '' };
    await database.transaction((on) => createMaterialResource(context, on, { ...version, owner: 'hadoop' }));
  }
}
await Promise.all([storeOn(), storeOn(), storeOn()]);
