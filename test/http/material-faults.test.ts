import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMigrationConnection } from '@/server/platform/db/migrate/connection';
import { KINDS, makeEmptyDatabase, type TestDatabase } from '../setup/databases';
import { FORM, formOf } from '../setup/library-server';
import { pluginZip } from '../setup/materials';
import { type Sending, sendBody } from '../setup/sending';
import { type Caller, signIn, startServer, type TestServer } from '../setup/server';
import { whileTrapped } from '../setup/traps';

const UPLOADS = '/api/v1/material-uploads';
const PLUGIN = '/api/rest_j/v1/engineplugin';
const TEN_MEBIBYTES = 10 << 20;
const BYTES = 'application/octet-stream';

/** An archive larger than ten mebibytes, since what is random does not shrink. */
const archive = pluginZip('shell', '1', { 'lib/large.txt': randomBytes(9 << 20).toString('base64') });

async function announce(caller: Caller, bytes = archive): Promise<string> {
  return (await caller.post(UPLOADS, { fileName: 'plugin.zip', sizeBytes: bytes.length })).body.id;
}

async function inspected(caller: Caller, id: string): Promise<string> {
  await caller.post(`${UPLOADS}/${id}/inspection`);
  let state = 'inspecting';
  await expect
    .poll(
      async () => {
        state = (await caller.get(`${UPLOADS}/${id}`)).body.state;
        return state;
      },
      { timeout: 20_000 },
    )
    .not.toBe('inspecting');
  return state;
}

const put = (caller: Caller, id: string, offset: number, bytes: Buffer, sending: Sending = {}) =>
  sendBody(caller, 'PUT', `${UPLOADS}/${id}/content?offset=${offset}`, bytes, {
    declares: true,
    ...sending,
    type: BYTES,
  });

describe('archives whose connection is cut', () => {
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

  const received = async (id: string) => (await admin.get(`${UPLOADS}/${id}`)).body.receivedBytes as number;

  it.each([...Array.from({ length: 10 }, (_, tenth) => Math.floor((archive.length * tenth) / 10) + 1), TEN_MEBIBYTES])(
    'after %i bytes go on with what arrived, and are published as they are',
    async (bytes) => {
      const id = await announce(admin);
      expect(await put(admin, id, 0, archive, { cut: { bytes, closes: true } })).toBeNull();
      // The server may still be storing what arrived; then it says so, and the client asks again.
      await expect
        .poll(async () => {
          const before = await received(id);
          expect(before).toBeLessThanOrEqual(archive.length);
          return (await put(admin, id, before, archive.subarray(before), { declares: false }))?.status;
        })
        .toBe(200);
      expect(await inspected(admin, id)).toBe('inspected');
      const published = await admin.post(`${UPLOADS}/${id}/publication`, {});
      expect(published.body.engines).toMatchObject([{ engineType: 'shell', materials: [{}, {}] }]);
    },
  );

  it('in a form publish nothing and leave nothing', async () => {
    const before = (await admin.get('/api/v1/materials')).body.total;
    const form = formOf([{ name: 'file', content: archive, fileName: 'other.zip' }]);
    const send = (sending: Sending) =>
      sendBody(admin, 'POST', `${PLUGIN}/uploadEnginePluginBML`, form, { ...sending, type: FORM });
    for (let tenth = 0; tenth < 10; tenth += 3) {
      const bytes = Math.floor((form.length * tenth) / 10) + 1;
      for (const declares of [false, true]) expect(await send({ cut: { bytes, closes: true }, declares })).toBeNull();
      expect(await send({ cut: { bytes, closes: false } })).toMatchObject({ status: 400, body: { status: 1 } });
    }
    expect(await send({ cut: { bytes: TEN_MEBIBYTES, closes: true } })).toBeNull();
    await expect.poll(async () => (await admin.get(UPLOADS)).body.items, { timeout: 10_000 }).toEqual([]);
    expect((await admin.get('/api/v1/materials')).body.total).toBe(before);
  });

  it('are not taken for less or more than they said', async () => {
    const id = await announce(admin);
    const more = Buffer.concat([archive, Buffer.from('more')]);
    expect(await put(admin, id, 0, more)).toMatchObject({ status: 413 });
    expect(await put(admin, id, 5, archive)).toMatchObject({ status: 409 });
    const short = await announce(admin);
    await put(admin, short, 0, archive.subarray(0, 1000));
    expect((await admin.post(`${UPLOADS}/${short}/inspection`)).status).toBe(409);
    for (const each of [id, short]) expect((await admin.send('DELETE', `${UPLOADS}/${each}`)).status).toBe(200);
  });
});

/** Every table that publishing a changed archive writes to. */
const WRITTEN = [
  'linkis_ps_bml_resources_version',
  'linkis_ps_bml_resources_task',
  'linkis_cg_engine_conn_plugin_bml_resources',
  'er_library_resource',
  'er_library_version',
  'er_material_engine',
  'er_material_release',
  'er_material_release_file',
  'er_material_upload',
  'er_audit_event',
];

describe.each(KINDS)('publishing on %s', (kind) => {
  let made: TestDatabase;
  let servers: TestServer[];
  let callers: Caller[];

  beforeAll(async () => {
    made = await makeEmptyDatabase(kind);
    const first = await startServer({ environment: { DATABASE_URL: made.url } });
    // Both see the same files, as machines with shared storage do.
    const environment = { DATABASE_URL: made.url };
    servers = [first, await startServer({ environment, dataDirectory: first.dataDirectory })];
    callers = await Promise.all(servers.map(({ base }) => signIn(base)));
  });
  afterAll(async () => {
    for (const server of servers) await server.stop();
    servers[0]?.remove();
    await made.drop();
  });

  async function stage(caller: Caller, bytes: Buffer): Promise<string> {
    const id = await announce(caller, bytes);
    await put(caller, id, 0, bytes);
    expect(await inspected(caller, id)).toBe('inspected');
    return id;
  }

  it('keeps nothing of a publication that the database failed in, in whichever table, and publishes it when asked again', async () => {
    const [admin] = callers as [Caller];
    const connection = await openMigrationConnection(made.url);
    // What failed and what was refused is written down, too; nothing else may differ.
    const everything = async () => {
      const rows: unknown[] = [];
      for (const table of WRITTEN)
        if (table !== 'er_audit_event') rows.push(await connection.rows(`SELECT * FROM ${table}`));
      return rows;
    };
    try {
      await admin.post(`${UPLOADS}/${await stage(admin, pluginZip('hive', '3'))}/publication`, {});
      const id = await stage(admin, pluginZip('hive', '3', { 'lib/b.txt': 'changed' }));
      const before = await everything();
      for (const table of WRITTEN) {
        const failed = await whileTrapped(connection, kind, table, () =>
          admin.post(`${UPLOADS}/${id}/publication`, {}),
        );
        expect([table, failed.status]).toEqual([table, 500]);
        expect(await everything()).toEqual(before);
      }
      expect((await admin.post(`${UPLOADS}/${id}/publication`, {})).body.engines).toMatchObject([{ release: 2 }]);
    } finally {
      await connection.close();
    }
  }, 60_000);

  it('makes one line of versions when two servers publish the same engine version at once', async () => {
    const ids = await Promise.all(
      [0, 1, 2, 3].map((index) =>
        stage(callers[index % 2] as Caller, pluginZip('spark', '3', { 'lib/b.txt': `b ${index}` })),
      ),
    );
    const answers = await Promise.all(
      ids.map((id, index) => (callers[index % 2] as Caller).post(`${UPLOADS}/${id}/publication`, {})),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const releases = answers.map(({ body }) => body.engines[0].release).sort();
    expect(releases).toEqual([1, 2, 3, 4]);
    const detail = (await (callers[0] as Caller).get('/api/v1/materials/spark/3')).body;
    expect(detail.materials.map((material: { versions: number }) => material.versions)).toEqual([1, 4]);
  });

  it('lets one server go on with what another has received', async () => {
    const [one, other] = callers as [Caller, Caller];
    const bytes = pluginZip('flink', '1', { 'lib/b.txt': 'b'.repeat(100_000) });
    const id = await announce(one, bytes);
    await put(one, id, 0, bytes.subarray(0, 300));
    await put(other, id, 300, bytes.subarray(300));
    expect(await inspected(other, id)).toBe('inspected');
    expect((await one.post(`${UPLOADS}/${id}/publication`, {})).status).toBe(200);
  });
});
