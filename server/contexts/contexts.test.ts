import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '@/server/platform/db/dialect';
import { ContextBench, idText, keyText, typed, variableText } from '@/test/setup/contexts';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import { clearContextsById, clearContextsByTime, searchContextIdsByTime } from './cleanup/service';
import { createHistory, getHistories, getHistory, removeHistory, searchHistory } from './history/service';
import { createContextId, getContextId, removeContextId, updateContextId } from './ids/service';
import { bindContextListener, bindValueListener } from './listeners/service';
import { decodeHaid } from './rules/haid';
import { searchContextValue } from './search/service';
import {
  getContextValue,
  removeAllValues,
  removeValue,
  removeValuesByKeyAndType,
  removeValuesByPrefix,
  removeValuesByPrefixAndType,
  setValue,
  setValueByKey,
} from './values/service';

const MAP = 'linkis_ps_cs_context_map';
const IDS = 'linkis_ps_cs_context_id';
const CHILDREN = ['context_map', 'context_history', 'context_listener', 'context_map_listener'];

// A zone that is not UTC: Linkis' columns hold wall clocks.
describe.each(KINDS)('contexts on %s', (kind) => {
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
  const make = (context = alice()) => createContextId(context, idText(null));
  const set = (haid: string, key: string, value: string, type = 'Variable', context = alice()) =>
    setValue(context, { contextID: idText(haid), contextKeyValue: variableText(key, value, type) });
  const get = (haid: string, key: string, type: string | null = 'Variable', context = alice()) =>
    getContextValue(context, { contextID: idText(haid), contextKey: keyText(key, type) });
  const innerOf = (text: string | null) =>
    text && JSON.parse(JSON.parse(JSON.parse(JSON.parse(text).value).value).value).value;
  const history = typed('commonResourceHistory', { resource: '{}', contextType: 'RESOURCE', source: 'src-1' });

  async function full(): Promise<string> {
    const haid = await make();
    const contextID = idText(haid);
    await set(haid, 'a', '1');
    await set(haid, 'b', '2');
    await createHistory(alice(), { contextID, contextHistory: history });
    await bindContextListener(alice(), { contextID });
    await bindValueListener(alice(), { contextID, contextKey: keyText('a'), source: 'HttpContextClient' });
    return haid;
  }

  it('makes contexts, names them, changes whose they are and removes them with all that they have', async () => {
    const haid = await full();
    expect(haid).toMatch(/^8-8--cs_1_devcs_1_dev\d+$/);
    const known = JSON.parse(JSON.parse((await getContextId(alice(), haid)) as string).value);
    expect(known).toEqual({
      instance: 'cs_1_dev',
      backupInstance: 'cs_1_dev',
      user: 'alice',
      workspace: null,
      project: null,
      flow: null,
      contextId: haid,
      version: null,
      env: null,
    });
    expect(await getContextId(root(), String(numberOf(haid)))).not.toBeNull();
    expect(await getContextId(root(), '2147483648')).toBeNull();
    // A wrong length would name another row.
    expect(await getContextId(root(), haid.replace('8-8--', '7-9--'))).toBeNull();
    await updateContextId(root(), idText(haid, { user: 'bob', backupInstance: 'cs_2_dev' }));
    expect(await getContextId(bench.as('bob'), haid)).toBeNull();
    const renamed = `8-8--cs_1_devcs_2_dev${numberOf(haid)}`;
    expect(await getContextId(bench.as('bob'), renamed)).toContain('bob');
    await removeContextId(bench.as('bob'), renamed);
    for (const table of [...CHILDREN, 'context_id']) expect(await bench.count(`linkis_ps_cs_${table}`)).toBe(0);
    await expect(removeContextId(root(), renamed)).rejects.toMatchObject({ code: 'not_found' });
    const audit = await bench.rows<{ action: string }>('er_audit_event', 'action');
    expect(new Set(audit.map(({ action }) => action))).toEqual(
      new Set([
        'contexts.create',
        'contexts.setValue',
        'contexts.createHistory',
        'contexts.bindListener',
        'contexts.update',
        'contexts.remove',
      ]),
    );
  });

  it('brings a context back under its number for administrators only, and never skips numbers', async () => {
    const [first, second] = [await make(), await make()];
    await removeContextId(alice(), first);
    await expect(createContextId(alice(), idText(first))).rejects.toMatchObject({ code: 'forbidden' });
    expect(await createContextId(root(), idText(first, { user: 'alice' }))).toBe(first);
    await expect(createContextId(root(), idText(second))).rejects.toMatchObject({ code: 'conflict' });
    const far = '8-8--cs_1_devcs_1_dev2147483647';
    await expect(createContextId(root(), idText(far))).rejects.toMatchObject({ code: 'invalid_input' });
    expect(numberOf(await make())).toBe(numberOf(second) + 1);
  });

  it('keeps contexts to their users', async () => {
    const haid = await full();
    // Denials are noted once a minute, whichever database it is.
    const name = `bob-${kind}`;
    const bob = bench.as(name);
    const contextID = idText(haid);
    const contextKey = keyText('a');
    expect(await getContextId(bob, haid)).toBeNull();
    expect(await searchContextValue(bob, { contextID, condition: { type: 'Contains', value: '' } })).toEqual([]);
    const attempts = [
      () => get(haid, 'a', 'Variable', bob),
      () => set(haid, 'a', '9', 'Variable', bob),
      () => removeValue(bob, { contextID, contextKey }),
      () => removeAllValues(bob, { contextID }),
      () => removeContextId(bob, haid),
      () => updateContextId(bob, idText(haid, { user: 'bob' })),
      () => createHistory(bob, { contextID, contextHistory: history }),
      () => removeHistory(bob, { contextID, contextHistory: history }),
      () => getHistories(bob, { contextID }),
      () => getHistory(bob, { contextID, source: 'src-1' }),
      () => searchHistory(bob, { contextID, keywords: ['x'] }),
      () => bindContextListener(bob, { contextID }),
      () => bindValueListener(bob, { contextID, contextKey }),
    ];
    const unknown = haid.replace(String(numberOf(haid)), '2000000000');
    const none = await get(unknown, 'a').catch((error: Error) => error.message.replaceAll(unknown, haid));
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'not_found' });
    // Another's context and none are told apart by nothing.
    await expect(attempts[0]?.()).rejects.toThrow(none as string);
    await expect(createContextId(bob, idText(null, { user: 'alice' }))).rejects.toMatchObject({ code: 'forbidden' });
    await expect(updateContextId(alice(), idText(haid, { user: 'bob' }))).rejects.toMatchObject({ code: 'forbidden' });
    for (const clean of [searchContextIdsByTime, clearContextsById, clearContextsByTime])
      await expect(clean(bob, { createTimeStart: '2020-01-01 00:00:00' })).rejects.toMatchObject({ code: 'forbidden' });
    expect(await bench.count('er_audit_event', `outcome = 'denied' AND actor = '${name}'`)).toBeGreaterThan(0);
    const shared = bench.as('bob', 'user', { CONTEXT_ACCESS: 'signed-in' });
    expect(innerOf(await get(haid, 'a', 'Variable', shared))).toBe('1');
    expect(await createContextId(shared, idText(null, { user: 'carol' }))).toBeTruthy();
  });

  it('sets, overwrites and removes values by key, type and prefix', async () => {
    const haid = await make();
    const contextID = idText(haid);
    await set(haid, 'k_1', 'v');
    await set(haid, 'k_1', 'o', 'OBJECT');
    await set(haid, 'k_1', 'w');
    await set(haid, 'kx1', 'x');
    await set(haid, 'K_1', 'capital');
    expect(innerOf(await get(haid, 'k_1'))).toBe('w');
    expect(innerOf(await get(haid, 'k_1', 'OBJECT'))).toBe('o');
    expect(await get(haid, 'k_1', null)).toBeNull();
    expect(await bench.count(MAP)).toBe(4);
    // Without type and scope, those of the value that is there.
    const bare = typed('commonContextKey', { key: 'm' });
    const value = typed('contextValue', { value: typed('LinkisVariable', { key: 'm', value: '1' }) });
    await expect(setValueByKey(alice(), { contextID, contextKey: bare, contextValue: value })).rejects.toThrow('20032');
    await set(haid, 'm', '0', 'METADATA');
    await setValueByKey(alice(), { contextID, contextKey: bare, contextValue: value });
    expect(innerOf(await get(haid, 'm', null))).toBe('1');
    await removeValuesByPrefix(alice(), { contextID, keyPrefix: 'k_' });
    expect((await bench.rows<{ keywords: string }>(MAP, 'keywords')).map(({ keywords }) => keywords)).toEqual([
      '["kx1"]',
      '["K_1"]',
      '["m"]',
    ]);
    await removeValuesByPrefixAndType(alice(), { contextID, contextKeyType: 'Variable', keyPrefix: 'K' });
    await removeValuesByKeyAndType(alice(), { contextID, contextKeyType: 'OBJECT', contextKey: 'kx1' });
    expect(await bench.count(MAP)).toBe(2);
    await removeValue(alice(), { contextID, contextKey: keyText('kx1', 'OBJECT') });
    await removeValue(alice(), { contextID, contextKey: keyText('nope') });
    await removeValuesByPrefix(alice(), { contextID, keyPrefix: '' });
    expect(await bench.count(MAP)).toBe(0);
  });

  it('keeps one value when two write the same key, and a large one whole', async () => {
    const haid = await make();
    await Promise.all(Array.from({ length: 12 }, (_, number) => set(haid, 'race', String(number))));
    expect(await bench.count(MAP)).toBe(1);
    const text = `汉字 ${'"\\'.repeat(1_000_000)}`;
    await set(haid, 'large', text);
    expect(innerOf(await get(haid, 'large')) === text).toBe(true);
    for (const tooLarge of ['x'.repeat(2 ** 24), '"'.repeat(2 ** 22)])
      await expect(set(haid, 'large', tooLarge)).rejects.toMatchObject({ code: 'too_large' });
    // Quotes that the column has room for, but not every server's statements.
    const [quotes] = await Promise.allSettled([set(haid, 'quotes', '"'.repeat(2_500_000))]);
    if (quotes?.status === 'rejected') expect(quotes.reason).toMatchObject({ code: 'too_large' });
    expect(innerOf(await get(haid, 'large')) === text).toBe(true);
  }, 60_000);

  it('writes nothing to a context that is removed at the same time', async () => {
    for (let round = 0; round < 5; round++) {
      const haid = await make();
      await Promise.allSettled([
        set(haid, 'a', '1'),
        set(haid, 'b', '1'),
        removeContextId(alice(), haid),
        set(haid, 'c', '1'),
      ]);
    }
    expect(await bench.count(IDS)).toBe(0);
    expect(await bench.count(MAP)).toBe(0);
  });

  it('keeps the three times truthfully', async () => {
    const haid = await make();
    const id = numberOf(haid);
    const at = '2026-05-06T10:20:30.000Z';
    expect(await bench.times(id)).toEqual({ create: at, update: at, access: at });
    bench.wait(59);
    await get(haid, 'x');
    expect((await bench.times(id)).access).toBe(at);
    bench.wait(2);
    await get(haid, 'x');
    const read = '2026-05-06T10:21:31.000Z';
    expect(await bench.times(id)).toEqual({ create: at, update: at, access: read });
    bench.wait(100);
    await set(haid, 'x', '1');
    const written = '2026-05-06T10:23:11.000Z';
    expect(await bench.times(id)).toEqual({ create: at, update: written, access: read });
    bench.wait(10);
    await removeValue(alice(), { contextID: idText(haid), contextKey: keyText('nope') });
    await bindContextListener(alice(), { contextID: idText(haid) });
    expect((await bench.times(id)).update).toBe(written);
    await set(haid, 'x', '2');
    const { timeText } = opened.database.dialect;
    const [value] = await opened.database.query<{ c: string; u: string }>(
      sql`SELECT ${timeText('create_time')} AS c, ${timeText('update_time')} AS u FROM linkis_ps_cs_context_map`,
    );
    expect(opened.database.isoFromColumnTime(value?.c ?? null)).toBe(written);
    expect(opened.database.isoFromColumnTime(value?.u ?? null)).toBe('2026-05-06T10:23:21.000Z');
    await searchContextValue(alice(), { contextID: idText(haid), condition: { type: 'Contains', value: 'x' } });
    expect(await bench.times(id)).toMatchObject({
      create: at,
      update: '2026-05-06T10:23:21.000Z',
      access: '2026-05-06T10:23:21.000Z',
    });
  });

  it('searches values, also those that others wrote in another form', async () => {
    const haid = await make();
    const contextID = idText(haid);
    await set(haid, 'node.sql_1.variable.v', '1');
    const infos = { edges: [{ source: '1', target: '2' }], id_nodeName: { 1: 'sql_1', 2: 'sql_2' } };
    const flow = typed('contextValue', { value: typed('CSFlowInfos', { infos }) });
    await setValueByKey(alice(), { contextID, contextKey: keyText('flow.infos', 'OBJECT'), contextValue: flow });
    const padding = 'x'.repeat(1000);
    const foreign = JSON.stringify({ value: JSON.stringify({ name: padding }), type: 'CSTable' });
    const { quoted } = opened.database.dialect;
    await opened.database.execute(
      sql`INSERT INTO linkis_ps_cs_context_map (${quoted('key')}, context_scope, context_type, ${quoted('value')}, context_id)
        VALUES (${'node.sql_2.table.t'}, ${'PUBLIC'}, ${'METADATA'}, ${foreign}, ${numberOf(haid)})`,
    );
    const keys = async (condition: unknown) =>
      (await searchContextValue(alice(), { contextID, condition })).map(
        (text) => JSON.parse(JSON.parse(JSON.parse(JSON.parse(text).value).key).value).key,
      );
    const contextValueType = 'org.apache.linkis.cs.common.entity.metadata.CSTable';
    expect(await keys({ type: 'ContextValueType', contextValueType })).toEqual(['node.sql_2.table.t']);
    const nearest = { type: 'Nearest', origin: { type: 'Contains', value: 'node' }, currentNode: 'sql_2' };
    expect(await keys({ ...nearest, upstreamOnly: true })).toEqual(['node.sql_2.table.t', 'node.sql_1.variable.v']);
    expect(await keys({ type: 'Regex', regex: '^flow\\.' })).toEqual(['flow.infos']);
  });

  it('keeps histories', async () => {
    const haid = await make();
    const contextID = idText(haid);
    const context = alice();
    expect(await getHistory(context, { contextID, source: 'src-1' })).toBeNull();
    await createHistory(context, { contextID, contextHistory: history });
    expect(await getHistories(context, { contextID })).toEqual([history]);
    expect(await getHistory(context, { contextID, source: 'src-1' })).toBe(history);
    expect(await searchHistory(context, { contextID, keywords: ['x'] })).toEqual([]);
    await createHistory(context, { contextID, contextHistory: history });
    await expect(getHistory(context, { contextID, source: 'src-1' })).rejects.toMatchObject({ code: 'conflict' });
    await removeHistory(context, { contextID, contextHistory: history });
    expect(await getHistories(context, { contextID })).toEqual([]);
  });
});
