import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { logMatchSchema } from '@/contracts/engine-logs';
import { readConfiguration } from '@/server/platform/config/environment';
import { openEngineLog } from './open-log';
import { readMatching } from './page-reader';

const suffix = 'alice/20260506/spark/t1/logs';
let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'engineroom-pages-'));
  mkdirSync(join(root, 'roots', suffix), { recursive: true });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('lines that a filter keeps have their numbers, however far they are from each other and in which file', async () => {
  // Close by, some thousand bytes apart, and farther than what is between two of them is read.
  const wanted = new Set([1, 2, 3, 60, 61, 900, 3000, 3001, 5999, 6000, 6001, 9000]);
  const lines = Array.from({ length: 9000 }, (_, index) =>
    wanted.has(index + 1) ? `wanted ${index + 1}` : 'x'.repeat(100 + (index % 40)),
  );
  const text = (from: number, to: number) =>
    lines
      .slice(from, to)
      .map((line) => `${line}\n`)
      .join('');
  writeFileSync(join(root, 'roots', suffix, 'stdout.1'), text(0, 6000));
  writeFileSync(join(root, 'roots', suffix, 'stdout'), text(6000, 9000));
  const configuration = readConfiguration({ LOG_ROOTS: join(root, 'roots'), DATA_DIR: join(root, 'data') });
  const location = { ticketId: 't1', suffix, ecm: null, instance: null, ended: true };
  const log = await openEngineLog(configuration, location, 'stdout');
  if ('reason' in log) throw new Error(log.reason);
  await log.index();
  const match = logMatchSchema.parse({ query: 'wanted' });
  const { signal } = new AbortController();
  const page = await readMatching(log, { after: 0 }, 100, match, signal);
  expect(page.lines.map((line) => [line.text, line.number])).toEqual(
    [...wanted].map((number) => [`wanted ${number}`, number]),
  );
  await log.close();
});
