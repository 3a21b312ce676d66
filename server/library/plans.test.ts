import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinSql, rawSql, sql } from '@/server/platform/db/dialect';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import { expectReadsByIndex } from '@/test/setup/plans';
import { findCollectable, findHashesAfter } from './blobs/store';
import { findSharedPrivileges } from './projects/store';
import { findResource } from './resources/store';
import { findHighest, findVersionRow, findVersionRows } from './versions/store';

const COUNT = 5000;
const TABLES = [
  'er_blob',
  'er_library_version',
  'b',
  'named',
  'linkis_ps_bml_resources',
  'linkis_ps_bml_resources_version',
];
const hashOf = (index: number) => createHash('sha256').update(String(index)).digest('hex');

describe.each(KINDS)('the library reads by index on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;

  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    const { database } = opened;
    const { client, dialect } = database;
    const time = new Date('2026-05-06T10:20:30Z');
    const column = dialect.timeValue(database.toColumnTime(time));
    for (let from = 0; from < COUNT; from += 500) {
      const indexes = Array.from({ length: 500 }, (_, offset) => from + offset);
      const state = { md5: '', size: 1, blockCrc: '', state: 'stored', createdTime: time, touchedTime: time };
      await client.blob.createMany({ data: indexes.map((index) => ({ ...state, sha256: hashOf(index) })) });
      const version = { number: 1, version: 'v000001', size: 1, createdBy: 'a', createdTime: time };
      await client.libraryVersionState.createMany({
        data: indexes.map((index) => ({ ...version, resourceId: `r${index}`, sha256: hashOf(index) })),
      });
      const resources = indexes.map((index) => sql`(${`r${index}`}, 'WTSS', 'alice', ${column}, ${column}, 1)`);
      await database.execute(
        sql`INSERT INTO linkis_ps_bml_resources (resource_id, sys, owner, create_time, update_time, enable_flag) VALUES ${joinSql(resources)}`,
      );
      const versions = indexes.map((index) => sql`(${`r${index}`}, '', 'v000001', 1, '', '', 1)`);
      await database.execute(
        sql`INSERT INTO linkis_ps_bml_resources_version (resource_id, file_md5, version, size, resource, client_ip, enable_flag) VALUES ${joinSql(versions)}`,
      );
    }
    const analyze = kind === 'mysql' ? 'ANALYZE TABLE' : 'ANALYZE';
    for (const table of TABLES.filter((name) => name.length > 5))
      await database.execute(rawSql(`${analyze} ${table}`)).catch(() => {});
  });
  afterAll(() => opened.drop());

  it('what it collects, and resources and versions by their ids', async () => {
    await expectReadsByIndex(opened.database, TABLES, async (database) => {
      const hashes = await findHashesAfter(database, '', 100);
      expect(hashes).toHaveLength(100);
      expect(await findCollectable(database, hashes, new Date('2027-01-01T00:00:00Z'))).toEqual([]);
      expect(await findResource(database, 'r77')).toMatchObject({ owner: 'alice' });
      expect(await findVersionRows(database, ['r7', 'r8'])).toHaveLength(2);
      expect(await findVersionRow(database, 'r9', 'v000001')).toMatchObject({ number: 1 });
      expect(await findHighest(database, 'r9', { enabledOnly: true })).toBe('v000001');
      await findSharedPrivileges(database, ['r9'], 'alice');
    });
  });
});
