import { afterAll, beforeAll, describe, it } from 'vitest';
import { engineRecordListQuerySchema } from '@/contracts/engine-history';
import type { Database } from '@/server/platform/db/database';
import { contextFor } from '@/test/setup/context';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import { expectReadsByIndex, fillRecords } from '@/test/setup/plans';
import { engineRecordFacets, findEngineRecords, findSimilarEngines, getEngineRecord } from '../service';

const TABLE = 'linkis_cg_ec_resource_info_record';
const ROWS = 20_000;

/** Every filter and order that is offered, by itself, and some together. */
const QUERIES: Record<string, string | string[]>[] = [
  {},
  { status: 'Failed' },
  { status: ['Failed', 'Running'] },
  { engineType: 'spark' },
  { engineVersion: '3.2.1' },
  { user: 'user3' },
  { creator: 'IDE' },
  { ecm: 'bdp001:9102' },
  { instance: 'bdp001:38001' },
  { instancePart: 'bdp00' },
  { instancePart: 'bdp' },
  { instancePart: 'bdp001:380' },
  { instancePart: 'bdp001:3' },
  { instancePart: ':3' },
  { instancePart: ':38001' },
  { instancePart: '38001' },
  { ticket: 'ticket-000123' },
  { label: 'IDE,spark' },
  { from: '2026-05-01T00:00:00Z', to: '2026-05-01T10:00:00Z' },
  { timeField: 'usedTime', from: '2026-05-01T00:00:00Z', to: '2026-05-01T00:10:00Z' },
  { timeField: 'releaseTime', sort: 'releaseTime', from: '2026-05-01T00:00:00Z' },
  { sort: 'usedTime' },
  { sort: 'releaseTime', order: 'asc' },
  { order: 'asc' },
  { user: 'user3', status: 'Failed' },
  { user: 'user3', status: ['Failed', 'Success'], order: 'asc' },
  { user: 'user3', status: ['Failed', 'Success'], sort: 'usedTime' },
  { engineType: 'spark', engineVersion: '3.2.1', user: 'user3', status: 'Failed' },
  { status: 'Success', sort: 'usedTime' },
];

describe.each(KINDS)('plans of searching on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;

  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    await fillRecords(opened.database, ROWS);
  });
  afterAll(() => opened.drop());

  const expectNoFullScan = (work: (database: Database) => Promise<unknown>) =>
    expectReadsByIndex(opened.database, [TABLE], work);

  it.each(QUERIES)('%j reads by index', async (query) => {
    const parsed = engineRecordListQuerySchema.parse(query);
    await expectNoFullScan(async (database) => {
      const page = await findEngineRecords(contextFor(database), parsed);
      if (page.nextCursor) await findEngineRecords(contextFor(database), { ...parsed, cursor: page.nextCursor });
    });
  });

  it('so do detail, similar engines and the choices of filters', async () => {
    await expectNoFullScan((database) => getEngineRecord(contextFor(database), 'ticket-00000123'));
    await expectNoFullScan((database) => findSimilarEngines(contextFor(database), 'ticket-00000123'));
    await expectNoFullScan((database) => engineRecordFacets(contextFor(database)));
  });
});
