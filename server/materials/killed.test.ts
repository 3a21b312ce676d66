import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectBlobs, findVersions, openBlob, openVersion } from '@/server/library/service';
import { bundleProgram, runProgram } from '@/test/setup/child';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import { ENGINE } from '@/test/setup/material-variants';
import { MaterialBench } from '@/test/setup/materials';
import { readEntry } from './archive/read-entry';
import { findEngineMaterials, findReleases } from './engine/store';
import { expireUploads } from './uploads/expire';

/**
 * Kills on each database: together two hundred where everything is to be tested, a few otherwise, since each takes a
 * second or two. TEST_KILL_ROUNDS says another number.
 */
const ROUNDS = Number(process.env.TEST_KILL_ROUNDS ?? (process.env.TEST_REQUIRE_ALL === 'true' ? 67 : 8));
const LONGEST_MS = 500;
const MINUTES = 60_000;

const FILES = [
  ['conf.zip', 'linkis-engineconn.properties'],
  ['lib.zip', 'variant.txt'],
] as const;

describe.each(KINDS)('changes of materials that are killed, on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  let bench: MaterialBench;
  let program: string;

  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    bench = new MaterialBench(opened.database);
    program = await bundleProgram('test/setup/materials-child.ts');
  });
  afterAll(async () => {
    bench.remove();
    rmSync(program);
    await opened.drop();
  });

  const client = () => opened.database.client;
  const current = () => findEngineMaterials(opened.database, ENGINE.engineType, ENGINE.engineVersion);
  const filesBelow = (folder: string) => {
    const path = join(bench.folder, folder);
    if (!existsSync(path)) return [];
    return readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  };

  /** Changes materials in a process of its own, kills that at any moment, and tells which release it acknowledged last. */
  async function changeAndKill(round: number): Promise<number> {
    const child = runProgram(program, [opened.url, bench.folder, String(round * 7919 + 1)]);
    let acknowledged = 0;
    child.process.stdout?.on('data', (text: Buffer) => {
      for (const [, release] of text.toString().matchAll(/release (\d+)/g)) acknowledged = Number(release);
    });
    await child.said('changing');
    await sleep(Math.random() * LONGEST_MS);
    await child.kill();
    return acknowledged;
  }

  /** The variants that the current conf and lib say they are. */
  async function variants(): Promise<string[]> {
    const rows = await current();
    const versions = await findVersions(
      bench.context(),
      rows.map(({ resourceId }) => resourceId),
    );
    const said: string[] = [];
    for (const [fileName, path] of FILES) {
      const row = rows.find((candidate) => candidate.fileName === fileName);
      const version = versions.find(
        (one) => one.resourceId === row?.resourceId && one.version === row.materialVersion && one.enabled,
      );
      if (!version) throw new Error(`${fileName} ${row?.materialVersion} is not there`);
      said.push((await readEntry(await openVersion(bench.context(), version), path, 1000)).toString());
    }
    return said;
  }

  async function expectOldOrNewState(): Promise<void> {
    const rows = await current();
    if (rows.length === 0) {
      // Killed between deleting and restoring: all of it is in the trash.
      expect(await client().materialTrash.count()).toBe(1);
      return;
    }
    const [release] = await findReleases(opened.database, ENGINE.engineType, ENGINE.engineVersion, 1);
    const pointers = (all: readonly { fileName: string; resourceId: string; materialVersion: string }[]) =>
      all.map(({ fileName, resourceId, materialVersion }) => [fileName, resourceId, materialVersion]);
    expect(pointers(rows)).toEqual(pointers(release?.files ?? []));
    const [conf, lib] = await variants();
    expect(conf).toMatch(/^variant=\d\n$/);
    expect(lib).toBe(conf);
  }

  /** Hashes of all bytes that something names, in order. */
  async function namedHashes(): Promise<string[]> {
    const versions = await client().libraryVersionState.findMany();
    const releases = await client().materialRelease.findMany();
    const named = [
      ...versions.flatMap(({ sha256, contentSha256 }) => [sha256, contentSha256]),
      ...releases.map(({ pluginSha256 }) => pluginSha256),
    ];
    return [...new Set(named.filter((sha256) => sha256 !== null))].sort();
  }

  /** Every name of bytes leads to bytes. */
  async function expectBytesOfAllRows(): Promise<void> {
    for (const sha256 of await namedHashes()) {
      const blob = await openBlob(bench.context(), sha256);
      for await (const _ of blob.stream());
    }
  }

  it(
    'leave the old state or the new one, no name without bytes, and nothing that was acknowledged is lost',
    async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const acknowledged = await changeAndKill(round);
        bench.now = new Date();
        await expectOldOrNewState();
        const [release] = await findReleases(opened.database, ENGINE.engineType, ENGINE.engineVersion, 1);
        expect(release?.number ?? 0).toBeGreaterThanOrEqual(acknowledged);
        if (round % 10 === 0) await expectBytesOfAllRows();
      }
      await expectBytesOfAllRows();
    },
    10 * MINUTES,
  );

  it('leave nothing behind once their time is over', async () => {
    const { signal } = new AbortController();
    // Uploads are given up first, and forgotten a day later.
    for (let day = 3; day < 10; day += 3) {
      bench.now = new Date(Date.now() + day * 86_400_000);
      while (await expireUploads(bench.context(), signal));
    }
    expect(filesBelow('uploads')).toEqual([]);
    while ((await collectBlobs(bench.context(), { dryRun: false })).more);
    const named = await namedHashes();
    expect(
      filesBelow('blobs')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(named);
    expect(await client().blob.count()).toBe(named.length);
    await expectBytesOfAllRows();
  });
});
