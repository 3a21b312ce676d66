import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '@/server/platform/db/dialect';
import { ContextBench, idText, keyText, typed, variableText } from '@/test/setup/contexts';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import { createHistory } from '../history/service';
import { createContextId, getContextId } from '../ids/service';
import { bindContextListener, bindValueListener } from '../listeners/service';
import { removeContexts } from '../removal/store';
import { decodeHaid } from '../rules/haid';
import { setValue } from '../values/service';
import { clearContextsById, clearContextsByTime, searchContextIdsByTime } from './service';

const MAP = 'linkis_ps_cs_context_map';
const IDS = 'linkis_ps_cs_context_id';
const CHILDREN = ['context_map', 'context_history', 'context_listener', 'context_map_listener'];

// A zone that is not UTC: Linkis' columns hold wall clocks.
describe.each(KINDS)('cleanup of contexts on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  let bench: ContextBench;

  beforeAll(async () => {
    opened = await openTestDatabase(kind, 'Asia/Shanghai');
  });
  afterAll(() => opened.drop());
  beforeEach(async () => {
    bench = new ContextBench(opened.database);
    await bench.clear();
  });

  const alice = () => bench.as('alice');
  const root = () => bench.as('root', 'admin');
  const numberOf = (haid: string) => decodeHaid(haid)?.id as number;
  /** A wall clock of the database's zone. */
  const column = (seconds: number) => opened.database.toColumnTime(new Date(bench.now.getTime() + seconds * 1000));
  const history = typed('commonResourceHistory', { resource: '{}', contextType: 'RESOURCE', source: 'src-1' });

  /** A context that has two values, a history and two listeners. */
  async function full(): Promise<string> {
    const haid = await createContextId(alice(), idText(null));
    const contextID = idText(haid);
    for (const key of ['a', 'b']) await setValue(alice(), { contextID, contextKeyValue: variableText(key, '1') });
    await createHistory(alice(), { contextID, contextHistory: history });
    await bindContextListener(alice(), { contextID });
    await bindValueListener(alice(), { contextID, contextKey: keyText('a'), source: 'HttpContextClient' });
    return haid;
  }

  it('clears by id what is named, each once, with its children', async () => {
    const [first, second] = [await full(), await full()];
    const list = [first, first, 'bad', String(numberOf(second)), 5, null, second.replace('8-8--', '9-8--')];
    expect(await clearContextsById(root(), { idList: list })).toBe(1);
    expect(await clearContextsById(root(), { idList: [first] })).toBe(0);
    expect(await bench.count(IDS)).toBe(1);
    expect(await Promise.all(CHILDREN.map((table) => bench.count(`linkis_ps_cs_${table}`)))).toEqual([2, 1, 1, 1]);
    for (const idList of [undefined, [], 'x', {}])
      await expect(clearContextsById(root(), { idList })).rejects.toThrow('20032');
    const many = Array.from({ length: 5001 }, () => second);
    await expect(clearContextsById(root(), { idList: many })).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await bench.count(IDS)).toBe(1);
  });

  it('removes sets of any size, and what contexts that are gone have left', async () => {
    const ids = Array.from({ length: 2500 }, (_, number) => number + 1);
    await bench.insert(ids, column(0));
    const { quoted } = opened.database.dialect;
    for (const id of [1, 2500, 9999])
      await opened.database.execute(
        sql`INSERT INTO linkis_ps_cs_context_map (${quoted('key')}, context_type, context_id) VALUES (${'k'}, ${'OBJECT'}, ${id})`,
      );
    const removed = await opened.database.transaction((on) =>
      removeContexts(opened.database, on, [...ids.slice(1), 9999]),
    );
    expect(removed).toBe(2499);
    expect(await bench.rows(IDS, 'id')).toHaveLength(1);
    expect(await bench.count(MAP)).toBe(1);
  });

  it('finds by times with both ends, by number, and nothing past the end', async () => {
    await bench.insert([3, 1], column(0));
    await bench.insert([2], column(100));
    const ids = async (query: Parameters<typeof searchContextIdsByTime>[1]) =>
      (await searchContextIdsByTime(root(), query)).map(numberOf);
    expect(await ids({ createTimeStart: column(0), createTimeEnd: column(100) })).toEqual([1, 2, 3]);
    expect(await ids({ accessTimeStart: column(1) })).toEqual([2]);
    expect(await ids({ updateTimeEnd: column(99), createTimeStart: '' })).toEqual([1, 3]);
    expect(await ids({ createTimeStart: column(100), createTimeEnd: column(0) })).toEqual([]);
    expect(await ids({ createTimeStart: '0001-01-01 00:00:00', pageNow: 2, pageSize: 2 })).toEqual([3]);
    expect(await ids({ createTimeEnd: '9999-12-31 24:00:00', pageNow: 3, pageSize: 2 })).toEqual([]);
    await expect(ids({ createTimeStart: ' ', pageNow: 1 })).rejects.toThrow('cannot be all null.');
    await expect(ids({ createTimeStart: '2025-01-01' })).rejects.toThrow('could not be parsed at index 10');
  });

  it('ends for a client that pages while it deletes, and misses none', async () => {
    const ids = Array.from({ length: 5001 }, (_, number) => number + 1);
    await bench.insert(ids, column(0));
    const sizes: number[] = [];
    for (;;) {
      const page = await searchContextIdsByTime(root(), { createTimeEnd: column(0), pageNow: 1, pageSize: 0 });
      if (page.length === 0) break;
      sizes.push(await clearContextsById(root(), { idList: page }));
    }
    expect(sizes).toEqual([5000, 1]);
    const trail = await bench.rows<{ detail: string }>('er_audit_event', 'detail', "action = 'contexts.clear'");
    expect(trail.flatMap(({ detail }) => JSON.parse(detail).ids).sort((left, right) => left - right)).toEqual(ids);
    expect(await bench.count(IDS)).toBe(0);
  }, 60_000);

  it('clears by times in batches, by any bound but none', async () => {
    await bench.insert(
      Array.from({ length: 1201 }, (_, number) => number + 10_000),
      column(0),
    );
    await bench.insert([50_000], column(60));
    const haid = await full();
    for (const body of [{}, { foo: 1 }, { createTimeStart: '' }, { createTimeStart: null }])
      await expect(clearContextsByTime(root(), body)).rejects.toThrow('20032');
    for (const bound of [5, '2025-01-01', '2025-13-01 00:00:00'])
      await expect(clearContextsByTime(root(), { createTimeStart: bound })).rejects.toMatchObject({
        code: 'invalid_input',
      });
    expect(await clearContextsByTime(root(), { createTimeStart: column(60), createTimeEnd: column(0) })).toBe(0);
    expect(await bench.count(IDS)).toBe(1203);
    expect(await clearContextsByTime(root(), { accessTimeStart: column(60), updateTimeStart: null })).toBe(1);
    expect(await clearContextsByTime(root(), { accessTimeEnd: column(0) })).toBe(1202);
    expect(await getContextId(root(), haid)).toBeNull();
    for (const table of [...CHILDREN, 'context_id']) expect(await bench.count(`linkis_ps_cs_${table}`)).toBe(0);
  }, 60_000);

  it('leaves contexts alone that are used while it clears', async () => {
    const ids = Array.from({ length: 60 }, (_, number) => number + 20_000);
    await bench.insert(ids, column(0));
    const updateTimeEnd = column(0);
    bench.wait(100);
    const use = (id: number) =>
      setValue(alice(), {
        contextID: idText(`8-8--cs_1_devcs_1_dev${id}`),
        contextKeyValue: variableText('k', 'v'),
      });
    const [removed, ...uses] = await Promise.allSettled([
      clearContextsByTime(root(), { updateTimeEnd }),
      ...ids.map(use),
    ]);
    // Whoever was told that the value is set finds it; whoever was not finds no context.
    const kept = ids.filter((_, index) => uses[index]?.status === 'fulfilled');
    const left = await bench.rows<{ id: number | bigint }>(IDS, 'id');
    expect(left.map(({ id }) => Number(id))).toEqual(kept);
    expect(removed).toMatchObject({ status: 'fulfilled', value: ids.length - kept.length });
    const values = await bench.rows<{ context_id: number | bigint }>(MAP, 'context_id');
    expect(values.map(({ context_id }) => Number(context_id)).sort()).toEqual(kept);
  }, 60_000);
});
