import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readConfiguration } from '@/server/platform/config/environment';
import { openEngineLog } from './open-log';

const suffix = 'alice/20260506/spark/t1/logs';
let root: string;
let directory: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'engineroom-open-'));
  directory = join(root, 'roots', suffix);
  mkdirSync(directory, { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function look(ended: boolean) {
  const configuration = readConfiguration({ LOG_ROOTS: join(root, 'roots'), DATA_DIR: join(root, 'data') });
  const location = { ticketId: 't1', suffix, ecm: null, instance: null, ended };
  const log = await openEngineLog(configuration, location, 'stdout');
  if ('reason' in log) throw new Error(log.reason);
  const { state, reason } = log.provenance;
  const text = (await log.read(0, log.sizeBytes)).toString();
  await log.close();
  return { state, reason, text };
}

it('a log in more files than are read says that its beginning is missing', async () => {
  for (let number = 1; number < 500; number++) writeFileSync(join(directory, `stdout.${number}`), `${number}\n`);
  writeFileSync(join(directory, 'stdout'), 'last\n');
  expect(await look(true)).toMatchObject({
    state: 'complete',
    reason: null,
    text: expect.stringMatching(/^499\n498\n/),
  });
  writeFileSync(join(directory, 'stdout.500'), '500\n');
  writeFileSync(join(directory, 'stdout.501'), '501\n');
  const known = {
    reason: 'Its beginning is missing: it is in 502 files, of which the newest 500 are read.',
    text: expect.stringMatching(/^499\n498\n[\s\S]*\n1\nlast\n$/),
  };
  expect(await look(true)).toEqual({ state: 'truncated', ...known });
  // More may come, and is shown: that the engine runs is told by the state, what is missing by the reason.
  expect(await look(false)).toEqual({ state: 'growing', ...known });
});
