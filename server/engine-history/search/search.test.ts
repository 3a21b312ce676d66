import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EngineRecord, type EngineRecordListQuery, engineRecordListQuerySchema } from '@/contracts/engine-history';
import type { Context } from '@/server/platform/context';
import type { Database } from '@/server/platform/db/database';
import { joinSql, sql } from '@/server/platform/db/dialect';
import { actorOf, contextFor } from '@/test/setup/context';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import { countEngineRecords, engineRecordFacets, findEngineRecords, findSimilarEngines } from '../service';

const USERS = ['hadoop', 'alice', 'my-user', 'Alice'];
const TYPES = ['spark-3.2.1', 'hive-3.1.3', 'python-python2', 'spark-2.4.3-cdh'];
const HOSTS = ['bdp001', 'bdp002', 'node-7.example.org'];
const STATUSES = ['Success', 'Failed', 'Running', null, ''];
const ROWS = 300;
/** So many that searching no longer fetches all rows of a filter. */
const MANY_ROWS = 9000;
const START = Date.UTC(2026, 4, 1);

interface Row {
  ticket: string;
  label: string;
  user: string;
  instance: string | null;
  ecm: string;
  status: string | null;
  create: number;
  used: number | null;
  release: number | null;
}

/** Rows with many ties in every column; no randomness, so that a failure can be seen again. */
function makeRows(length: number): Row[] {
  return Array.from({ length }, (_, index) => {
    const pick = <T>(list: readonly T[], step: number) => list[Math.floor(index / step) % list.length] as T;
    const user = pick(USERS, 3);
    const create = START + Math.floor(index / 4) * 3_600_000;
    const ticket = `${String(index).padStart(8, '0')}-0000-4000-8000-000000000000`;
    return {
      ticket,
      user,
      label: index % 37 === 0 ? user : `${user}-${index % 5 === 0 ? 'IDE' : 'LINKISCLI'},${pick(TYPES, 2)}`,
      instance: index % 11 === 0 ? ticket : index % 13 === 0 ? null : `${pick(HOSTS, 1)}:${38000 + (index % 7)}`,
      ecm: `${pick(HOSTS, 5)}:9102`,
      status: pick(STATUSES, 1),
      create,
      used: index % 3 === 0 ? null : create + 30_000,
      release: index % 2 === 0 ? null : create + 600_000 + index * 1000,
    };
  });
}

function matches(record: Row, query: EngineRecordListQuery, only: string | null): boolean {
  const [first = '', second] = record.label.split(',');
  const [engineType, ...version] = second?.split('-') ?? [];
  const among = (list: string[] | undefined, value: string | null | undefined) =>
    list === undefined || (value !== null && value !== undefined && list.includes(value));
  const time = { createTime: record.create, usedTime: record.used, releaseTime: record.release }[query.timeField];
  const inRange =
    (query.from === undefined || (time !== null && time >= Date.parse(query.from))) &&
    (query.to === undefined || (time !== null && time < Date.parse(query.to)));
  const colon = record.instance?.includes(':') ? record.instance.split(':') : null;
  const part = query.instancePart;
  const [end = '', port] = part?.split(':') ?? [];
  const hosts = HOSTS.filter((host) => part !== undefined && host.includes(part));
  const partFits =
    part === undefined ||
    (colon !== null &&
      (port !== undefined
        ? colon[0]?.endsWith(end) && colon[1]?.startsWith(port)
        : hosts.length > 0
          ? colon[0]?.includes(part)
          : colon[1] === part));
  return Boolean(
    among(query.status, record.status) &&
      among(query.engineType, engineType) &&
      among(query.engineVersion, version.join('-') || null) &&
      among(query.user, record.user) &&
      among(query.creator, first.includes('-') ? first.slice(first.lastIndexOf('-') + 1) : null) &&
      among(query.ecm, record.ecm) &&
      among(query.instance, record.instance) &&
      partFits &&
      (query.ticket === undefined || record.ticket.startsWith(query.ticket)) &&
      (query.label === undefined || record.label.includes(query.label)) &&
      inRange &&
      (only === null || record.user === only),
  );
}

function expected(rows: Row[], query: EngineRecordListQuery, only: string | null): string[] {
  const key = { createTime: 'create', usedTime: 'used', releaseTime: 'release' }[query.sort] as
    | 'create'
    | 'used'
    | 'release';
  const order = query.order === 'desc' ? -1 : 1;
  return rows
    .map((row, id) => ({ row, id }))
    .filter(({ row }) => row[key] !== null && matches(row, query, only))
    .sort((left, right) => order * ((left.row[key] as number) - (right.row[key] as number) || left.id - right.id))
    .map(({ row }) => row.ticket);
}

async function allPages(context: Context, query: EngineRecordListQuery): Promise<EngineRecord[]> {
  const found: EngineRecord[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < 400; page++) {
    const answer = await findEngineRecords(context, { ...query, cursor });
    found.push(...answer.items);
    if (answer.nextCursor === null) return found;
    if (page > 0) {
      const back = await findEngineRecords(context, { ...query, cursor: answer.previousCursor ?? undefined });
      expect(back.items.map((item) => item.ticketId)).toEqual(
        found.slice(-answer.items.length - query.pageSize, -answer.items.length).map((item) => item.ticketId),
      );
    }
    cursor = answer.nextCursor;
  }
  throw new Error('paging does not end');
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 });
const some = (values: string[]) => maybe(fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 }));
const moment = maybe(
  fc.integer({ min: -1, max: 80 }).map((hours) => new Date(START + hours * 3_600_000).toISOString()),
);

const queries = fc.record({
  status: some(['Success', 'Failed', 'Running', 'Nope']),
  engineType: some(['spark', 'hive', 'python', 'spar']),
  engineVersion: some(['3.2.1', '2.4.3-cdh', 'python2']),
  user: some([...USERS, 'nobody']),
  creator: some(['IDE', 'LINKISCLI', 'IDE,']),
  ecm: some(HOSTS.map((host) => `${host}:9102`)),
  instance: some(['bdp001:38000', 'bdp002:38001', 'x:1']),
  instancePart: maybe(
    fc.constantFrom('bdp', 'bdp001', '001:', 'bdp002:380', ':3', '1:38001', '7.example', '38003', 'none', '%', '_'),
  ),
  ticket: maybe(fc.constantFrom('000000', '0000002', '00000123-0000', '%%%%%%', 'ffffff')),
  label: maybe(fc.constantFrom('spark', 'IDE,', 'my-user', '%', 'alice-LINKISCLI,hive-3.1.3', 'Alice')),
  timeField: fc.constantFrom('createTime', 'usedTime', 'releaseTime'),
  from: moment,
  to: moment,
  sort: fc.constantFrom('createTime', 'usedTime', 'releaseTime'),
  order: fc.constantFrom('desc', 'asc'),
  pageSize: fc.constantFrom(7, 40, 200),
});

async function insertRows(database: Database, rows: Row[]): Promise<void> {
  const time = (value: number | null) =>
    database.dialect.timeValue(value === null ? null : database.toColumnTime(new Date(value)));
  for (let from = 0; from < rows.length; from += 1000) {
    const values = rows
      .slice(from, from + 1000)
      .map(
        (row) =>
          sql`(${row.ticket}, ${row.label}, ${row.user}, ${row.instance}, ${row.ecm}, ${row.status}, ${time(row.create)}, ${time(row.used)}, ${time(row.release)})`,
      );
    await database.execute(sql`INSERT INTO linkis_cg_ec_resource_info_record
      (ticket_id, label_value, create_user, service_instance, ecm_instance, status, create_time, used_time, release_time) VALUES ${joinSql(values)}`);
  }
}

/** Filters with more rows than are sorted, together and in every order. */
const DENSE: Record<string, string | string[]>[] = [
  { user: 'hadoop', status: 'Success' },
  { user: 'hadoop', status: ['Success', 'Failed', 'Running'], order: 'asc' },
  { user: 'hadoop', status: ['Success', 'Failed'], sort: 'usedTime' },
  { user: ['hadoop', 'alice'], status: 'Success' },
  { user: 'hadoop', status: 'Success', engineType: 'spark' },
  { instancePart: 'bdp001:3' },
  { instancePart: ':3', order: 'asc' },
  { instancePart: ':3', sort: 'releaseTime' },
  { instancePart: ':38001', user: 'alice', status: 'Running' },
  { engineType: 'spark', creator: 'LINKISCLI', user: 'my-user' },
];

describe.each(KINDS)('searching among many on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  const rows = makeRows(MANY_ROWS);

  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    await insertRows(opened.database, rows);
  });
  afterAll(() => opened.drop());

  it.each(DENSE)('%j finds what a plain filter finds', async (parts) => {
    const query = engineRecordListQuerySchema.parse({ ...parts, pageSize: '200' });
    const found = await allPages(contextFor(opened.database), query);
    expect(found.map((item) => item.ticketId)).toEqual(expected(rows, query, null));
  });
});

describe.each(KINDS)('searching on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  const rows = makeRows(ROWS);

  beforeAll(async () => {
    opened = await openTestDatabase(kind, 'Asia/Shanghai');
    await insertRows(opened.database, rows);
  });
  afterAll(() => opened.drop());

  it('finds what a plain filter finds, in order, on every page, forward and back', async () => {
    const context = contextFor(opened.database);
    await fc.assert(
      fc.asyncProperty(queries, async (parts) => {
        const bounded = parts.from !== undefined || parts.to !== undefined;
        const given = { ...parts, timeField: bounded ? parts.sort : parts.timeField };
        const query = engineRecordListQuerySchema.parse(
          Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
        );
        const tickets = expected(rows, query, null);
        expect((await allPages(context, query)).map((item) => item.ticketId)).toEqual(tickets);
        const { order: _o, pageSize: _p, cursor: _c, ...filter } = query;
        expect(await countEngineRecords(context, filter, true)).toEqual({ count: tickets.length, exact: true });
      }),
      { numRuns: 120 },
    );
  });

  it('shows ordinary users their own engines only', async () => {
    const context = contextFor(opened.database, actorOf('alice'));
    const query = engineRecordListQuerySchema.parse({ pageSize: '200' });
    expect((await allPages(context, query)).map((item) => item.ticketId)).toEqual(expected(rows, query, 'alice'));
    expect((await findEngineRecords(context, { ...query, user: ['hadoop'] })).items).toEqual([]);
    expect((await engineRecordFacets(context)).users).toEqual(['alice']);
  });

  it('tells times in UTC whatever zone the columns are in', async () => {
    const { items } = await findEngineRecords(
      contextFor(opened.database),
      engineRecordListQuerySchema.parse({ ticket: rows[0]?.ticket, pageSize: '1' }),
    );
    expect(items[0]?.createTime).toBe(new Date(START).toISOString());
  });

  it('lists the values that filters can take', async () => {
    const facets = await engineRecordFacets(contextFor(opened.database));
    expect(facets).toMatchObject({
      creators: ['IDE', 'LINKISCLI', 'user'],
      statuses: ['Failed', 'Running', 'Success'],
      users: [...USERS].sort(),
    });
    expect(facets.engineTypes).toEqual([
      { engineType: 'hive', versions: ['3.1.3'] },
      { engineType: 'python', versions: ['python2'] },
      { engineType: 'spark', versions: ['2.4.3-cdh', '3.2.1'] },
    ]);
  });

  it('says how engines like one fare', async () => {
    const similar = await findSimilarEngines(contextFor(opened.database), (rows[1] as Row).ticket);
    expect(similar).toMatchObject({ basis: 'label', medianStartSeconds: 30 });
    expect(similar.items.every((item) => item.labelValue === rows[1]?.label && item.ticketId !== rows[1]?.ticket)).toBe(
      true,
    );
  });

  it('orders by the time that is bounded, and refuses another order', () => {
    const from = '2026-05-01T00:00:00Z';
    expect(engineRecordListQuerySchema.parse({ timeField: 'usedTime', from }).sort).toBe('usedTime');
    expect(engineRecordListQuerySchema.parse({}).sort).toBe('createTime');
    expect(engineRecordListQuerySchema.safeParse({ timeField: 'usedTime', from, sort: 'createTime' }).success).toBe(
      false,
    );
  });

  it('refuses cursors of other filters and made-up ones', async () => {
    const context = contextFor(opened.database);
    const query = engineRecordListQuerySchema.parse({ pageSize: '10' });
    const { nextCursor } = await findEngineRecords(context, query);
    await expect(
      findEngineRecords(context, { ...query, user: ['alice'], cursor: nextCursor ?? '' }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
    await fc.assert(
      fc.asyncProperty(fc.string(), async (cursor) => {
        if (cursor !== '')
          await expect(findEngineRecords(context, { ...query, cursor })).rejects.toMatchObject({
            code: 'invalid_input',
          });
      }),
      { numRuns: 30 },
    );
  });
});
