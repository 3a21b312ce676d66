import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MaterialDetail } from '@/contracts/materials';
import { KINDS, makeEmptyDatabase, type TestDatabase } from '../setup/databases';
import { ENGINE_PLUGIN, sendForm, UploadClient } from '../setup/material-client';
import { pluginZip } from '../setup/materials';
import { type Answer, type Caller, signIn, startServer, type TestServer } from '../setup/server';

const ENGINE = '/api/v1/materials/spark/3';
const zip = (says: string) => pluginZip('spark', '3', { 'lib/b.txt': says });

describe.each(KINDS)('many changes of one engine version at once, by two servers on %s', (kind) => {
  let made: TestDatabase;
  let servers: TestServer[];
  let callers: Caller[];
  /** The server whose turn it is. */
  const turn = (index: number) => callers[index % callers.length] as Caller;

  beforeAll(async () => {
    made = await makeEmptyDatabase(kind);
    const environment = { DATABASE_URL: made.url };
    const first = await startServer({ environment });
    servers = [first, await startServer({ environment, dataDirectory: first.dataDirectory })];
    callers = await Promise.all(servers.map(({ base }) => signIn(base)));
  });
  afterAll(async () => {
    for (const server of servers) await server.stop();
    servers[0]?.remove();
    await made.drop();
  });

  const read = async () => (await turn(0).get(ENGINE)).body as MaterialDetail;

  /** Releases without a gap, each file's pointer at the newest release's version, and each version once. */
  async function needOneLine(): Promise<MaterialDetail> {
    const detail = await read();
    const numbers = detail.releases.map(({ number }) => number);
    expect(numbers).toEqual(numbers.map((_, index) => numbers.length - index));
    const newest = detail.releases[0];
    expect(newest?.current).toBe(true);
    for (const { fileName, materialVersion, versionList } of detail.materials) {
      expect(newest?.files.find((file) => file.fileName === fileName)?.materialVersion).toBe(materialVersion);
      const names = versionList.map(({ version }) => version);
      expect(new Set(names).size).toBe(names.length);
    }
    return detail;
  }

  it('all of them publish, one after another', async () => {
    const ids = await Promise.all(
      Array.from({ length: 10 }, (_, index) => new UploadClient(turn(index)).prepare(zip(`upload ${index}`))),
    );
    const answers = await Promise.all(ids.map((id, index) => new UploadClient(turn(index)).publish(id)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    const releases = answers.map(({ body }) => body.engines[0].release as number);
    expect([...releases].sort((left, right) => left - right)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const { materials } = await needOneLine();
    expect(materials.map(({ fileName, versions }) => [fileName, versions])).toEqual([
      ['conf.zip', 1],
      ['lib.zip', 10],
    ]);
  });

  it('uploads of both kinds, rollbacks and forced refreshes do not lose each other', async () => {
    const { releases } = await read();
    const changes: ((caller: Caller) => Promise<Answer>)[] = [
      (caller) => sendForm(caller, 'uploadEnginePluginBML', zip('by a form')),
      (caller) => caller.post(`${ENGINE}/rollback`, { release: 2 }),
      (caller) => caller.get(`${ENGINE_PLUGIN}/refresh?ecType=spark&version=3&force=true`),
      (caller) => sendForm(caller, 'updateEnginePluginBML', zip('updated'), { ecType: 'spark', version: '3' }),
      (caller) => caller.post(`${ENGINE}/rollback`, { release: 5 }),
      async (caller) => new UploadClient(caller).upload(zip('by the console')),
      (caller) => caller.get(`${ENGINE_PLUGIN}/refreshAll?force=true`),
      (caller) => caller.post(`${ENGINE}/rollback`, { release: 7 }),
    ];
    const answers = await Promise.all(changes.map((change, index) => change(turn(index))));
    expect(answers.map(({ status }) => status)).toEqual(Array(changes.length).fill(200));
    const detail = await needOneLine();
    expect(detail.releases.length).toBeGreaterThanOrEqual(releases.length + 3);
  });

  it('the same archive, ten times, makes one release', async () => {
    const before = (await read()).releases.length;
    const ids = await Promise.all(
      Array.from({ length: 10 }, (_, index) => new UploadClient(turn(index)).prepare(zip('ten times'))),
    );
    const answers = await Promise.all(ids.map((id, index) => new UploadClient(turn(index)).publish(id)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect((await needOneLine()).releases.length).toBe(before + 1);
  });

  it('the same upload, published by many, is published once', async () => {
    const id = await new UploadClient(turn(0)).prepare(zip('once'));
    const before = (await read()).releases.length;
    const answers = await Promise.all([0, 1, 2, 3].map((index) => new UploadClient(turn(index)).publish(id)));
    for (const { status } of answers) expect([200, 404, 409]).toContain(status);
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    expect((await needOneLine()).releases.length).toBe(before + 1);
  });
});

describe('addresses and pages that mean harm', () => {
  let server: TestServer;
  let admin: Caller;

  beforeAll(async () => {
    server = await startServer();
    admin = await signIn(server.base);
    expect((await new UploadClient(admin).upload(zip('whole'))).status).toBe(200);
  });
  afterAll(async () => {
    await server?.stop();
    server?.remove();
  });

  it.each(['refresh?ecType=spark&version=3', 'refreshAll', 'deleteEnginePluginBML?ecType=spark&version=3'])(
    'GET %s does nothing for a page of another site',
    async (path) => {
      const headers: Record<string, string>[] = [
        { 'sec-fetch-site': 'cross-site' },
        { origin: 'https://evil.example' },
        { origin: 'null' },
      ];
      for (const header of headers)
        expect(await admin.send('GET', `${ENGINE_PLUGIN}/${path}`, undefined, header)).toMatchObject({ status: 412 });
      expect((await admin.get(ENGINE)).body.releases).toHaveLength(1);
    },
  );

  it.each([
    '/..%2F..%2Fetc%2Fpasswd/versions/v000001/content',
    '/lib.zip/versions/..%2Fv000001/content',
    '/lib.zip/versions/v000001%00/content',
    '/lib.zip/text-comparison?from=v000001&to=v000001&path=../../../../etc/passwd',
    '/%2e%2e/versions/v000001/files',
  ])('nothing lies at %s', async (path) => {
    const answer = await admin.get(ENGINE + path);
    expect([400, 404, 422]).toContain(answer.status);
    expect(JSON.stringify(answer.body)).not.toContain('root:');
  });

  it.each(['../x', 'a/b', '..', 'x\u0000y', 'a\\b'])(
    'no engine type %j goes in by the compatible endpoints',
    async (ecType) => {
      const query = new URLSearchParams({ ecType, version: '3' });
      for (const path of ['refresh', 'deleteEnginePluginBML'])
        expect((await admin.get(`${ENGINE_PLUGIN}/${path}?${query}`)).status).toBeGreaterThanOrEqual(400);
      const answer = await sendForm(admin, 'updateEnginePluginBML', zip('x'), { ecType, version: '3' });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect((await admin.get('/api/v1/materials')).body.total).toBe(2);
    },
  );
});
