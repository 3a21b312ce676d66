import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LibraryServer } from '../setup/library-server';

let library: LibraryServer;
/** Of alice, shared by a project in which bob edits and carol reads; dave is a stranger, hadoop an administrator. */
let shared: string;
let material: string;

beforeAll(async () => {
  library = await LibraryServer.start();
  await library.post('alice', 'createBmlProject', {
    projectName: 'p',
    editUsers: ['bob'],
    accessUsers: ['carol', 'bob'],
  });
  shared = await library.resource('alice', 'shared');
  await library.post('alice', 'attachResourceAndProject', { projectName: 'p', resourceId: shared });
  material = await library.resource('hadoop', 'a material of an engine that Linkis has registered');
  await library.run(
    `INSERT INTO linkis_cg_engine_conn_plugin_bml_resources (engine_conn_type, version, file_name, bml_resource_id, bml_resource_version) VALUES ('spark', '3.2.1', 'lib.zip', '${material}', 'v000001')`,
  );
});
afterAll(() => library?.end());

const READS: Record<string, (name: string, id: string) => Promise<number>> = {
  download: async (name, id) => (await library.download(name, id)).status,
  downloadShareResource: async (name, id) =>
    (await library.download(name, id, 'v000001', {}, 'downloadShareResource')).status,
  getVersions: async (name, id) => (await library.get(name, `getVersions?resourceId=${id}`)).status,
  getBasic: async (name, id) => (await library.get(name, `getBasic?resourceId=${id}`)).status,
  getResourceInfo: async (name, id) => (await library.get(name, `getResourceInfo?resourceId=${id}`)).status,
};
const WRITES: Record<string, (name: string, id: string) => Promise<number | undefined>> = {
  updateVersion: async (name, id) => (await library.upload(name, 'x', { resourceId: id }, 'updateVersion'))?.status,
  updateShareResource: async (name, id) =>
    (await library.upload(name, 'x', { resourceId: id }, 'updateShareResource'))?.status,
  rollbackVersion: async (name, id) =>
    (await library.post(name, 'rollbackVersion', { resourceId: id, version: 'v000001' })).status,
  copyResourceToAnotherUser: async (name, id) =>
    (await library.post(name, 'copyResourceToAnotherUser', { resourceId: id, anotherUser: 'erin' })).status,
  attachResourceAndProject: async (name, id) =>
    (await library.post(name, 'attachResourceAndProject', { projectName: 'p', resourceId: id })).status,
  deleteVersion: async (name, id) => {
    const added = await library.upload('hadoop', 'to be deleted', { resourceId: id }, 'updateVersion');
    const version = added?.body.data.version ?? 'v000001';
    return (await library.post(name, 'deleteVersion', { resourceId: id, version })).status;
  },
};

describe('who may do what with a resource', () => {
  it.each(Object.keys(READS))('%s: owner, members and administrators; a material: everybody', async (action) => {
    const read = READS[action] ?? (async () => 0);
    for (const name of ['alice', 'bob', 'carol', 'hadoop'])
      expect([name, await read(name, shared)]).toEqual([name, 200]);
    expect(await read('dave', shared)).toBeGreaterThanOrEqual(400);
    for (const name of ['dave', 'carol']) expect([name, await read(name, material)]).toEqual([name, 200]);
  });

  it.each(Object.keys(WRITES))('%s: owner, editors and administrators; a material: nobody', async (action) => {
    const write = WRITES[action] ?? (async () => 0);
    for (const name of ['alice', 'bob', 'hadoop']) expect([name, await write(name, shared)]).toEqual([name, 200]);
    for (const name of ['carol', 'dave']) expect([name, await write(name, shared)]).toEqual([name, 400]);
    for (const name of ['dave', 'hadoop']) expect([name, await write(name, material)]).toEqual([name, 400]);
  });

  it('tells why not', async () => {
    const stranger = await library.post('dave', 'deleteResource', { resourceId: shared });
    expect(stranger.body).toMatchObject({
      data: { errorMsg: { errCode: 75569 } },
      message: expect.stringMatching(/belongs to somebody else/),
    });
    const reader = await library.upload('carol', 'x', { resourceId: shared }, 'updateShareResource');
    expect(reader?.body).toMatchObject({ data: { errorMsg: { errCode: 75570 } } });
    const administrator = await library.post('hadoop', 'deleteResource', { resourceId: material });
    expect(administrator.body.message).toContain('It is changed with the engine materials, not here.');
    const denied = await library.rows("SELECT actor FROM er_audit_event WHERE outcome = 'denied' AND actor = 'dave'");
    expect(denied.length).toBeGreaterThan(0);
  });

  it('gives resources away for owners and administrators only', async () => {
    const id = await library.resource('alice', 'a present');
    await library.post('alice', 'attachResourceAndProject', { projectName: 'p', resourceId: id });
    const give = (name: string, oldOwner: string, newOwner: string) =>
      library.post(name, 'changeOwner', { resourceId: id, oldOwner, newOwner });
    expect((await give('bob', 'alice', 'bob')).status).toBe(400);
    expect((await give('alice', 'erin', 'bob')).body).toMatchObject({
      status: 1,
      message: expect.stringMatching(/does not belong to erin/),
    });
    expect((await give('alice', 'alice', 'erin')).status).toBe(200);
    expect((await give('hadoop', 'erin', 'frank')).status).toBe(200);
    expect((await library.get('frank', `getBasic?resourceId=${id}`)).body.data.basic.owner).toBe('frank');
  });

  it('lets creators, editors and administrators say who belongs to a project', async () => {
    await library.post('alice', 'createBmlProject', { projectName: 'q', editUsers: [], accessUsers: ['carol'] });
    const update = (name: string, editUsers: string[]) =>
      library.post(name, 'updateProjectUsers', { projectName: 'q', editUsers, accessUsers: [] });
    for (const name of ['carol', 'dave']) expect((await update(name, [name])).status).toBe(400);
    expect((await update('hadoop', ['bob'])).status).toBe(200);
    expect((await update('bob', [])).status).toBe(200);
    expect((await library.upload('bob', 'x', { projectName: 'q' }, 'uploadShareResource'))?.status).toBe(400);
    expect((await update('alice', ['alice'])).status).toBe(200);
    expect((await library.upload('alice', 'x', { projectName: 'q' }, 'uploadShareResource'))?.status).toBe(200);
  });
});

describe('the ways of old clients', () => {
  it('may delete by a form, and ask for versions by an empty POST', async () => {
    const id = await library.resource('alice', 'x');
    const type = { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' };
    const deleted = await library
      .as('alice')
      .send('POST', '/api/rest_j/v1/bml/deleteResource', `resourceId=${id}`, type);
    expect(deleted.body).toMatchObject({ method: '/bml/deleteResource', status: 0 });
    const { 'token-code': code = '' } = library.as('alice').headers;
    const path = `${library.server.base}/api/rest_j/v1/bml/getVersions`;
    const nobody = await fetch(path, { method: 'POST', headers: { 'token-code': code } });
    expect([nobody.status, ((await nobody.json()) as { status: number }).status]).toEqual([401, -1]);
    expect((await library.as('alice').send('POST', '/api/rest_j/v1/bml/getVersions')).status).toBe(400);
    const known = await library.as('alice').send('POST', `/api/rest_j/v1/bml/getVersions?resourceId=${shared}`);
    expect(known.body).toMatchObject({ method: '/bml/getVersions', status: 0 });
  });

  it('deletes several or none', async () => {
    const [first, second] = [await library.resource('alice', '1'), await library.resource('bob', '2')];
    const refused = await library.post('alice', 'deleteResources', { resourceIds: [first, second] });
    expect(refused.status).toBe(400);
    expect((await library.get('alice', `getBasic?resourceId=${first}`)).status).toBe(200);
    expect((await library.post('hadoop', 'deleteResources', { resourceIds: [first, second, first] })).status).toBe(200);
    expect((await library.get('alice', `getBasic?resourceId=${first}`)).status).toBe(400);
  });

  it('cuts what is longer than its columns', async () => {
    const name = `u${'x'.repeat(120)}`;
    const id = await library.resource(name, 'x', { system: 's'.repeat(100) });
    await (await library.download(name, id)).arrayBuffer();
    const [task] = await library.rows(
      `SELECT submit_user, system FROM linkis_ps_bml_resources_task WHERE resource_id = '${id}'`,
    );
    expect(task).toEqual({ submit_user: name, system: 's'.repeat(20) });
    const downloads = () =>
      library.rows(`SELECT downloader FROM linkis_ps_resources_download_history WHERE resource_id = '${id}'`);
    await expect.poll(downloads).toEqual([{ downloader: name.slice(0, 50) }]);
    expect((await library.get(name, `getResources?system=${'s'.repeat(100)}`)).body.data.Resources).toHaveLength(1);
  });

  it('names every field that cannot be used', async () => {
    for (const [path, body, message] of [
      ['deleteVersion', { resourceId: shared }, /resourceId and version are needed/],
      ['deleteResources', { resourceIds: [1] }, /resourceIds.0: expected a text/],
      ['deleteResources', { resourceIds: 'x' }, /resourceIds: is needed/],
      ['rollbackVersion', { resourceId: shared }, /version: is needed/],
      ['rollbackVersion', { resourceId: shared, version: 'v000099' }, /has no version v000099/],
      ['changeOwner', { resourceId: shared, oldOwner: 'alice' }, /newOwner: is needed/],
      ['changeOwner', { resourceId: shared, oldOwner: 'alice', newOwner: 'x'.repeat(300) }, /newOwner: longer than/],
      ['copyResourceToAnotherUser', { resourceId: shared }, /anotherUser: is needed/],
      ['createBmlProject', { projectName: 'r' }, /editUsers: is needed.*accessUsers: is needed/],
      [
        'createBmlProject',
        { projectName: 'r', editUsers: ['x'.repeat(65)], accessUsers: [] },
        /editUsers.0: longer than 64/,
      ],
      ['attachResourceAndProject', { projectName: 'p', resourceId: 'x'.repeat(51) }, /resourceId: longer than 50/],
    ] as const)
      expect({ path, ...(await library.post('alice', path, body)) }).toMatchObject({
        path,
        status: 400,
        body: { status: 1, message: expect.stringMatching(message) },
      });
  });
});
