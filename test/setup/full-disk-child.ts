// Writes a small and a large object, for tests that let this process write no large file. Argument: the folder.
import { localStorage } from '@/server/platform/object-storage/local';
import { chunksOf } from './library';

// Otherwise the system ends the process.
process.on('SIGXFSZ', () => {});
const [folder = ''] = process.argv.slice(2);
const storage = localStorage(folder);
await storage.write('small', chunksOf('fits'));
const pieces = Array.from({ length: 20 }, () => Buffer.alloc(100_000));
await storage.write('large', chunksOf(...pieces)).catch((error) => {
  process.stdout.write(`${error.kind}: ${error.message.replace(/^writing large: /, '')}\n`);
});
