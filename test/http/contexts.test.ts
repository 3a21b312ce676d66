import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idText, keyText, typed, variableText } from '../setup/contexts';
import { LibraryServer } from '../setup/library-server';

const CS = '/api/rest_j/v1/contextservice';
const CONTEXTS = '/api/v1/contexts';

describe('contexts over HTTP', () => {
  let server: LibraryServer;

  beforeAll(async () => {
    server = await LibraryServer.start();
  });
  afterAll(() => server?.end());

  const post = (name: string, path: string, body: unknown) => server.as(name).post(`${CS}/${path}`, body);
  const get = (name: string, path: string) => server.as(name).get(path);
  async function make(name = 'alice'): Promise<string> {
    const answer = await post(name, 'createContextID', { contextID: idText(null) });
    expect(answer).toMatchObject({ status: 200, body: { status: 0, message: 'OK' } });
    return answer.body.data.contextId;
  }
  const numberOf = (haid: string) => Number(haid.replace('8-8--cs_1_devcs_1_dev', ''));
  const set = (haid: string, key: string, value: string, type = 'Variable') =>
    post('alice', 'setValue', { contextID: idText(haid), contextKeyValue: variableText(key, value, type) });

  /** A body as Java's client sends it: pretty, UTF-8 unsaid, with a coding that is none and a header that nobody reads. */
  function sendAsJava(path: string, body: unknown): Promise<{ status: number; body: unknown }> {
    const url = new URL(`${server.server.base}${CS}/${path}`);
    const headers = {
      ...server.as('alice').headers,
      'content-type': 'application/json',
      'content-encoding': 'utf-8',
      contextID: '{"type":"HAWorkFlowContextID","value":"{\\"project\\":\\"??\\"}"}',
    };
    return new Promise((resolve, reject) => {
      const sent = request(url, { method: 'POST', headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: answer.statusCode ?? 0, body: JSON.parse(text) });
        });
      });
      sent.on('error', reject);
      sent.end(JSON.stringify(body, null, 2));
    });
  }

  it('understands what the Java client sends', async () => {
    const haid = await make();
    const contextID = idText(haid, { project: '项目' });
    const value = typed('contextValue', { value: typed('LinkisVariable', { key: 'd', value: '汉字' }), keywords: 'x' });
    const contextKeyValue = typed('commonContextKeyValue', { value, key: keyText('flow.variable.d') });
    expect(await sendAsJava('setValue', { contextID, contextKeyValue })).toEqual({
      status: 200,
      body: { method: '/api/contextservice/setValue', status: 0, message: 'OK', data: { '': null } },
    });
    const found = await sendAsJava('searchContextValue', {
      condition: {
        type: 'Nearest',
        number: 2147483647,
        upstreamOnly: false,
        currentNode: null,
        origin: { type: 'Contains', value: 'variable' },
      },
      contextID,
    });
    expect(JSON.stringify(found.body)).toContain('汉字');
    expect(await sendAsJava('heartbeat', { source: 'TestClient' })).toMatchObject({
      status: 200,
      body: { data: { ContextKeyValueBean: [] } },
    });
  });

  it('takes bodies of many mebibytes, and none that are larger than 128', async () => {
    const haid = await make();
    const text = 'x'.repeat(12 << 20);
    expect((await set(haid, 'large', text)).status).toBe(200);
    const answer = await post('alice', 'getContextValue', { contextID: idText(haid), contextKey: keyText('large') });
    expect(answer.body.data.contextValue.length).toBeGreaterThan(text.length);
    const path = `${CONTEXTS}/${numberOf(haid)}/values`;
    const [item] = (await get('alice', path)).body.items;
    const shown = await get('alice', `${path}/${item.id}`);
    expect(shown.body).toMatchObject({ key: 'large', truncated: true, listeners: 0 });
    const file = await fetch(`${server.server.base}${path}/${item.id}/download`, {
      headers: server.as('alice').headers,
    });
    expect(file.headers.get('content-disposition')).toContain(`context-${numberOf(haid)}-value-${item.id}.json`);
    expect(Buffer.byteLength(await file.text())).toBe(item.sizeBytes);
    const headers = {
      ...server.as('alice').headers,
      'content-type': 'application/json',
      'content-length': String(129 << 20),
    };
    const refused = await new Promise<number>((resolve, reject) => {
      const sent = request(`${server.server.base}${CS}/setValue`, { method: 'POST', headers }, (reply) => {
        resolve(reply.statusCode ?? 0);
        sent.destroy();
      });
      sent.on('error', reject);
      sent.write('{');
    });
    expect(refused).toBe(413);
  }, 60_000);

  it('answers both names of the list, and takes dates with a plus', async () => {
    const haid = await make();
    const query =
      'createTimeStart=2022-05-26+22%3A04%3A00&createTimeEnd=2999-06-01+24%3A00%3A00&accessTimeStart=&pageNow=0&pageSize=0';
    const { body } = await get('hadoop', `${CS}/searchContextIDByTime?${query}`);
    expect(body.data.contextIDs).toContain(haid);
    expect(body.data.contextIds).toEqual(body.data.contextIDs);
    expect((await post('hadoop', 'clearAllContextByID', { idList: [haid] })).body.data.num).toBe('1');
    expect((await get('alice', `${CS}/getContextID?contextId=${haid}`)).body.data.contextId).toBeNull();
  });

  it.each([
    ['setValue', 'xx', 1],
    ['setValue', [], 1],
    ['setValue', null, 1],
    ['setValue', {}, 0],
    ['setValue', { contextID: {} }, 97001],
    ['setValue', { contextID: idText(null) }, 20032],
    ['setValue', { contextID: idText('12') }, 70013],
    ['setValue', { contextID: idText('bad-haid') }, 70011],
    ['createContextID', { contextID: idText('') }, 70011],
    ['createContextID', { contextID: idText(null, { user: 'x'.repeat(33) }) }, 0],
    ['createContextID', { contextID: idText(null, { user: 'a\0b' }) }, 0],
    ['removeContextID', { contextID: 'abc' }, 70011],
    ['clearAllContextByTime', { createTimeStart: '2025-01-01' }, 20033],
    ['searchContextValue', { contextID: idText('8-8--cs_1_devcs_1_dev1'), condition: { type: 'x' } }, 20031],
  ])('refuses %s with %j', async (path, body, errCode) => {
    const answer = await post('alice', path, body);
    expect(answer).toMatchObject({ status: 400, body: { status: 1, message: expect.stringMatching(/./) } });
    if (errCode !== 1) expect(answer.body.data.errorMsg.errCode).toBe(errCode);
  });

  it('lists contexts, their values, histories and listeners, and removes them', async () => {
    const made = [await make('carol'), await make('carol'), await make('carol')].map(numberOf);
    const [first, second, third] = made as [number, number, number];
    const first2 = await get('carol', `${CONTEXTS}?pageSize=2`);
    expect(first2.body).toMatchObject({
      items: [
        { id: third, user: 'carol', values: 0 },
        { id: second, contextId: `8-8--cs_1_devcs_1_dev${second}` },
      ],
      total: { count: 3, exact: true },
      previousCursor: null,
    });
    const last = await get('carol', `${CONTEXTS}?pageSize=2&cursor=${first2.body.nextCursor}`);
    expect(last.body).toMatchObject({ items: [{ id: first }], nextCursor: null });
    const back = await get('carol', `${CONTEXTS}?pageSize=2&cursor=${last.body.previousCursor}`);
    expect(back.body.items).toEqual(first2.body.items);
    const other = await get('carol', `${CONTEXTS}?pageSize=2&sort=updateTime&cursor=${first2.body.nextCursor}`);
    expect(other).toMatchObject({ status: 400, body: { faults: [{ path: 'cursor' }] } });
    const contextID = idText(`8-8--cs_1_devcs_1_dev${first}`);
    for (const key of ['a', 'b', 'c'])
      await post('carol', 'setValue', { contextID, contextKeyValue: variableText(key, 'v') });
    const contextHistory = typed('commonResourceHistory', { source: 's', contextType: 'RESOURCE' });
    await post('carol', 'createHistory', { contextID, contextHistory });
    await post('carol', 'onBindIDListener', { contextID });
    await post('carol', 'onBindKeyListener', { contextID, contextKey: keyText('a'), source: 'x' });
    expect((await get('carol', `${CONTEXTS}?hasValues=true`)).body).toMatchObject({
      items: [{ id: first, values: 3 }],
    });
    expect((await get('carol', `${CONTEXTS}?hasValues=false`)).body.total.count).toBe(2);
    expect((await get('hadoop', `${CONTEXTS}?user=carol&contextId=${first}`)).body.total.count).toBe(1);
    expect((await get('carol', `${CONTEXTS}?contextId=9-8--cs_1_devcs_1_dev${first}`)).body.total.count).toBe(0);
    expect((await get('carol', `${CONTEXTS}?user=alice`)).body.total.count).toBe(0);
    const now = encodeURIComponent(new Date(Date.now() + 60_000).toISOString());
    expect(
      (await get('carol', `${CONTEXTS}?createTimeEnd=${now}&accessTimeStart=2020-01-01T00:00:00Z`)).body.total.count,
    ).toBe(3);
    expect((await get('carol', `${CONTEXTS}?updateTimeStart=${now}`)).body.total.count).toBe(0);
    expect((await get('carol', `${CONTEXTS}/${first}`)).body).toMatchObject({
      values: 3,
      histories: 1,
      listeners: 2,
      instance: 'cs_1_dev',
      className: expect.stringContaining('LinkisHAWorkFlowContextID'),
    });
    const values = `${CONTEXTS}/${first}/values`;
    const two = (await get('carol', `${values}?pageSize=2`)).body;
    expect(two).toMatchObject({
      items: [{ key: 'a', keywords: ['a'] }, { key: 'b' }],
      total: { count: 3, exact: true },
    });
    expect((await get('carol', `${values}?pageSize=2&cursor=${two.nextCursor}`)).body.items).toMatchObject([
      { key: 'c' },
    ]);
    expect((await get('carol', `${values}?search=b&contextType=Variable`)).body.items).toMatchObject([{ key: 'b' }]);
    expect((await get('carol', `${CONTEXTS}/${first}/histories`)).body.items).toMatchObject([
      { source: 's', text: contextHistory, truncated: false },
    ]);
    expect((await get('carol', `${CONTEXTS}/${first}/listeners`)).body).toMatchObject({
      items: [
        { kind: 'context', source: '', key: null },
        { kind: 'value', source: 'x', key: 'a' },
      ],
      truncated: false,
    });
    expect((await server.as('carol').send('DELETE', `${values}/${two.items[0].id}`)).status).toBe(200);
    expect((await get('alice', `${values}/${two.items[1].id}`)).status).toBe(404);
    expect((await get('carol', `${CONTEXTS}/${first}`)).body).toMatchObject({ values: 2, listeners: 1 });
    expect((await server.as('alice').send('DELETE', `${CONTEXTS}/${first}`)).status).toBe(404);
    expect((await server.as('carol').send('DELETE', `${CONTEXTS}/${first}`)).status).toBe(200);
    const left = await server.rows(`SELECT COUNT(*) AS n FROM linkis_ps_cs_context_map WHERE context_id = ${first}`);
    expect(Number(left[0]?.n)).toBe(0);
    const trail = await server.rows(
      "SELECT action FROM er_audit_event WHERE actor = 'carol' AND action LIKE 'contexts.remove%'",
    );
    expect(trail).toHaveLength(2);
  });

  it.each(['pageSize=0', 'sort=id', 'createTimeStart=yesterday', 'cursor=x', 'hasValues=maybe', 'unknown=1', 'user='])(
    'refuses the list with %s',
    async (query) => {
      const answer = await get('hadoop', `${CONTEXTS}?${query}`);
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
      expect(answer.body.faults[0].path).toBe(query.split('=')[0]);
    },
  );
});
