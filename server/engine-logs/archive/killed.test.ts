import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import S3rver from 's3rver';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ArchiveBench } from '@/test/setup/archive';
import { runProgram } from '@/test/setup/child';
import { KINDS, openTestDatabase } from '@/test/setup/databases';

const ROUNDS = 3;
const TICKETS = ['a', 'b', 'c', 'd'];
const contents = new Map<string, Buffer>();

/** Five megabytes that do not compress well, different for each name. */
function contentOf(name: string): Buffer {
  const known = contents.get(name);
  if (known) return known;
  const pieces: Buffer[] = [];
  for (let index = 0; index < 5000; index++)
    pieces.push(
      Buffer.from(
        `${createHash('sha512')
          .update(name + index)
          .digest('hex')
          .repeat(8)}\n`,
      ),
    );
  const content = Buffer.concat(pieces);
  contents.set(name, content);
  return content;
}

describe.each(KINDS)('archiving that is killed, on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  let server: S3rver;
  let s3: Record<string, string>;
  const buckets = mkdtempSync(join(tmpdir(), 'engineroom-s3-'));

  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    const options = { address: '127.0.0.1', port: 0, silent: true, directory: buckets };
    server = new S3rver({ ...options, configureBuckets: [{ name: 'logs', configs: [] }] });
    const { port } = await server.run();
    const keys = { S3_ACCESS_KEY_ID: 'S3RVER', S3_SECRET_ACCESS_KEY: 'S3RVER' };
    s3 = { LOG_ARCHIVE: 's3', S3_ENDPOINT: `http://127.0.0.1:${port}`, S3_BUCKET: 'logs', ...keys };
  });
  afterAll(async () => {
    await server.close();
    await opened.drop();
    rmSync(buckets, { recursive: true, force: true });
  });

  /** Objects in the bucket; the server keeps three files of each. */
  const objects = () =>
    readdirSync(join(buckets, 'logs'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('_object'),
    );

  async function expectWholeOrNothing(bench: ArchiveBench): Promise<number> {
    let whole = 0;
    for (const ticket of TICKETS) {
      const bytes = await bench.read(ticket);
      if (bytes === null) continue;
      expect(bytes.equals(contentOf(ticket))).toBe(true);
      whole++;
    }
    return whole;
  }

  it.each(['local', 's3'])('leaves nothing or the whole, and the next run completes (%s)', async (storage) => {
    const environment = storage === 's3' ? s3 : {};
    for (let round = 0; round < ROUNDS; round++) {
      const bench = new ArchiveBench(opened.database, environment);
      await bench.clear();
      if (existsSync(join(buckets, 'logs'))) for (const name of objects()) rmSync(join(buckets, 'logs', name));
      for (const ticket of TICKETS) {
        await bench.addEngine(ticket, -500);
        bench.writeLog(ticket, 'stdout', contentOf(ticket));
      }
      const child = runProgram('test/setup/archive-child.ts', [opened.url, bench.folder, JSON.stringify(environment)]);
      await child.said('archiving');
      await sleep(Math.random() * 900);
      await child.kill();
      await expectWholeOrNothing(bench);
      bench.wait(200);
      await bench.archive();
      expect(await expectWholeOrNothing(bench)).toBe(TICKETS.length);
      const files = storage === 's3' ? objects() : bench.archives();
      expect(files).toHaveLength(TICKETS.length * 2);
      bench.remove();
    }
  });
});
