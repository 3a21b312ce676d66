import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readConfiguration } from '@/server/platform/config/environment';
import { runProgram } from '@/test/setup/child';
import { bytesOf, chunksOf } from '@/test/setup/library';
import { S3_KINDS, type S3Server, startS3 } from '@/test/setup/s3';
import { localStorage } from './local';
import { s3Storage } from './s3';
import { moveObject } from './s3-move';
import { isUnfinished, type ObjectStorage } from './storage';

async function listed(storage: ObjectStorage, prefix: string): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for await (const { key, sizeBytes, modifiedTime } of storage.list(prefix)) {
    expect(Math.abs(Date.now() - modifiedTime.getTime())).toBeLessThan(60_000);
    found[key] = sizeBytes;
  }
  return found;
}

const folders: string[] = [];
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'engineroom-storage-'));
  folders.push(made);
  return made;
};
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

describe.each(['local', ...S3_KINDS] as const)('object storage: %s', (kind) => {
  let server: S3Server | null = null;
  let storage: ObjectStorage;

  beforeAll(async () => {
    if (kind === 'local') return;
    server = await startS3(kind);
  }, 120_000);
  afterAll(() => server?.stop());
  beforeEach(async () => {
    const settings = server && readConfiguration(server.environment).s3;
    storage = settings ? s3Storage(settings) : localStorage(folder());
    for await (const { key } of storage.list('')) await storage.remove(key);
  });

  it('writes whole, reads ranges and streams', async () => {
    const bytes = randomBytes(20_000_001);
    const pieces = Array.from({ length: 21 }, (_, index) => bytes.subarray(index * 1_000_000, (index + 1) * 1_000_000));
    await storage.write('a/b/large', chunksOf(...pieces));
    expect(await storage.sizeOf('a/b/large')).toBe(bytes.length);
    expect((await storage.readAll('a/b/large')).equals(bytes)).toBe(true);
    expect((await storage.read('a/b/large', 9_999_990, 10_000_010)).equals(bytes.subarray(9_999_990, 10_000_010))).toBe(
      true,
    );
    expect((await bytesOf(storage.stream('a/b/large', 0, bytes.length))).equals(bytes)).toBe(true);
    expect((await bytesOf(storage.stream('a/b/large', 7, 11_000_000))).equals(bytes.subarray(7, 11_000_000))).toBe(
      true,
    );
    expect(await bytesOf(storage.stream('a/b/large', 5, 5))).toHaveLength(0);
    await storage.write('a/empty', chunksOf());
    expect(await storage.sizeOf('a/empty')).toBe(0);
  });

  it('moves over what is there, lists by prefix and removes', async () => {
    await storage.write('staging/x', chunksOf('new'));
    await storage.write('blobs/ab/abc', chunksOf('older'));
    await storage.move('staging/x', 'blobs/ab/abc');
    await storage.write('blobs/cd/cde', chunksOf('other'));
    expect(await listed(storage, 'blobs/')).toEqual({ 'blobs/ab/abc': 3, 'blobs/cd/cde': 5 });
    expect(await listed(storage, 'blobs/ab/')).toEqual({ 'blobs/ab/abc': 3 });
    expect(await listed(storage, 'nothing/')).toEqual({});
    await storage.remove('blobs/ab/abc');
    await storage.remove('blobs/ab/abc');
    expect(await listed(storage, 'blobs/')).toEqual({ 'blobs/cd/cde': 5 });
  });

  it('shows nothing of a write that fails, and throws what its source threw', async () => {
    for (const before of [10, 12_000_000]) {
      async function* broken() {
        yield Buffer.alloc(before);
        throw new RangeError('the source is broken');
      }
      await expect(storage.write('broken', broken())).rejects.toThrow(RangeError);
      expect(await storage.sizeOf('broken')).toBeNull();
      expect(await listed(storage, '')).toEqual({});
    }
  });

  it('says what is missing', async () => {
    const missing = { name: 'StorageError', kind: 'missing' };
    await storage.write('short', chunksOf('short'));
    for (const attempt of [
      () => storage.read('none', 0, 1),
      () => storage.readAll('none'),
      () => bytesOf(storage.stream('none', 0, 1)),
      () => storage.read('short', 0, 6),
      () => bytesOf(storage.stream('short', 0, 6)),
      () => bytesOf(storage.stream('short', 7, 9)),
      () => storage.move('none', 'other'),
    ])
      await expect(attempt()).rejects.toMatchObject(missing);
  });
});

describe.each(S3_KINDS)('moving in S3: %s', (kind) => {
  it('copies large objects in pieces', async () => {
    const server = await startS3(kind);
    try {
      const settings = readConfiguration(server.environment).s3;
      if (!settings) throw new Error('no bucket');
      const storage = s3Storage(settings);
      const bytes = randomBytes(16_000_000);
      await storage.write('from', chunksOf(bytes));
      const sdk = await import('@aws-sdk/client-s3');
      const credentials = settings.credentials ?? undefined;
      const client = new sdk.S3Client({
        ...{ region: settings.region, endpoint: settings.endpoint ?? '', forcePathStyle: true, credentials },
        ...{ requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' },
      });
      const limits = { singleBytes: 10_000_000, pieceBytes: 6_000_000 };
      const moved = moveObject({ client, sdk }, settings.bucket, 'of/engineroom/from', 'of/engineroom/to', limits);
      // One of the two servers cannot copy parts; then the original is still there and nothing else.
      const failed = await moved.then(
        () => false,
        () => true,
      );
      expect(failed).toBe(kind === 's3rver');
      expect((await storage.readAll(failed ? 'from' : 'to')).equals(bytes)).toBe(true);
      expect(await storage.sizeOf(failed ? 'to' : 'from')).toBeNull();
    } finally {
      await server.stop();
    }
  }, 120_000);
});

describe('a storage that does not work', () => {
  it('is said to be away when nobody answers', async () => {
    const environment = {
      S3_ENDPOINT: 'http://127.0.0.1:9',
      S3_BUCKET: 'b',
      S3_ACCESS_KEY_ID: 'k',
      S3_SECRET_ACCESS_KEY: 's',
    };
    const { s3 } = readConfiguration(environment);
    if (!s3) throw new Error('no bucket');
    const away = { name: 'StorageError', kind: 'unavailable' };
    await expect(s3Storage(s3).write('x', chunksOf('x'))).rejects.toMatchObject(away);
    await expect(s3Storage(s3).sizeOf('x')).rejects.toMatchObject(away);
  }, 60_000);

  it('is said to be full, and keeps nothing of what did not fit', async () => {
    const root = folder();
    // A process that may write files of 1 MiB at most sees what a full disk shows.
    const program = runProgram('test/setup/full-disk-child.ts', [root], {}, ['prlimit', '--fsize=1048576']);
    await program.said('full: the disk has no room for it');
    await program.ended;
    expect(readdirSync(root)).toEqual(['small']);
  });

  it('shows unfinished writes of a killed process in listings', async () => {
    const root = folder();
    writeFileSync(join(root, 'left.part'), 'half');
    const found = await listed(localStorage(root), '');
    expect(found).toEqual({ 'left.part': 4 });
    expect(Object.keys(found).every(isUnfinished)).toBe(true);
    await localStorage(root).remove('left.part');
    expect(existsSync(join(root, 'left.part'))).toBe(false);
  });

  it('tells how much room there is on disk', async () => {
    expect(await localStorage(folder()).freeBytes()).toBeGreaterThan(0);
  });
});
