import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { materialStorage } from '@/server/platform/object-storage/choose';
import { openTestDatabase } from '@/test/setup/databases';
import { bytesOf, chunksOf, LibraryBench } from '@/test/setup/library';
import { S3_KINDS, type S3Server, startS3 } from '@/test/setup/s3';
import { checkBlobs } from './check';
import { collectBlobs } from './collect';
import { blobKey } from './key';
import { openBlob } from './open-blob';
import { storeBlob } from './store-blob';

const sha256Of = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

describe.each(S3_KINDS)('blobs in S3: %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  let server: S3Server;
  let bench: LibraryBench;

  beforeAll(async () => {
    opened = await openTestDatabase('sqlite');
    server = await startS3(kind);
  }, 120_000);
  afterAll(async () => {
    await server?.stop();
    await opened?.drop();
  });
  beforeEach(async () => {
    bench = new LibraryBench(opened.database, server.environment);
    await bench.clear();
    for (const key of await keys()) await materialStorage(bench.context).remove(key);
  });

  async function keys(): Promise<string[]> {
    const found: string[] = [];
    for await (const { key } of materialStorage(bench.context).list('blobs/')) found.push(key);
    return found;
  }

  it('are stored whether their hash is known before or not, and read back', async () => {
    const bytes = randomBytes(9_000_000);
    const { sha256 } = await storeBlob(bench.context, chunksOf(bytes));
    expect(await keys()).toEqual([blobKey(sha256)]);
    const other = randomBytes(9_000_000);
    await storeBlob(bench.context, chunksOf(other), { sha256: sha256Of(other) });
    await storeBlob(bench.context, chunksOf(other), { sha256: sha256Of(other) });
    expect(await keys()).toHaveLength(2);
    for (const content of [bytes, other]) {
      const open = await openBlob(bench.context, sha256Of(content));
      expect((await bytesOf(open.stream())).equals(content)).toBe(true);
      expect((await open.read(8_000_000, 8_000_010)).equals(content.subarray(8_000_000, 8_000_010))).toBe(true);
    }
    expect(await bench.rows('er_blob')).toMatchObject([{ state: 'stored' }, { state: 'stored' }]);
  }, 60_000);

  it('never appear under a hash that they do not have', async () => {
    for (const size of [10, 17_000_000]) {
      const wrong = storeBlob(bench.context, chunksOf(randomBytes(size)), { sha256: sha256Of('declared') });
      await expect(wrong).rejects.toMatchObject({ code: 'invalid_input' });
    }
    expect(await keys()).toEqual([]);
    await expect(openBlob(bench.context, sha256Of('declared'))).rejects.toMatchObject({ code: 'not_found' });
  }, 60_000);

  it('that were altered in the bucket are found out, and loose ones are collected', async () => {
    const { sha256 } = await storeBlob(bench.context, chunksOf('right'));
    await materialStorage(bench.context).write(blobKey(sha256), chunksOf('wrong'));
    expect(await checkBlobs(bench.context, { limit: 5, mostBytes: 100 })).toMatchObject({ damaged: [sha256] });
    bench.now = new Date(Date.now() + 2 * 86_400_000);
    expect(await collectBlobs(bench.context, { dryRun: false })).toMatchObject({ blobs: 1 });
    expect(await keys()).toEqual([]);
  }, 60_000);
});

describe('blobs in S3 that does not answer', () => {
  it('are refused as that, and nothing is kept', async () => {
    const opened = await openTestDatabase('sqlite');
    const away = { MATERIAL_STORAGE: 's3', S3_ENDPOINT: 'http://127.0.0.1:9', S3_BUCKET: 'b' };
    const keys = { S3_ACCESS_KEY_ID: 'k', S3_SECRET_ACCESS_KEY: 's' };
    const { context } = new LibraryBench(opened.database, { ...away, ...keys });
    const refused = storeBlob(context, chunksOf('x'));
    await expect(refused).rejects.toMatchObject({ code: 'storage_unavailable', detail: { linkisCode: 60050 } });
    expect(await opened.database.client.blob.count()).toBe(0);
    await opened.drop();
  }, 60_000);
});
