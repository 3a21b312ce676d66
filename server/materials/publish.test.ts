import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findVersions } from '@/server/library/service';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import { MaterialBench, pluginsZip, pluginZip } from '@/test/setup/materials';
import { findEngineMaterials } from './engine/store';
import { refreshEngine } from './refresh';
import { previewRollback, rollBackMaterials } from './rollback';
import { readMaterialDetail } from './versions';

const ENGINE = { engineType: 'shell', engineVersion: '1' };
const CONF = 'conf/linkis-engineconn.properties';

describe.each(KINDS)('publishing materials on %s', (kind) => {
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
    await client.auditEvent.deleteMany();
  });

  const current = async () =>
    Object.fromEntries(
      (await findEngineMaterials(opened.database, 'shell', '1')).map((row) => [row.fileName, row.materialVersion]),
    );
  const audited = (action: string) => opened.database.client.auditEvent.count({ where: { action } });

  it('makes materials of conf, lib and further directories, with a release', async () => {
    const [published] = await bench.publish(pluginZip('shell', '1', { 'bin/run.sh': '#!/bin/sh\n' }));
    expect(published).toMatchObject({
      engineType: 'shell',
      engineVersion: '1',
      release: 1,
      materials: [
        { fileName: 'conf.zip', previousVersion: null, materialVersion: 'v000001', isNew: true },
        { fileName: 'lib.zip', previousVersion: null, materialVersion: 'v000001', isNew: true },
        { fileName: 'bin.zip', previousVersion: null, materialVersion: 'v000001', isNew: true },
      ],
    });
    const detail = await readMaterialDetail(bench.context(), ENGINE);
    expect(detail.releases).toMatchObject([
      { number: 1, kind: 'upload', createdBy: 'root', fileName: 'plugin.zip', hasPlugin: true, current: true },
    ]);
    expect(detail.materials.map(({ fileName, state }) => [fileName, state])).toEqual([
      ['conf.zip', 'current'],
      ['lib.zip', 'current'],
      ['bin.zip', 'current'],
    ]);
    expect(await audited('materialUploads.publish')).toBe(1);
  });

  it('makes no new version of the same content, however it is packed, and no release', async () => {
    await bench.publish(pluginZip('shell', '1', { [CONF]: 'a=1\n', 'lib/b.jar': 'b' }));
    const [again] = await bench.publish(pluginZip('shell', '1', { 'lib/b.jar': 'b', [CONF]: 'a=1\n' }));
    expect(again).toMatchObject({ release: null, materials: [{ isNew: false }, { isNew: false }] });
    const [conf] = await bench.publish(pluginZip('shell', '1', { [CONF]: 'a=2\n', 'lib/b.jar': 'b' }));
    expect(conf).toMatchObject({ release: 2 });
    expect(await current()).toEqual({ 'conf.zip': 'v000002', 'lib.zip': 'v000001' });
  });

  it('makes new versions of everything when forced', async () => {
    await bench.publish(pluginZip('shell', '1'));
    await bench.publish(pluginZip('shell', '1'), { force: true });
    expect(await current()).toEqual({ 'conf.zip': 'v000002', 'lib.zip': 'v000002' });
  });

  it('knows 1 and v1 as one engine version, in the spelling that came first', async () => {
    await bench.publish(pluginZip('shell', 'v1'));
    const [published] = await bench.publish(pluginZip('shell', '1', { 'lib/b.jar': 'b' }));
    expect(published).toMatchObject({ engineVersion: 'v1', release: 2 });
    expect(await opened.database.client.material.count()).toBe(2);
    expect((await readMaterialDetail(bench.context(), ENGINE)).engineVersion).toBe('v1');
  });

  it('no longer hands out materials that an archive leaves away, and brings them back by rolling back', async () => {
    await bench.publish(pluginZip('shell', '1', { 'bin/run.sh': 'x' }));
    await bench.publish(pluginZip('shell', '1'));
    expect(await current()).toEqual({ 'conf.zip': 'v000001', 'lib.zip': 'v000001' });
    await rollBackMaterials(bench.context(), ENGINE, { release: 1 });
    expect(await current()).toEqual({ 'conf.zip': 'v000001', 'lib.zip': 'v000001', 'bin.zip': 'v000001' });
  });

  it('rolls back and forward as a whole with one audit row each, and says what would change', async () => {
    await bench.publish(pluginZip('shell', '1'));
    await bench.publish(pluginZip('shell', '1', { [CONF]: 'b=2\n', 'lib/b.jar': 'b' }));
    const preview = await previewRollback(bench.context(), ENGINE, { release: 1 });
    expect(preview.changes.map(({ fileName, from, to }) => [fileName, from, to])).toEqual([
      ['conf.zip', 'v000002', 'v000001'],
      ['lib.zip', 'v000002', 'v000001'],
    ]);
    expect(await rollBackMaterials(bench.context(), ENGINE, { release: 1, note: 'broken' })).toMatchObject({
      release: 3,
      previousRelease: 2,
    });
    expect(await current()).toEqual({ 'conf.zip': 'v000001', 'lib.zip': 'v000001' });
    expect(await audited('materials.rollBack')).toBe(1);
    const detail = await readMaterialDetail(bench.context(), ENGINE);
    expect(detail.materials.map(({ state, newestVersion }) => [state, newestVersion])).toEqual([
      ['rolledBack', 'v000002'],
      ['rolledBack', 'v000002'],
    ]);
    expect(await rollBackMaterials(bench.context(), ENGINE, { release: 1 })).toEqual({
      release: null,
      previousRelease: 3,
      materials: [],
    });
    await rollBackMaterials(bench.context(), ENGINE, { fileName: 'lib.zip', version: 'v000002' });
    expect(await current()).toEqual({ 'conf.zip': 'v000001', 'lib.zip': 'v000002' });
  });

  it('keeps what Linkis has stored or moved by itself as a release, and so the way back to it', async () => {
    const { client } = opened.database;
    await bench.publish(pluginZip('shell', '1'));
    // As Linkis leaves it: materials, and nobody who has counted releases.
    await client.materialRelease.deleteMany();
    await client.materialEngine.updateMany({ data: { lastRelease: 0 } });
    const [published] = await bench.publish(pluginZip('shell', '1', { [CONF]: 'b=2\n', 'lib/b.jar': 'b' }));
    expect(published).toMatchObject({ release: 2 });
    const releases = async () =>
      (await readMaterialDetail(bench.context(), ENGINE)).releases.map(
        (one) => `${one.number} ${one.kind} ${one.createdBy} ${one.current}`,
      );
    expect(await releases()).toEqual(['2 upload root true', '1 adopted Linkis false']);
    expect(await rollBackMaterials(bench.context(), ENGINE, { release: 1 })).toMatchObject({
      release: 3,
      previousRelease: 2,
    });
    expect(await current()).toEqual({ 'conf.zip': 'v000001', 'lib.zip': 'v000001' });
    // Linkis' own rollback of one material belongs to no release either.
    await client.material.updateMany({ where: { fileName: 'conf.zip' }, data: { bmlResourceVersion: 'v000002' } });
    expect(await rollBackMaterials(bench.context(), ENGINE, { release: 2 })).toMatchObject({
      release: 5,
      previousRelease: 4,
    });
    await rollBackMaterials(bench.context(), ENGINE, { release: 4 });
    expect(await current()).toEqual({ 'conf.zip': 'v000002', 'lib.zip': 'v000001' });
    expect((await releases()).slice(0, 3)).toEqual([
      '6 rollback root true',
      '5 rollback root false',
      '4 adopted Linkis true',
    ]);
    expect(await bench.publish(pluginZip('shell', '1', { 'lib/b.jar': 'b' }))).toMatchObject([{ release: 7 }]);
  });

  it('never loses a rollback by a refresh, forced or not', async () => {
    await bench.publish(pluginZip('shell', '1', { [CONF]: 'one=1\n' }));
    await bench.publish(pluginZip('shell', '1', { [CONF]: 'two=2\n' }));
    await rollBackMaterials(bench.context(), ENGINE, { release: 1 });
    const options = { clientIp: '' };
    expect(await refreshEngine(bench.context(), ENGINE, { ...options, force: false })).toBeNull();
    expect(await current()).toEqual({ 'conf.zip': 'v000001', 'lib.zip': 'v000001' });
    await refreshEngine(bench.context(), ENGINE, { ...options, force: true });
    expect(await current()).toEqual({ 'conf.zip': 'v000003', 'lib.zip': 'v000002' });
    const [conf] = await findEngineMaterials(opened.database, 'shell', '1');
    const versions = await findVersions(bench.context(), [conf?.resourceId ?? '']);
    const digest = (name: string) => versions.find(({ version }) => version === name)?.contentSha256;
    expect(digest('v000003')).toBe(digest('v000001'));
  });

  it('refuses to roll back to what is not there', async () => {
    await bench.publish(pluginZip('shell', '1'));
    const roll = (target: object) => rollBackMaterials(bench.context(), ENGINE, target);
    await expect(roll({ release: 9 })).rejects.toMatchObject({ code: 'not_found' });
    await expect(roll({ fileName: 'lib.zip', version: 'v000009' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(roll({ fileName: 'bin.zip', version: 'v000001' })).rejects.toMatchObject({ code: 'not_found' });
    const other = { engineType: 'shell', engineVersion: '2' };
    await expect(rollBackMaterials(bench.context(), other, { release: 1 })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await current()).toEqual({ 'conf.zip': 'v000001', 'lib.zip': 'v000001' });
  });

  it('makes one line of versions when many publish the same engine version at once', async () => {
    const uploads = Array.from({ length: 6 }, (_, index) =>
      bench.publish(pluginZip('shell', '1', { [CONF]: `number=${index}\n` })),
    );
    const releases = (await Promise.all(uploads)).map(([published]) => published?.release);
    expect(releases.sort()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await current()).toEqual({ 'conf.zip': 'v000006', 'lib.zip': 'v000001' });
    expect(await opened.database.client.material.count()).toBe(2);
  });

  it('publishes all engines of an archive together', async () => {
    const published = await bench.publish(pluginsZip(['shell', 'hive'], '1'));
    expect(published.map(({ engineType, release }) => [engineType, release])).toEqual([
      ['hive', 1],
      ['shell', 1],
    ]);
  });
});
