import { afterEach, describe, expect, it } from 'vitest';
import { openMigrationConnection } from '@/server/platform/db/migrate/connection';
import { migrate } from '@/server/platform/db/migrate/runner';
import { makeLogger } from '@/server/platform/log/logger';
import { KINDS, makeEmptyDatabase, type TestDatabase } from '@/test/setup/databases';
import { fill } from './fill';
import { recordIndexes } from './indexes';
import { RECORD_TABLE } from './record';
import { SCENARIOS } from './scenarios';

const root = process.cwd();

describe.each(KINDS)('filling a database of %s', (kind) => {
  let made: TestDatabase | null = null;
  afterEach(() => made?.drop());

  it('first builds the indexes that a run which was killed has left out', async () => {
    made = await makeEmptyDatabase(kind);
    const { url } = made;
    await migrate(url, root, makeLogger('silent'));
    const wanted = recordIndexes(root, kind);
    expect(wanted.length).toBeGreaterThan(10);
    const connection = await openMigrationConnection(url);
    for (const { drop } of wanted) await connection.run(drop);
    const said: string[] = [];
    const scenario = SCENARIOS.find(({ name }) => name === 'small-team');
    if (!scenario) throw new Error('the scenario is gone');
    const request = {
      url,
      root,
      scenario,
      records: 50,
      now: Date.UTC(2026, 4, 6),
      append: false,
      toColumnTime: (instant: Date) => instant.toISOString().slice(0, 19).replace('T', ' '),
      say: (line: string) => void said.push(line),
    };
    expect((await fill(request)).count).toBe(50);
    expect(await connection.indexes(RECORD_TABLE)).toEqual(expect.arrayContaining(wanted.map(({ name }) => name)));
    await connection.close();
    expect(said.filter((line) => line.includes('cut short'))).toHaveLength(wanted.length);
    said.length = 0;
    await expect(fill(request)).rejects.toThrow(/50 records already/);
    expect(said).toEqual([]);
  });
});
