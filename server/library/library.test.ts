import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '@/server/platform/context';
import { rawSql, sql } from '@/server/platform/db/dialect';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import { bytesOf, chunksOf, LibraryBench } from '@/test/setup/library';
import { collectBlobs } from './blobs/collect';
import { purgeDue } from './purge/purge';
import {
  addMaterialVersion,
  createMaterialResource,
  findVersion,
  findVersions,
  openBlob,
  openVersion,
  restoreResource,
  restoreVersion,
  setVersionProtection,
  storeBlob,
  trashResource,
  trashVersion,
} from './service';

const DAY = 86_400;
const md5Of = (text: string) => createHash('md5').update(text).digest('hex');
const { signal } = new AbortController();

// A zone that is not UTC: Linkis' columns hold wall clocks.
describe.each(KINDS)('library on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  let bench: LibraryBench;
  let context: Context;

  beforeAll(async () => {
    opened = await openTestDatabase(kind, 'Asia/Shanghai');
  });
  afterAll(() => opened.drop());
  beforeEach(async () => {
    bench = new LibraryBench(opened.database, { LIBRARY_ROOTS: '' });
    context = bench.context;
    await bench.clear();
  });
  afterEach(() => bench.remove());

  const inTransaction = <T>(work: (on: never) => Promise<T>) =>
    bench.database.transaction((on) => work(on as never)) as Promise<T>;
  async function versionOf(text: string, fileName: string | null = 'lib.zip') {
    const blob = await storeBlob(context, chunksOf(text));
    return { blob, contentSha256: null, fileName, note: null, clientIp: '10.0.0.7' };
  }
  async function material(text = 'first'): Promise<string> {
    const version = await versionOf(text);
    return (await inTransaction((on) => createMaterialResource(context, on, { ...version, owner: 'hadoop' })))
      .resourceId;
  }
  async function add(resourceId: string, text: string): Promise<string> {
    const version = await versionOf(text);
    return (await inTransaction((on) => addMaterialVersion(context, on, resourceId, version))).version;
  }
  const journaled = () =>
    bench.database.query<{ operation: string; version: string | null }>(
      sql`SELECT operation, version FROM linkis_ps_bml_resources_task ORDER BY id`,
    );
  const trails = async () =>
    (await bench.database.client.auditEvent.findMany({ orderBy: { id: 'asc' } })).map(({ action }) => action);
  const flags = async (table: string) =>
    (
      await bench.database.query<{ f: number | boolean }>(
        sql`SELECT enable_flag AS f FROM ${rawSql(table)} ORDER BY id`,
      )
    ).map(({ f }) => Number(f));
  /** A version as Linkis' own library writes it. */
  async function linkisVersion(resourceId: string, version: string, location: string, text: string, start = 1) {
    const time = bench.database.dialect.timeValue('2026-05-01 08:00:00');
    await bench.database.execute(
      sql`INSERT INTO linkis_ps_bml_resources_version (resource_id, file_md5, version, size, start_byte, end_byte, resource, start_time, end_time, client_ip, enable_flag)
        VALUES (${resourceId}, ${md5Of(text)}, ${version}, ${text.length}, ${start}, ${start + text.length - 1}, ${location}, ${time}, ${time}, '', 1)`,
    );
  }
  async function linkisResource(resourceId: string, owner = 'alice') {
    const time = bench.database.dialect.timeValue('2026-05-01 08:00:00');
    await bench.database.execute(
      sql`INSERT INTO linkis_ps_bml_resources (resource_id, sys, create_time, owner, update_time, enable_flag) VALUES (${resourceId}, 'WTSS', ${time}, ${owner}, ${time}, 1)`,
    );
  }

  it('keeps versions with their bytes, journal and trail', async () => {
    const resourceId = await material();
    expect(await add(resourceId, 'second')).toBe('v000002');
    const [newest, first] = await findVersions(context, [resourceId]);
    expect(newest).toMatchObject({ version: 'v000002', number: 2, sizeBytes: 6, md5: md5Of('second'), enabled: true });
    expect(first).toMatchObject({
      createdBy: 'alice',
      createdTime: bench.now,
      fileName: 'lib.zip',
      location: `blob:sha256/${first?.sha256}`,
      protected: null,
      deleted: null,
      fault: null,
      startByte: 1,
      endByte: 5,
    });
    if (!first) throw new Error('no version');
    expect((await bytesOf((await openVersion(context, first)).stream())).toString()).toBe('first');
    expect(await journaled()).toEqual([
      { operation: 'upload', version: 'v000001' },
      { operation: 'update', version: 'v000002' },
    ]);
    expect(await trails()).toEqual(['library.upload', 'library.update']);
    const { timeText } = bench.database.dialect;
    const [row] = await bench.database.query<{ at: string }>(
      sql`SELECT ${timeText('create_time')} AS at FROM linkis_ps_bml_resources`,
    );
    expect(row?.at).toBe(kind === 'sqlite' ? '2026-05-06 10:20:30' : '2026-05-06 18:20:30');
  });

  it('never gives a number again, also beside a Linkis, and gives each once to writers at the same time', async () => {
    const resourceId = await material();
    const numbers = await Promise.all(['a', 'b', 'c', 'd'].map((text) => add(resourceId, text)));
    expect(numbers.sort()).toEqual(['v000002', 'v000003', 'v000004', 'v000005']);
    await inTransaction((on) => trashVersion(context, on, resourceId, 'v000005', bench.now));
    expect(await add(resourceId, 'e')).toBe('v000006');
    await bench.database.execute(sql`DELETE FROM linkis_ps_bml_resources_version WHERE version = 'v000006'`);
    await bench.database.client.libraryVersionState.deleteMany({ where: { number: 6 } });
    expect(await add(resourceId, 'f')).toBe('v000007');
    await linkisVersion(resourceId, 'v1000000', 'hdfs:///x', 'x');
    expect(await add(resourceId, 'g')).toBe('v1000001');
    // A failed operation of a Linkis holds this place in its journal for ever.
    const time = bench.database.dialect.timeValue('2026-05-01 08:00:00');
    await bench.database.execute(
      sql`INSERT INTO linkis_ps_bml_resources_task (resource_id, version, operation, state, instance, last_update_time)
        VALUES (${resourceId}, 'v1000002', 'rollbackVersion', 'failed', 'h:1', ${time})`,
    );
    expect(await add(resourceId, 'h')).toBe('v1000002');
    expect((await journaled()).at(-1)).toEqual({ operation: 'update', version: null });
  });

  it('is one transaction with what its caller does, and refuses bytes that are gone', async () => {
    const version = await versionOf('published with others');
    const publishing = inTransaction(async (on) => {
      await createMaterialResource(context, on, { ...version, owner: 'hadoop' });
      throw new Error('another material failed');
    });
    await expect(publishing).rejects.toThrow('another material failed');
    expect(await bench.rows('linkis_ps_bml_resources')).toEqual([]);
    expect(await bench.rows('er_library_version')).toEqual([]);
    bench.wait(2 * DAY);
    await collectBlobs(context, { dryRun: false });
    const late = inTransaction((on) => createMaterialResource(context, on, { ...version, owner: 'hadoop' }));
    await expect(late).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('Send the file again'),
    });
    expect(await bench.rows('linkis_ps_bml_resources')).toEqual([]);
  });

  it('keeps deleted versions for their time, then lets go of their bytes', async () => {
    const resourceId = await material();
    await add(resourceId, 'second');
    await inTransaction((on) => setVersionProtection(context, on, resourceId, 'v000001', { note: 'in production' }));
    const purgeTime = new Date(bench.now.getTime() + 14 * DAY * 1000);
    const refused = inTransaction((on) => trashVersion(context, on, resourceId, 'v000001', purgeTime));
    await expect(refused).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('protected by alice'),
    });
    await inTransaction((on) => setVersionProtection(context, on, resourceId, 'v000001', null));
    await inTransaction((on) => trashVersion(context, on, resourceId, 'v000001', purgeTime));
    expect(await findVersion(context, resourceId, 'v000001')).toMatchObject({
      enabled: false,
      deleted: { by: 'alice', time: bench.now, purgeTime },
    });
    await inTransaction((on) => restoreVersion(context, on, resourceId, 'v000001'));
    expect(await findVersion(context, resourceId, 'v000001')).toMatchObject({ enabled: true, deleted: null });
    await inTransaction((on) => trashVersion(context, on, resourceId, 'v000001', purgeTime));
    bench.wait(13 * DAY);
    await purgeDue(context, 100, signal);
    expect(await collectBlobs(context, { dryRun: false })).toMatchObject({ blobs: 0 });
    bench.wait(DAY);
    await purgeDue(context, 100, signal);
    expect(await collectBlobs(context, { dryRun: false })).toMatchObject({ blobs: 1 });
    const purged = await findVersion(context, resourceId, 'v000001');
    expect(purged).toMatchObject({ sha256: null, deleted: { purgeTime: null } });
    if (purged) await expect(openVersion(context, purged)).rejects.toMatchObject({ code: 'gone' });
    const restoring = inTransaction((on) => restoreVersion(context, on, resourceId, 'v000001'));
    await expect(restoring).rejects.toMatchObject({ code: 'gone' });
  });

  it('brings a deleted resource back with the versions that were deleted with it', async () => {
    const resourceId = await material();
    for (const text of ['second', 'third']) await add(resourceId, text);
    const purgeTime = new Date(bench.now.getTime() + 1000);
    await inTransaction((on) => trashVersion(context, on, resourceId, 'v000002', purgeTime));
    // Deleted by a Linkis, without a word to us.
    await bench.database.execute(
      sql`UPDATE linkis_ps_bml_resources_version SET enable_flag = 0 WHERE version = 'v000003'`,
    );
    await inTransaction((on) => trashResource(context, on, resourceId, purgeTime));
    expect(await flags('linkis_ps_bml_resources_version')).toEqual([0, 0, 0]);
    expect(await flags('linkis_ps_bml_resources')).toEqual([0]);
    const late = inTransaction((on) =>
      addMaterialVersion(context, on, resourceId, {
        blob: { sha256: '', md5: '', size: 0 },
        contentSha256: null,
        fileName: null,
        note: null,
        clientIp: '',
      }),
    );
    await expect(late).rejects.toMatchObject({ code: 'not_found' });
    await inTransaction((on) => restoreResource(context, on, resourceId));
    expect(await flags('linkis_ps_bml_resources_version')).toEqual([1, 0, 0]);
    await inTransaction((on) => trashResource(context, on, resourceId, purgeTime));
    bench.wait(2 * DAY);
    await purgeDue(context, 100, signal);
    expect(await collectBlobs(context, { dryRun: false })).toMatchObject({ blobs: 3 });
    const restoring = inTransaction((on) => restoreResource(context, on, resourceId));
    await expect(restoring).rejects.toMatchObject({ code: 'gone' });
    expect(await trails()).toEqual(
      expect.arrayContaining(['library.deleteResource', 'library.restoreResource', 'library.purgeResource']),
    );
  });

  it('reads what Linkis has stored in files below the configured directories, and nothing else', async () => {
    const roots = join(bench.folder, 'bml');
    mkdirSync(roots);
    writeFileSync(join(roots, 'appended'), 'first|second');
    writeFileSync(join(bench.folder, 'secret'), 'secret');
    symlinkSync(join(bench.folder, 'secret'), join(roots, 'link'));
    await linkisResource('legacy');
    await linkisVersion('legacy', 'v000001', `file://${roots}/appended`, 'first|');
    await linkisVersion('legacy', 'v000002', `file://${roots}/appended`, 'second', 7);
    await linkisVersion('legacy', 'v000003', `file://${roots}/link`, 'secret');
    await linkisVersion('legacy', 'v000004', 'hdfs:///apps-data/x', 'x');
    await linkisVersion('legacy', 'v000005', `file://${roots}/appended`, 'SECOND', 7);
    await linkisVersion('legacy', 'v000006', `file://${roots}/lost`, 'lost');
    const read = async (version: string, configured = true) => {
      const libraryRoots = configured ? [roots] : [];
      const reader = { ...context, configuration: { ...context.configuration, libraryRoots } };
      const row = await findVersion(reader, 'legacy', version);
      if (!row) throw new Error(`no ${version}`);
      return (await bytesOf((await openVersion(reader, row)).stream())).toString();
    };
    expect(await read('v000001')).toBe('first|');
    expect(await read('v000002')).toBe('second');
    await expect(read('v000002', false)).rejects.toMatchObject({ message: expect.stringContaining('LIBRARY_ROOTS') });
    await expect(read('v000003')).rejects.toMatchObject({
      message: expect.stringContaining('outside of the directories'),
    });
    await expect(read('v000004')).rejects.toMatchObject({
      message: expect.stringContaining('in hdfs, which this server'),
    });
    await expect(read('v000005')).rejects.toMatchObject({ code: 'gone', message: expect.stringContaining('MD5') });
    await expect(read('v000006')).rejects.toMatchObject({ code: 'gone' });
    expect(await findVersion(context, 'legacy', 'v000002')).toMatchObject({
      sha256: null,
      createdBy: null,
      createdTime: bench.database.fromColumnTime('2026-05-01 08:00:00'),
      startByte: 7,
    });
    expect(await add('legacy', 'from here')).toBe('v000007');
    await inTransaction((on) => trashVersion(context, on, 'legacy', 'v000001', bench.now));
    await purgeDue(context, 100, signal);
    // Files of Linkis are not ours to remove: the version comes back.
    await inTransaction((on) => restoreVersion(context, on, 'legacy', 'v000001'));
    expect(await read('v000001')).toBe('first|');
  });

  it('deletes what has expired, of its own', async () => {
    const { uploadResource } = await import('./uploads/service');
    const form = { isExpire: 'TRUE', expireTime: '2d' };
    const { resourceId } = await uploadResource(
      context,
      async (take) => ({ fields: form, file: await take({ fileName: 'file', chunks: chunksOf('short-lived') }, form) }),
      '10.0.0.7',
    );
    await linkisResource('legacy');
    await bench.database.execute(
      sql`UPDATE linkis_ps_bml_resources SET is_expire = 1, expire_time = '1d' WHERE resource_id = 'legacy'`,
    );
    bench.wait(2 * DAY - 1);
    await purgeDue(context, 100, signal);
    expect(await flags('linkis_ps_bml_resources')).toEqual([1, 1]);
    bench.wait(1);
    await purgeDue(context, 100, signal);
    expect(await flags('linkis_ps_bml_resources')).toEqual([0, 1]);
    await inTransaction((on) => restoreResource(context, on, resourceId));
    await purgeDue(context, 100, signal);
    expect(await flags('linkis_ps_bml_resources')).toEqual([1, 1]);
    const [row] = await findVersions(context, [resourceId]);
    expect((await openBlob(context, row?.sha256 ?? '')).size).toBe(11);
  });
});
