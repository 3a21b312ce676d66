import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { recordEngineEvents } from '@/server/engine-history/service';
import { actorOf } from '@/test/setup/context';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import { MaterialBench, pluginZip } from '@/test/setup/materials';
import { compareText, compareVersions, listMaterialFiles } from './comparison';
import { deleteEngine, expireTrash, listTrash, purgeEngine, restoreEngine } from './trash';
import {
  deleteMaterialVersion,
  protectMaterialVersion,
  purgeMaterialVersion,
  readMaterialDetail,
  restoreMaterialVersion,
  type VersionName,
} from './versions';

const ENGINE = { engineType: 'shell', engineVersion: '1' };
const CONF = 'conf/linkis-engineconn.properties';
const OLD: VersionName = { ...ENGINE, fileName: 'conf.zip', version: 'v000001' };

describe.each(KINDS)('versions of materials on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  let bench: MaterialBench;

  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    bench = new MaterialBench(opened.database);
  });
  afterAll(async () => {
    bench.remove();
    await opened.drop();
  });
  afterEach(async () => {
    const { client } = opened.database;
    await client.material.deleteMany();
    await client.materialEngine.deleteMany();
    await client.materialRelease.deleteMany();
    await client.materialTrash.deleteMany();
    await client.engineRecord.deleteMany();
  });

  async function publishTwice(): Promise<void> {
    await bench.publish(pluginZip('shell', '1', { [CONF]: 'a=1\nb=2\n', 'conf/old.xml': '<old/>' }));
    await bench.publish(pluginZip('shell', '1', { [CONF]: 'a=1\nb=3\n', 'conf/new.xml': '<new/>' }));
  }

  /** An engine that runs and says what it started with. */
  async function runEngine(version: string): Promise<string> {
    const detail = await readMaterialDetail(bench.context(), ENGINE);
    const resourceId = detail.materials.find(({ fileName }) => fileName === 'conf.zip')?.resourceId ?? '';
    const ticketId = randomUUID();
    const labels = { user: 'alice', creator: 'IDE', engineType: 'shell', engineVersion: '1' };
    const materials = [{ fileName: 'conf.zip', resourceId, materialVersion: version }];
    const event = { eventId: randomUUID(), ticketId, phase: 'used', status: 'Idle', instance: 'host:4000' };
    await recordEngineEvents(bench.context(), {
      events: [{ ...event, time: bench.now.toISOString(), labels, materials }],
    });
    return ticketId;
  }

  async function endEngine(ticketId: string): Promise<void> {
    const event = { eventId: randomUUID(), ticketId, phase: 'release', status: 'Success' };
    await recordEngineEvents(bench.context(), { events: [{ ...event, time: bench.now.toISOString() }] });
  }

  it('are compared file by file and line by line', async () => {
    await publishTwice();
    const pair = { ...ENGINE, fileName: 'conf.zip', from: 'v000001', to: 'v000002' };
    const { files, same } = await compareVersions(bench.context(), pair);
    expect(files.map(({ path, change, text }) => [path, change, text])).toEqual([
      ['linkis-engineconn.properties', 'changed', true],
      ['new.xml', 'added', true],
      ['old.xml', 'removed', true],
    ]);
    expect(same).toBe(0);
    const { hunks } = await compareText(bench.context(), pair, 'linkis-engineconn.properties');
    expect(hunks).toEqual([
      {
        fromLine: 1,
        toLine: 1,
        lines: [
          { kind: 'same', text: 'a=1' },
          { kind: 'removed', text: 'b=2' },
          { kind: 'added', text: 'b=3' },
        ],
      },
    ]);
    const listed = await listMaterialFiles(bench.context(), OLD);
    expect(listed.files.map(({ path }) => path)).toEqual(['linkis-engineconn.properties', 'old.xml']);
  });

  it('are deleted into the trash and restored, but not while current, protected or in use', async () => {
    await publishTwice();
    const remove = (name: VersionName) => deleteMaterialVersion(bench.context(), name);
    await expect(remove({ ...OLD, version: 'v000002' })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('current version'),
    });
    await protectMaterialVersion(bench.context(), OLD, { note: 'for the auditors' });
    await expect(remove(OLD)).rejects.toThrow('protected by root (for the auditors)');
    await protectMaterialVersion(bench.context(), OLD, null);
    const ticketId = await runEngine('v000001');
    expect(await readMaterialDetail(bench.context(), ENGINE)).toMatchObject({ runningEngines: 1 });
    await expect(remove(OLD)).rejects.toThrow('in use: host:4000 of alice started with it');
    await endEngine(ticketId);
    expect(await remove(OLD)).toMatchObject({ deleted: { by: 'root' } });
    expect(await remove(OLD)).toMatchObject({ deleted: { by: 'root' } });
    expect((await listTrash(bench.context())).versions).toMatchObject([OLD]);
    expect(await restoreMaterialVersion(bench.context(), OLD)).toMatchObject({ deleted: null });
    expect((await listTrash(bench.context())).versions).toEqual([]);
  });

  it('are refused when they are not there, and to people who are no administrators', async () => {
    await publishTwice();
    await expect(deleteMaterialVersion(bench.context(), { ...OLD, version: 'v000007' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(deleteMaterialVersion(bench.context(actorOf('bob')), OLD)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(readMaterialDetail(bench.context(actorOf('bob')), ENGINE)).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('come back as they were when their engine version is restored', async () => {
    await publishTwice();
    const before = await readMaterialDetail(bench.context(), ENGINE);
    const { trashId } = await deleteEngine(bench.context(), { engineType: 'shell', engineVersion: 'v1' });
    await expect(readMaterialDetail(bench.context(), ENGINE)).rejects.toMatchObject({ code: 'not_found' });
    expect((await listTrash(bench.context())).engines).toMatchObject([{ id: trashId, ...ENGINE }]);
    await restoreEngine(bench.context(), trashId);
    const after = await readMaterialDetail(bench.context(), ENGINE);
    const facts = ({
      fileName,
      materialVersion,
      resourceId,
      sizeBytes,
      createTime,
      versions,
    }: (typeof after.materials)[0]) => [fileName, materialVersion, resourceId, sizeBytes, createTime, versions];
    expect(after.materials.map(facts)).toEqual(before.materials.map(facts));
    expect(after.releases[0]).toMatchObject({ kind: 'restore', current: true });
    await expect(restoreEngine(bench.context(), trashId)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('keep their engine version from being deleted while it runs or one is protected, saying by whom', async () => {
    await publishTwice();
    const ticketId = await runEngine('v000002');
    await expect(deleteEngine(bench.context(), ENGINE)).rejects.toThrow('in use: host:4000 of alice run now');
    await endEngine(ticketId);
    await protectMaterialVersion(bench.context(), OLD, {});
    await expect(deleteEngine(bench.context(), ENGINE)).rejects.toThrow('root protects');
    await protectMaterialVersion(bench.context(), OLD, null);
    await deleteEngine(bench.context(), ENGINE);
  });

  it('go for good before their time when somebody says so, once they are in the trash', async () => {
    await publishTwice();
    await expect(purgeMaterialVersion(bench.context(), OLD)).rejects.toMatchObject({ code: 'conflict' });
    await deleteMaterialVersion(bench.context(), OLD);
    expect(await purgeMaterialVersion(bench.context(), OLD)).toMatchObject({ stored: false, deleted: null });
    expect((await listTrash(bench.context())).versions).toEqual([]);
    await expect(restoreMaterialVersion(bench.context(), OLD)).rejects.toMatchObject({ code: 'gone' });
    expect(await purgeMaterialVersion(bench.context(), OLD)).toMatchObject({ stored: false });
    await bench.publish(pluginZip('shell', '1', { [CONF]: 'a=1\nb=4\n' }));
    const { materials } = await readMaterialDetail(bench.context(), ENGINE);
    expect(materials.find(({ fileName }) => fileName === 'conf.zip')?.materialVersion).toBe('v000003');
  });

  it('stay in the trash when the engine was uploaded anew, and go after their time', async () => {
    await publishTwice();
    const first = await deleteEngine(bench.context(), ENGINE);
    await bench.publish(pluginZip('shell', '1', { [CONF]: 'anew=1\n' }));
    await expect(restoreEngine(bench.context(), first.trashId)).rejects.toMatchObject({ code: 'conflict' });
    const second = await deleteEngine(bench.context(), ENGINE);
    await purgeEngine(bench.context(), second.trashId);
    expect((await listTrash(bench.context())).engines.map(({ id }) => id)).toEqual([first.trashId]);
    bench.wait(15 * 86_400);
    expect(await expireTrash(bench.context())).toBe(false);
    expect((await listTrash(bench.context())).engines).toEqual([]);
  });
});
