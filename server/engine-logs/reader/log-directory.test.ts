import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogStream } from '@/contracts/engine-logs';
import { readConfiguration } from '@/server/platform/config/environment';
import { type LogPlace, openDirectoryParts } from './log-directory';

const suffix = 'alice/20260506/spark/t1/logs';
const place: LogPlace = { suffix, ecm: 'bdp001:9102' };
let root: string;
let directory: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'engineroom-logs-'));
  directory = join(root, 'roots', suffix);
  mkdirSync(directory, { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const configuration = (roots = join(root, 'roots')) =>
  readConfiguration({ LOG_ROOTS: roots, DATA_DIR: join(root, 'data') });

async function text(stream: LogStream = 'stdout', where = place, settings = configuration()): Promise<string> {
  const found = await openDirectoryParts(settings, where, stream);
  if ('reason' in found) return `${found.state}`;
  const { parts } = found;
  const pieces = await Promise.all(parts.map((part) => part.read(0, part.sizeBytes)));
  await Promise.all(parts.map((part) => part.close()));
  return pieces.map((piece) => piece.toString()).join('|');
}

describe('opening the files of a log', () => {
  it('finds them under the root of the engine manager first, then under the shared ones', async () => {
    mkdirSync(join(root, 'own', suffix), { recursive: true });
    writeFileSync(join(root, 'own', suffix, 'gc'), 'own');
    writeFileSync(join(directory, 'gc'), 'shared');
    const settings = configuration(`${join(root, 'roots')},bdp001:9102=${join(root, 'own')}`);
    expect(await text('gc', place, settings)).toBe('own');
    expect(await text('gc', { suffix, ecm: 'bdp002:9102' }, settings)).toBe('shared');
  });

  it('says why there is none', async () => {
    expect(await text('yarnApp')).toBe('missing');
    expect(await text('stdout', { suffix: null, ecm: null })).toBe('no-directory');
    expect(await text('stdout', { suffix: 'nobody/logs', ecm: null })).toBe('no-directory');
    expect(await text('stdout', place, configuration('bdp009:9102=/nowhere'))).toBe('not-configured');
  });

  it.each([
    '..',
    '../',
    '/etc',
    'a/../..',
    'a//b',
    './a',
    'a\0b',
    '..\\..',
    `${suffix}/../../../../../..`,
    '%2e%2e/%2e%2e',
    '....//',
  ])('never leaves its root by %j', async (bad) => {
    writeFileSync(join(root, 'stdout'), 'secret');
    expect(await text('stdout', { suffix: bad, ecm: null })).toBe('no-directory');
  });

  it('follows no link out of the root, and reads no directory and no pipe', async () => {
    writeFileSync(join(root, 'secret'), 'secret');
    symlinkSync(join(root, 'secret'), join(directory, 'udfLog'));
    expect(await text('udfLog')).toBe('unreadable');
    mkdirSync(join(directory, 'stderr'));
    expect(await text('stderr')).toBe('unreadable');
    symlinkSync(root, join(root, 'roots', 'out'));
    writeFileSync(join(root, 'stdout'), 'secret');
    expect(await text('stdout', { suffix: 'out', ecm: null })).toBe('unreadable');
  });

  it('says that it may not read a file', async () => {
    const path = join(directory, 'gc');
    writeFileSync(path, 'text');
    chmodSync(path, 0);
    chmodSync(root, 0o755);
    // An administrator of the machine may read anything: then the test is somebody else for a moment.
    const all = process.geteuid?.() === 0;
    if (all) process.seteuid?.(65_534);
    try {
      expect(await text('gc')).toBe('unreadable');
    } finally {
      if (all) process.seteuid?.(0);
    }
  });

  it('joins rolled files, the oldest first, compressed or not', async () => {
    writeFileSync(join(directory, 'stdout'), 'e');
    writeFileSync(join(directory, 'stdout.1'), 'd');
    writeFileSync(join(directory, 'stdout.2.gz'), gzipSync('c'));
    writeFileSync(join(directory, 'stdout.10'), 'b');
    writeFileSync(join(directory, 'stdout-20260505.gz'), gzipSync('a'));
    mkdirSync(join(directory, '2026-05'));
    writeFileSync(join(directory, '2026-05', 'linkis-log-2026-05-06-10.log'), 'z');
    writeFileSync(join(directory, '2026-05', 'linkis-log-2026-05-06-9.log'), 'y');
    writeFileSync(join(directory, 'stdout.1.gz'), gzipSync('half written'));
    writeFileSync(join(directory, 'stdout.bak'), 'not a part');
    writeFileSync(join(directory, 'stdoutx'), 'not a part');
    expect(await text()).toBe('y|z|a|b|c|d|e');
  });

  it('keeps the name of a part when it is rolled, and gives another to what takes its place', async () => {
    const keys = async () => {
      const found = await openDirectoryParts(configuration(), place, 'stdout');
      if ('reason' in found) throw new Error(found.reason);
      const { parts } = found;
      await Promise.all(parts.map((part) => part.close()));
      return parts.map((part) => part.fingerprint);
    };
    writeFileSync(join(directory, 'stdout'), 'x'.repeat(5000));
    const [before] = await keys();
    renameSync(join(directory, 'stdout'), join(directory, 'stdout.1'));
    writeFileSync(join(directory, 'stdout'), 'new');
    const after = await keys();
    expect(after[0]).toBe(before);
    expect(after[1]).not.toBe(before);
  });

  it('reads UTF-16 as UTF-8 and says that a damaged archive is damaged', async () => {
    writeFileSync(join(directory, 'stdout'), Buffer.from('\ufeffone 中文\r\ntwo\n', 'utf16le'));
    expect((await text()).replace('\ufeff', '')).toBe('one 中文\r\ntwo\n');
    writeFileSync(join(directory, 'gc.1.gz'), gzipSync('x'.repeat(100_000)).subarray(0, 60));
    expect(await text('gc')).toBe('unreadable');
  });
});
