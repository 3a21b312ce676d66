import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '@/test/setup/child';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import { bytesOf, LibraryBench } from '@/test/setup/library';
import { type S3Server, startS3 } from '@/test/setup/s3';
import { collectBlobs } from './collect';
import { openBlob } from './open-blob';

const ROUNDS = 3;

describe.each(KINDS)('storing that is killed, on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  let s3: S3Server;

  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    s3 = await startS3('s3rver');
  });
  afterAll(async () => {
    await s3.stop();
    await opened.drop();
  });

  it.each(['local', 's3'])(
    'leaves no row without its bytes (%s)',
    async (storage) => {
      const environment = storage === 's3' ? s3.environment : {};
      for (let round = 0; round < ROUNDS; round++) {
        const bench = new LibraryBench(opened.database, environment);
        await bench.clear();
        const child = runProgram('test/setup/store-blob-child.ts', [
          opened.url,
          bench.folder,
          JSON.stringify(environment),
        ]);
        await child.said('storing');
        await sleep(200 + Math.random() * 700);
        await child.kill();
        const { client } = opened.database;
        const blobs = await client.blob.findMany();
        for (const { sha256 } of blobs.filter(({ state }) => state === 'stored'))
          expect((await bytesOf((await openBlob(bench.context, sha256)).stream())).length).toBe(600_000);
        const stored = new Set(blobs.filter(({ state }) => state === 'stored').map(({ sha256 }) => sha256));
        const versions = await client.libraryVersionState.findMany();
        expect(versions.every(({ sha256 }) => sha256 !== null && stored.has(sha256))).toBe(true);
        // What the killed process left goes; what has a name stays. Files are as old as they are, whatever our clock says.
        bench.now = new Date(Date.now() + 2 * 86_400_000);
        await collectBlobs(bench.context, { dryRun: false });
        const named = new Set(versions.map(({ sha256 }) => sha256));
        expect(await client.blob.count()).toBe(named.size);
        if (storage === 'local') expect(bench.files()).toHaveLength(named.size);
        bench.remove();
      }
    },
    60_000,
  );
});
