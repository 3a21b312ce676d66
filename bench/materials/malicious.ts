import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuiltArchive, type BuiltEntry, buildZip, engineEntries } from '@/test/setup/zip-builder';
import { report } from '../figure';
import { inspect, type MaterialStage, withPeak } from './upload';

const LIMIT_MS = 1000;
const LIMIT_MB = 64;
const MANY = 60_000;
const LARGE_BYTES = 256 << 20;

const good = engineEntries();
const jar = (name: string): BuiltEntry => ({ name: `spark/dist/2.4.3/lib/${name}`, content: 'jar' });

/** Archives that must be refused, each for one reason. */
const CASES: Record<string, () => [entries: BuiltEntry[], archive?: BuiltArchive]> = {
  'parent path': () => [[...good, { name: '../../evil.sh', content: 'x' }]],
  'absolute path': () => [[...good, { name: '/etc/cron.d/evil', content: 'x' }]],
  'drive path': () => [[...good, { name: 'C:/evil.bat', content: 'x' }]],
  'NUL in a name': () => [[...good, jar('a.jar\0.txt')]],
  'symbolic link': () => [[...good, { ...jar('link'), content: '/etc/passwd', mode: 0o120777 }]],
  device: () => [[...good, { ...jar('device'), content: '', mode: 0o060644 }]],
  'name twice': () => [[...good, jar('a.jar'), jar('a.jar')]],
  'only a local header': () => [[...good, { ...jar('hidden.jar'), only: 'local' }]],
  'another name in the directory': () => [
    [...good, { ...jar('a.jar'), central: { name: Buffer.from('spark/dist/2.4.3/lib/b.jar') } }],
  ],
  'wrong size': () => [[...good, { ...jar('b.jar'), central: { size: 7 }, local: { size: 7 } }]],
  'wrong checksum': () => [[...good, { ...jar('b.jar'), central: { crc32: 1 }, local: { crc32: 1 } }]],
  encrypted: () => [[...good, { ...jar('b.jar'), flags: 1 }]],
  'entries over each other': () => [
    [...good, jar('b.jar'), { ...jar('c.jar'), only: 'central', central: { headerOffset: 0 } }],
  ],
  'bytes in front': () => [good, { prefix: randomBytes(5000) }],
  'many entries': () => [[...good, ...Array.from({ length: MANY }, (_, index) => jar(`${index}.jar`))]],
  'bomb of zeros': () => [[...good, { ...jar('zeros.jar'), content: Buffer.alloc(LARGE_BYTES) }]],
  'no zip at all': () => [[], { prefix: randomBytes(1 << 20), trailing: randomBytes(1 << 20) }],
  'deep paths': () => [[...good, jar(`${'d/'.repeat(400)}a.jar`)]],
};

/** How long each bad archive takes until it is judged, and how much memory that needs. */
export async function measureMalicious(stage: MaterialStage): Promise<void> {
  const detail: Record<string, string> = {};
  let slowest = 0;
  let largest = 0;
  // What a server that is at work holds anyway.
  await judge(stage, 'first', good);
  for (const [name, make] of Object.entries(CASES)) {
    const [entries, archive] = make();
    const path = write(stage, name, entries, archive);
    let milliseconds = 0;
    let state = '';
    const growth = await withPeak(stage.server, async () => {
      const begun = performance.now();
      state = (await inspect(stage, path)).state;
      milliseconds = performance.now() - begun;
    });
    if (state !== 'refused') throw new Error(`${name} is ${state}`);
    detail[name] = `${milliseconds.toFixed(0)} ms, ${growth.toFixed(0)} MB`;
    slowest = Math.max(slowest, milliseconds);
    largest = Math.max(largest, growth);
  }
  const data = `${Object.keys(CASES).length} archives`;
  report({
    figure: 'bad archive judged, slowest',
    value: slowest,
    unit: 'ms',
    limit: LIMIT_MS,
    better: 'lower',
    data,
    detail,
  });
  report({ figure: 'memory growth of judging', value: largest, unit: 'MB', limit: LIMIT_MB, better: 'lower', data });
}

function write({ folder }: MaterialStage, name: string, entries: BuiltEntry[], archive?: BuiltArchive): string {
  const path = join(folder, `${name.replace(/\W+/g, '-')}.zip`);
  writeFileSync(path, buildZip(entries, archive));
  return path;
}

async function judge(stage: MaterialStage, name: string, entries: BuiltEntry[]): Promise<void> {
  const { state, report: found } = await inspect(stage, write(stage, name, entries));
  if (state !== 'inspected') throw new Error(`${name} is ${state}: ${JSON.stringify(found?.faults)}`);
}
