import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EngineRecordFilter, showEngineActivity } from '@/contracts/engine-history';
import { actorOf, clockAt, contextFor } from '@/test/setup/context';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import { expectReadsByIndex, fillRecords } from '@/test/setup/plans';
import { findEngineActivity } from './service';

const ROWS = 4000;
const START = Date.UTC(2026, 4, 1);
const at = (index: number) => new Date(START + index * 7000).toISOString();
const filterOf = (filter: object) => showEngineActivity.query?.parse(filter) as EngineRecordFilter;

describe.each(KINDS)('activity of engines on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    // An engine each seven seconds, each twentieth failed.
    await fillRecords(opened.database, ROWS);
  });
  afterAll(() => opened.drop());

  const find = (filter: object, actor = actorOf('root', 'admin'), now = at(ROWS)) =>
    findEngineActivity(contextFor(opened.database, actor, clockAt(now)), filterOf(filter));
  const sum = (bars: readonly { engines: number; failed: number }[]) => ({
    engines: bars.reduce((all, { engines }) => all + engines, 0),
    failed: bars.reduce((all, { failed }) => all + failed, 0),
  });

  it('counts the newest, and says when there are more', async () => {
    const { bars, complete, engines, end } = await find({});
    expect({ complete, engines }).toEqual({ complete: false, engines: 2000 });
    expect(sum(bars)).toEqual({ engines: 2000, failed: 100 });
    expect(bars[0]?.start).toBe(at(2000));
    expect(Date.parse(end ?? '')).toBeGreaterThanOrEqual(Date.parse(at(ROWS)));
  });

  it('reaches from the bounds that were asked for up to now', async () => {
    const few = await find({ from: at(100), to: at(300), status: 'Failed' });
    expect(few).toMatchObject({ complete: true, engines: 10 });
    expect(few.bars[0]?.start).toBe(at(100));
    expect(sum(few.bars)).toEqual({ engines: 10, failed: 10 });
    const quiet = await find({ from: at(3990) }, undefined, at(5000));
    expect(quiet.bars.at(-1)).toMatchObject({ engines: 0 });
    expect(sum(quiet.bars).engines).toBe(10);
    expect((await find({ timeField: 'releaseTime', to: at(100) })).engines).toBeLessThan(100);
  });

  it('shows an ordinary user the own engines only', async () => {
    const own = await find({ to: at(300) }, actorOf('user3'));
    expect(own.engines).toBe(10);
    expect(await find({ user: 'user4' }, actorOf('user3'))).toEqual({
      bars: [],
      end: null,
      engines: 0,
      complete: true,
    });
  });

  it.each([{}, { status: 'Failed' }, { user: 'user3', status: ['Failed', 'Success'] }, { instancePart: 'bdp00' }])(
    'reads by index for %j',
    async (filter) => {
      await expectReadsByIndex(opened.database, ['linkis_cg_ec_resource_info_record'], (database) => {
        const asked = {
          ...database,
          scan: <Row>(statement: Parameters<typeof database.scan>[0]) => database.query<Row>(statement),
        };
        return findEngineActivity(contextFor(asked), filterOf(filter));
      });
    },
  );
});
