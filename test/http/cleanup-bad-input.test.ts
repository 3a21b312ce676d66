import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, signIn, startServer, type TestServer } from '../setup/server';

const RUNS = '/api/v1/cleanup/runs';
const POLICIES = '/api/v1/cleanup/policies';
const CONTEXTS = '/api/rest_j/v1/contextservice';

describe('bad input to cleanups', () => {
  let server: TestServer;
  let admin: Caller;
  let before: number;

  const count = async () => (await admin.get('/api/v1/contexts')).body.total.count as number;

  beforeAll(async () => {
    server = await startServer();
    admin = await signIn(server.base);
    for (const instance of ['cs_1_dev', 'cs_2_dev']) {
      const contextID = JSON.stringify({ type: 'LinkisHAWorkFlowContextID', value: JSON.stringify({ instance }) });
      await admin.send('POST', `${CONTEXTS}/createContextID`, JSON.stringify({ contextID }));
    }
    before = await count();
  });
  afterAll(async () => {
    expect(await count()).toBe(before);
    await server.stop();
    server.remove();
  });

  it.each([
    ['no rule', {}, 'rule'],
    ['an empty rule', { rule: {} }, 'rule'],
    ['a time without a bound', { rule: { time: 'access' } }, 'rule.time'],
    ['a bound without a time', { rule: { olderThanSeconds: 5 } }, 'rule.time'],
    ['an unknown time', { rule: { time: 'birth', olderThanSeconds: 5 } }, 'rule.time'],
    ['a negative age', { rule: { time: 'access', olderThanSeconds: -1 } }, 'rule.olderThanSeconds'],
    ['an age that is text', { rule: { time: 'access', olderThanSeconds: '90 days' } }, 'rule.olderThanSeconds'],
    ['an age and an instant', { rule: { time: 'access', olderThanSeconds: 5, to: '2026-05-06T00:00:00Z' } }, 'rule'],
    [
      'an inverted range',
      { rule: { time: 'create', from: '2026-05-07T00:00:00Z', to: '2026-05-06T00:00:00Z' } },
      'rule',
    ],
    ['a time without a zone', { rule: { time: 'create', to: '2026-05-06T00:00:00' } }, 'rule.to'],
    ['a day that is not', { rule: { time: 'create', to: '2026-02-30T00:00:00Z' } }, 'rule.to'],
    ['a hour that is not', { rule: { time: 'create', to: '2026-02-03T24:00:01Z' } }, 'rule.to'],
    ['no users', { rule: { users: [] } }, 'rule.users'],
    ['a blank user', { rule: { users: ['  '] } }, 'rule.users'],
    ['too many users', { rule: { users: Array.from({ length: 501 }, (_, at) => `u${at}`) } }, 'rule.users'],
    ['no ids', { rule: { ids: [] } }, 'rule.ids'],
    ['ids that are text', { rule: { ids: ['1'] } }, 'rule.ids'],
    ['an id of zero', { rule: { ids: [0] } }, 'rule.ids'],
    ['too many ids', { rule: { ids: Array.from({ length: 10_001 }, (_, at) => at + 1) } }, 'rule.ids'],
    ['exceptions alone', { rule: { exceptUsers: ['alice'] } }, 'rule'],
    ['no exceptions', { rule: { ids: [1], exceptUsers: [] } }, 'rule.exceptUsers'],
    ['an exception that is asked for', { rule: { ids: [1, 2], exceptIds: [2] } }, 'rule.exceptIds'],
    ['an exception that is no id', { rule: { ids: [1], exceptIds: [-2] } }, 'rule.exceptIds'],
    ['an unknown status', { subject: 'engineRecords', rule: { statuses: ['Odd'] } }, 'rule.statuses'],
    ['no statuses', { subject: 'engineRecords', rule: { statuses: [] } }, 'rule.statuses'],
    ['a status of contexts', { rule: { statuses: ['Failed'] } }, 'rule.statuses'],
    ['a time of engines for contexts', { rule: { time: 'release', olderThanSeconds: 5 } }, 'rule.time'],
    ['an unknown member', { rule: { ids: [1], everything: true } }, 'rule'],
    ['another subject', { subject: 'accounts', rule: { ids: [1] } }, 'subject'],
  ])('in a preview: %s names its field', async (_name, body, field) => {
    const answer = await admin.send('POST', RUNS, JSON.stringify({ subject: 'contexts', ...body }));
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
    expect(answer.body.faults.map(({ path }: { path: string }) => path).join()).toContain(field);
    expect((await admin.get(RUNS)).body.items).toEqual([]);
  });

  it.each(['not JSON {', '[]', '"x"', '', 'null'])('in a preview: the body %j is refused', async (body) => {
    expect((await admin.send('POST', RUNS, body)).status).toBe(400);
  });

  it.each(['0', 'x', '-1', '1.5', '99999999999'])('a run named %s is refused', async (id) => {
    for (const action of ['start', 'pause', 'resume', 'cancel', 'undo'])
      expect((await admin.send('POST', `${RUNS}/${id}/${action}`, '{"reason":"because"}')).status).toBe(400);
    expect((await admin.get(`${RUNS}/${id}`)).status).toBe(400);
  });

  it('a run that is not there is told so', async () => {
    for (const action of ['start', 'pause', 'resume', 'cancel', 'undo'])
      expect(await admin.send('POST', `${RUNS}/77/${action}`, '{"reason":"because"}')).toMatchObject({
        status: 404,
        body: { code: 'not_found' },
      });
  });

  it.each([
    ['a cron of four fields', { cron: '0 3 * *' }, 'cron'],
    ['a cron of seconds', { cron: '0 0 3 * * * *' }, 'cron'],
    ['an hour of 25', { cron: '0 25 * * *' }, 'cron'],
    ['an unknown zone', { timeZone: 'Mars/Olympus' }, 'timeZone'],
    ['no name', { name: ' ' }, 'name'],
    ['an unknown mode', { mode: 'shred' }, 'mode'],
    ['a rule without a bound', { rule: {} }, 'rule'],
  ])('in a policy: %s names its field', async (_name, change, field) => {
    const policy = {
      name: 'p',
      subject: 'contexts',
      rule: { ids: [1] },
      cron: '0 3 * * *',
      timeZone: 'UTC',
      ...change,
    };
    const answer = await admin.send('POST', POLICIES, JSON.stringify(policy));
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
    expect(answer.body.faults[0].path).toContain(field);
    expect((await admin.get(POLICIES)).body.items).toEqual([]);
  });

  it.each([
    ['clearAllContextByTime', '{}'],
    ['clearAllContextByTime', '{"createTimeStart":"","createTimeEnd":""}'],
    ['clearAllContextByTime', '{"createTimeStart":"yesterday"}'],
    ['clearAllContextByTime', '{"createTimeStart":"2026-13-01 00:00:00"}'],
    ['clearAllContextByTime', '[]'],
    ['clearAllContextByID', '{}'],
    ['clearAllContextByID', '{"idList":[]}'],
    ['clearAllContextByID', `{"idList":[${Array.from({ length: 5001 }, (_, at) => `"${at}"`).join()}]}`],
  ])('to %s: %s is refused in the envelope and clears nothing', async (name, body) => {
    const answer = await admin.send('POST', `${CONTEXTS}/${name}`, body);
    expect(answer.body).toMatchObject({ method: expect.stringContaining(name), status: 1 });
    expect(await count()).toBe(before);
  });

  it('what is no id is passed over, as Linkis does, and counts as nothing', async () => {
    const body = JSON.stringify({ idList: ['not an id', '7', 7, null, {}, '8_8_cs_1_dev'] });
    const answer = await admin.send('POST', `${CONTEXTS}/clearAllContextByID`, body);
    expect(answer.body).toMatchObject({ status: 0, data: { num: '0' } });
    expect(await count()).toBe(before);
  });
});
