import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleProgram, runProgram } from '@/test/setup/child';
import { CleanupBench } from '@/test/setup/cleanup';
import { RecordCleanupBench } from '@/test/setup/cleanup-records';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import { startRun, undoRun } from './service';

/** Kills on each database; see the same number of the materials. */
const ROUNDS = Number(process.env.TEST_KILL_ROUNDS ?? (process.env.TEST_REQUIRE_ALL === 'true' ? 67 : 6));
/** Engine records go the way of contexts, through statements of their own. */
const RECORD_ROUNDS = Math.ceil(ROUNDS / 6);
const LONGEST_MS = 250;
const ROWS = 300;
const MINUTES = 60_000;

const CASES = KINDS.flatMap((kind) => [
  { kind, subject: 'contexts', rounds: ROUNDS },
  { kind, subject: 'engineRecords', rounds: RECORD_ROUNDS },
]);

/** Makes rows of a subject. */
async function fill(bench: CleanupBench, ids: readonly number[]): Promise<void> {
  if (bench instanceof RecordCleanupBench) await bench.addRecords(ids.map((id) => ({ id, events: 1 })));
  else await bench.add(ids.map((id) => ({ id, values: 1 })));
}

describe.each(CASES)('cleanups of $subject that are killed, on $kind', ({ kind, subject, rounds }) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  let bench: CleanupBench;
  let program: string;

  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    bench = subject === 'contexts' ? new CleanupBench(opened.database) : new RecordCleanupBench(opened.database);
    program = await bundleProgram('test/setup/cleanup-child.ts');
    await fill(bench, [...Array.from({ length: ROWS }, (_, index) => index * 3 + 1), 10_000]);
  }, MINUTES);
  afterAll(async () => {
    bench.remove();
    rmSync(program);
    await opened.drop();
  });

  async function workAndKill(): Promise<void> {
    const child = runProgram(program, [opened.url, bench.folder]);
    await child.said('working');
    await sleep(Math.random() * LONGEST_MS);
    await child.kill();
  }

  /** Ids in the archive of a run, in order, doubles and all. */
  function archivedIds(folder: string, only?: readonly string[]): number[] {
    const path = join(bench.folder, folder);
    const ids: number[] = [];
    for (const name of only ?? (existsSync(path) ? readdirSync(path) : [])) {
      const [head = '', ...lines] = gunzipSync(readFileSync(join(path, name)))
        .toString()
        .split('\n');
      const { rows } = JSON.parse(head) as { rows: number };
      for (const line of lines.slice(0, rows)) ids.push((JSON.parse(line) as number[])[0] as number);
    }
    return ids.sort((left, right) => left - right);
  }

  it(
    'end with the same set deleted, archived once, and come back whole',
    async () => {
      const { client } = opened.database;
      const before = await bench.dump();
      const expected = Array.from({ length: ROWS }, (_, index) => index * 3 + 1);
      const sha256 = createHash('sha256')
        .update(`${expected.join('\n')}\n`)
        .digest('hex');
      for (let round = 0; round < rounds; ) {
        bench.now = new Date('2026-05-06T10:20:30Z');
        const { id } = await bench.preview({ ids: expected });
        await client.cleanupRun.update({ where: { id }, data: { batchSize: 25 } });
        await startRun(bench.context(), id, 'killed');
        for (let kills = 0; kills < 3 && round < rounds; kills++, round++) await workAndKill();
        const done = await bench.work(id);
        expect(done).toMatchObject({ state: 'done', affected: ROWS, skipped: 0 });
        expect(await bench.ids()).toEqual([10_000]);
        const row = await client.cleanupRun.findUniqueOrThrow({ where: { id } });
        expect(row.idsSha256).toBe(sha256);
        expect(archivedIds(row.folder)).toEqual(expected);
        const undo = await undoRun(bench.context(), id, { reason: 'killed' });
        await workAndKill();
        expect(await bench.work(undo.id)).toMatchObject({ state: 'done', affected: ROWS, skipped: 0 });
        expect(await bench.dump()).toEqual(before);
      }
    },
    10 * MINUTES,
  );

  it('share the work when two processes have it, and delete each row once', async () => {
    bench.now = new Date('2026-05-06T10:20:30Z');
    const { id } = await bench.preview({ users: ['alice'] });
    await opened.database.client.cleanupRun.update({ where: { id }, data: { batchSize: 25 } });
    bench.wait(1);
    await startRun(bench.context(), id, 'two processes');
    const child = runProgram(program, [opened.url, bench.folder]);
    await child.said('working');
    const done = await bench.work(id);
    await child.kill();
    expect(done.state === 'done' ? done : await bench.work(id)).toMatchObject({ affected: ROWS + 1, skipped: 0 });
    const { folder } = await opened.database.client.cleanupRun.findUniqueOrThrow({ where: { id } });
    // A worker that has lost the run may have stored a batch after the last sweep; no row names it, and it expires.
    const named = await opened.database.client.cleanupSegment.findMany({ where: { runId: id } });
    const files = named.map(({ objectKey }) => objectKey.slice(folder.length + 1));
    expect(archivedIds(folder, files)).toHaveLength(ROWS + 1);
    expect(await bench.ids()).toEqual([]);
  });
});
