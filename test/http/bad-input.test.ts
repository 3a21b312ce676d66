import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, signIn, startServer, type TestServer } from '../setup/server';

const RECORDS = '/api/v1/engine-records';
const HISTORY = '/api/rest_j/v1/linkisManager/ecinfo/ecrHistoryList';

describe('bad input', () => {
  let server: TestServer;
  let admin: Caller;

  beforeAll(async () => {
    server = await startServer();
    admin = await signIn(server.base);
  });
  afterAll(async () => {
    await server?.stop();
    server?.remove();
  });

  it.each([
    ['unknown=1', 'unknown'],
    ['pageSize=0', 'pageSize'],
    ['pageSize=x', 'pageSize'],
    ['pageSize=99999999999999999999', 'pageSize'],
    ['sort=id', 'sort'],
    ['order=up', 'order'],
    ['from=yesterday', 'from'],
    ['from=2026-02-30T00:00:00Z', 'from'],
    ['to=2026-05-06', 'to'],
    ['cursor=abc', 'cursor'],
    ['cursor=%00', 'cursor'],
    ['user=%00', 'user'],
    ['status=Failed&status=a%00b', 'status'],
    ['ticket=abc', 'ticket'],
    [Array.from({ length: 51 }, (_, index) => `user=u${index}`).join('&'), 'user'],
    [`label=${'x'.repeat(300)}`, 'label'],
    ['timeField=create_time;DROP', 'timeField'],
  ])('in the list: %s names its field', async (query, field) => {
    const answer = await admin.get(`${RECORDS}?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_input', status: 400 } });
    expect(answer.body.faults[0].path.split('.')[0]).toBe(field);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });

  it.each([
    'pageNow=x',
    'pageSize=1.5',
    'pageSize=99999999999',
    'startDate=2025-03-01',
    'startDate=2025-02-30+00:00:00',
    'endDate=xx',
    'creator=a+b',
    "creator=x'or'1",
    `instance=${'x'.repeat(300)}`,
  ])('in the list of Linkis: %s is refused in the envelope', async (query) => {
    const answer = await admin.get(`${HISTORY}?${query}`);
    expect(answer).toMatchObject({
      status: 400,
      body: { status: 1, method: '/api/linkisManager/ecinfo/ecrHistoryList', data: {} },
    });
    expect(answer.body.message).toBeTruthy();
  });

  it.each([
    ['not JSON', '{"events": [', 400],
    ['a list', '[]', 400],
    ['text', '"x"', 400],
    ['no events', '{"events": []}', 400],
    ['too many events', JSON.stringify({ events: Array(1001).fill({}) }), 400],
    ['nothing', '', 400],
    ['nested too deep', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, 400],
    ['too large', `{"events":["${'x'.repeat(17 << 20)}"]}`, 413],
  ])('as a batch: %s', async (_name, body, status) => {
    expect((await admin.send('POST', `${RECORDS}/events`, body)).status).toBe(status);
  });

  it('names what is wrong with a batch as a whole', async () => {
    const many = await admin.send('POST', `${RECORDS}/events`, JSON.stringify({ events: Array(1001).fill({}) }));
    expect(many.body.faults).toMatchObject([{ path: 'events', message: expect.stringContaining('1000') }]);
    const list = await admin.send('POST', `${RECORDS}/events`, '[]');
    expect(list.body.detail).toContain('expected an event');
    const both = await admin.send('POST', `${RECORDS}/events`, JSON.stringify({ events: [{}], other: 1 }));
    expect(both.body.faults).toMatchObject([{ path: 'other' }]);
    const neither = await admin.send('POST', `${RECORDS}/events`, '{}');
    expect(neither.body.faults).toMatchObject([{ path: 'eventId' }]);
  });

  it('takes thousands of filters far enough to say what is wrong with them', async () => {
    const many = Array.from({ length: 3000 }, () => 'user=u').join('&');
    expect(await admin.get(`${RECORDS}?${many}`)).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
    const endless = await admin.get(`${RECORDS}?user=${'u'.repeat(200_000)}`);
    expect(endless).toMatchObject({ status: 431, body: { code: 'invalid_input' } });
    expect(await admin.get('/api/rest_j/v1/linkisManager/%zz')).toMatchObject({ status: 400, body: { status: 1 } });
  });

  it('refuses text with a NUL wherever it stands', async () => {
    expect(await admin.get(`${RECORDS}/%00`)).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
    expect(await admin.get(`${HISTORY}?instance=%00`)).toMatchObject({ status: 400, body: { status: 1 } });
    const note = await admin.send('POST', '/api/v1/api-tokens', '{"name":"a\\u0000b","expiresInDays":1}');
    expect(note).toMatchObject({ status: 400, body: { faults: [{ path: 'name' }] } });
    const deep = `{"name":${'['.repeat(100_000)}${']'.repeat(100_000)},"expiresInDays":1}`;
    expect((await admin.send('POST', '/api/v1/api-tokens', deep)).status).toBe(400);
  });

  it('keeps SQL and HTML as the text it is', async () => {
    const odd = `x'); DROP TABLE er_account;--<script>alert(1)</script>`;
    const labels = { user: 'alice', creator: 'IDE', engineType: 'spark', engineVersion: "3'--<b>" };
    const event = {
      eventId: 'odd-1',
      ticketId: 'odd-ticket',
      phase: 'request',
      time: '2026-05-06T10:20:05Z',
      labels,
      metrics: { note: odd },
    };
    expect((await admin.post(`${RECORDS}/events`, { events: [event] })).body).toMatchObject({ recorded: 1 });
    expect((await admin.get(`${RECORDS}/odd-ticket`)).body).toMatchObject({
      engineVersion: "3'--<b>",
      metrics: { note: odd },
    });
    for (const field of ['user', 'engineType', 'creator', 'ecm', 'instance', 'instancePart', 'label', 'status']) {
      expect(
        await admin.get(`${RECORDS}?${field}=${encodeURIComponent(field === 'status' ? odd.slice(0, 50) : odd)}`),
      ).toMatchObject({ status: 200, body: { items: [] } });
    }
    expect((await admin.get(`${RECORDS}?engineVersion=${encodeURIComponent("3'--<b>")}`)).body.items).toHaveLength(1);
    expect((await admin.get(`${RECORDS}/${encodeURIComponent(odd)}`)).status).toBe(404);
  });

  it('answers unknown paths and methods in the dialect of the path', async () => {
    expect(await admin.get('/api/v1/nothing/here')).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(await admin.get('/api/rest_j/v1/nothing/here')).toMatchObject({
      status: 404,
      body: { status: 1, data: {} },
    });
    expect(await admin.get('/api/other')).toMatchObject({ status: 404, body: { status: 1 } });
    expect(await admin.send('PUT', RECORDS, {})).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } });
    expect((await admin.send('PUT', RECORDS, {})).headers.get('allow')).toBe('GET');
    expect(await admin.send('PUT', HISTORY, {})).toMatchObject({ status: 405, body: { status: 1 } });
  });

  it('survives a client that hangs up in the middle of a body', async () => {
    await new Promise<void>((resolve) => {
      const socket = connect(server.port, '127.0.0.1', () => {
        socket.write(
          `POST ${RECORDS}/events HTTP/1.1\r\nHost: x\r\nCookie: ${admin.headers.cookie}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"events":[`,
        );
        setTimeout(() => socket.destroy(), 100);
      });
      socket.on('close', () => resolve());
    });
    expect((await admin.get(RECORDS)).status).toBe(200);
  });

  it('ignores the content encoding that Java clients send with plain text', async () => {
    expect(
      (await admin.send('POST', '/api/rest_j/v1/linkisManager/ecinfo/ecList', '{}', { 'content-encoding': 'utf-8' }))
        .status,
    ).toBe(200);
  });
});
