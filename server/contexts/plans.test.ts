import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTEXT_TIME_FIELDS } from '@/contracts/contexts';
import { joinSql, rawSql, sql } from '@/server/platform/db/dialect';
import { ContextBench } from '@/test/setup/contexts';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import { expectReadsByIndex } from '@/test/setup/plans';
import { lockByIds } from './cleanup/store';
import { findContextPage, findHistoryPage, findListeners, findValuePage } from './console/store';
import { findContext } from './ids/store';
import { removeContexts } from './removal/store';
import { findValue, findValueBeginnings, removeValues } from './values/store';

const COUNT = 4000;
const CHILDREN = ['map', 'history', 'listener', 'map_listener'];
const TABLES = ['c', 'm', 'h', 'l', 'id', ...CHILDREN].map((name) =>
  name.length > 1 ? `linkis_ps_cs_context_${name}` : name,
);

describe.each(KINDS)('contexts are read by index on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;

  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    const { database } = opened;
    const { quoted } = database.dialect;
    const bench = new ContextBench(database);
    for (let from = 1; from <= COUNT; from += 500) {
      const ids = Array.from({ length: 500 }, (_, offset) => from + offset);
      const time = database.toColumnTime(new Date(Date.UTC(2026, 4, 1) + from * 1000));
      await bench.insert(ids, time, `user${from % 7}`);
      const rows = (row: (id: number) => unknown[]) => joinSql(ids.map((id) => sql`(${joinSql(row(id))})`));
      const table = (name: string) => rawSql(`linkis_ps_cs_context_${name}`);
      const values = rows((id) => [`key${id}`, 'OBJECT', id, '{}']);
      await database.execute(
        sql`INSERT INTO ${table('map')} (${quoted('key')}, context_type, context_id, ${quoted('value')}) VALUES ${values}`,
      );
      await database.execute(
        sql`INSERT INTO ${table('history')} (context_id, source) VALUES ${rows((id) => [id, 's'])}`,
      );
      for (const [name, column] of [['listener', 'context_id'] as const, ['map_listener', 'key_id'] as const])
        await database.execute(
          sql`INSERT INTO ${table(name)} (${rawSql(column)}, listener_source) VALUES ${rows((id) => [id, 's'])}`,
        );
    }
    for (const name of ['id', ...CHILDREN])
      await database
        .execute(rawSql(`${kind === 'mysql' ? 'ANALYZE TABLE' : 'ANALYZE'} linkis_ps_cs_context_${name}`))
        .catch(() => {});
  }, 60_000);
  afterAll(() => opened.drop());

  it('for values and their contexts', async () => {
    await expectReadsByIndex(opened.database, TABLES, async (database) => {
      expect(await findContext(database, 17)).not.toBeNull();
      expect(await findValue(database, { contextId: 17, key: 'key17', contextType: 'OBJECT' })).not.toBeNull();
      expect(await findValueBeginnings(database, 17)).toHaveLength(1);
    });
  });

  it.each(CONTEXT_TIME_FIELDS)('for pages of the list by %s, however deep', async (sort) => {
    const time = opened.database.toColumnTime(new Date(Date.UTC(2026, 4, 1) + 1_501_000));
    for (const order of ['asc', 'desc'] as const)
      for (const after of [null, { direction: 'next', time, id: 1700 } as const])
        await expectReadsByIndex(opened.database, TABLES, async (database) => {
          const request = { filter: { range: {} }, sort, order, size: 51, after };
          expect(await findContextPage(database, request)).toHaveLength(51);
        });
  });

  it('for the lists of what a context holds', async () => {
    const page = { after: null, size: 51, characters: 10 };
    await expectReadsByIndex(opened.database, TABLES, async (database) => {
      expect(await findValuePage(database, { contextId: 17 }, page)).toHaveLength(1);
      expect(await findHistoryPage(database, 17, page)).toHaveLength(1);
      expect(await findListeners(database, 17, 10)).toHaveLength(2);
    });
  });

  it('when contexts and values are removed', async () => {
    await expectReadsByIndex(opened.database, TABLES, (listening) =>
      opened.database.transaction(async (on) => {
        expect(await lockByIds(listening, on, [20, 21])).toHaveLength(2);
        expect(await removeContexts(listening, on, [20, 21])).toBe(2);
        expect(await removeValues(listening, on, { contextId: 22, keyPrefix: 'key' })).toBe(1);
      }),
    );
  });
});
