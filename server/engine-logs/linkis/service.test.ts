import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkisDownloadEngineLog, linkisOpenEngineLog } from '@/contracts/linkis-engine-logs';
import type { Actor } from '@/server/platform/auth/actor';
import { readConfiguration } from '@/server/platform/config/environment';
import type { Context } from '@/server/platform/context';
import { sql } from '@/server/platform/db/dialect';
import { parseInput } from '@/server/platform/http/input';
import { actorOf, contextFor } from '@/test/setup/context';
import { KINDS, openTestDatabase, type TestDatabase } from '@/test/setup/databases';
import {
  downloadLinkisLog,
  executeEcmOperation,
  executeEcmOperationByEngine,
  executeEngineOperation,
  openLinkisLog,
} from './service';

const ECM = 'bdp001:9102';
const ENGINE = 'bdp001:38701';
const OLD = 'alice/20260501/spark/t-old/logs';
const NEW = 'alice/20260506/spark/t-new/logs';
const FOREIGN = 'bob/20260506/spark/t-bob/logs';

describe.each(KINDS)('logs as programs of Linkis ask for them, on %s', (kind) => {
  let root: string;
  let test: TestDatabase;
  let context: Context;

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'engineroom-linkis-service-'));
    const opened = await openTestDatabase(kind);
    test = opened;
    const { database } = opened;
    // The address of the first engine was given to the second one later.
    const rows = [
      ['t-old', 'alice', ENGINE, OLD, 'Success', '2026-05-01 10:00:00'],
      ['t-new', 'alice', ENGINE, NEW, 'Running', '2026-05-06 10:00:00'],
      ['t-bob', 'bob', 'bdp001:38702', FOREIGN, 'Running', '2026-05-06 11:00:00'],
    ];
    for (const [ticket, user, instance, suffix, status, time] of rows) {
      await database.execute(sql`INSERT INTO linkis_cg_ec_resource_info_record
        (label_value, create_user, service_instance, ecm_instance, ticket_id, status, log_dir_suffix, request_times, request_resource, create_time)
        VALUES (${`${user}-IDE,spark-3.2.1`}, ${user}, ${instance}, ${ECM}, ${ticket}, ${status}, ${suffix}, 1, '', ${database.dialect.timeValue(time as string)})`);
      mkdirSync(join(root, suffix as string), { recursive: true });
      writeFileSync(join(root, suffix as string, 'stdout'), `log of ${ticket}\nsecond\n`);
    }
    writeFileSync(join(root, 'stdout'), 'secret');
    const configuration = readConfiguration({ LOG_ROOTS: root, DATA_DIR: join(root, 'data') });
    context = { ...contextFor(database, actorOf('alice')), configuration };
  });
  afterAll(async () => {
    await test?.drop();
    rmSync(root, { recursive: true, force: true });
  });

  const as = (actor: Actor): Context => ({ ...context, actor });
  /** `openEngineLog` with a body as it comes over the wire. */
  const open = async (parameters: unknown, members: Record<string, unknown> = {}, on = context) => {
    const body = { applicationName: 'linkis-cg-engineconn', emInstance: ECM, instance: ENGINE, parameters, ...members };
    return openLinkisLog(on, parseInput(linkisOpenEngineLog.body, body, 'body'));
  };
  const download = async (query: Record<string, string | undefined>, on = context) => {
    const whole = { emInstance: ECM, instance: ENGINE, logType: 'stdout', ...query };
    return downloadLinkisLog(on, parseInput(linkisDownloadEngineLog.query, whole, 'query'));
  };

  it('are found by ticket, by address, and by the directory among engines of one address', async () => {
    const first = async (parameters: Record<string, unknown>) =>
      (await open({ logType: 'stdout', ...parameters })).result.logs?.[0];
    expect(await first({})).toBe('log of t-new');
    expect(await first({ ticketId: 't-old' })).toBe('log of t-old');
    expect(await first({ logDirSuffix: OLD })).toBe('log of t-old');
    for (const same of [`/${NEW}`, `${NEW}/`, join(root, NEW), `${NEW}/../logs`, '', null])
      expect(await first({ logDirSuffix: same })).toBe('log of t-new');
  });

  it('take numbers and truth values as text, and answer at most 5,000 lines', async () => {
    const { result } = await open({ logType: 'stdout', pageSize: '1', fromLine: ' 2 ', enableTail: 'false' });
    expect(result).toEqual({ logPath: `${root}/${NEW}/stdout`, logs: ['second'], endLine: 2, rows: 1 });
    expect((await open({ logType: 'stdout', pageSize: 2 ** 31 - 1 })).result.rows).toBe(2);
    expect((await open({ logType: 'stdout', lastRows: '1' })).result).toEqual({ logs: ['second'], rows: 1 });
  });

  it.each<[string, Record<string, unknown>]>([
    ['parameters.logType', { logType: '../../../../etc/passwd' }],
    ['parameters.logType', {}],
    ['parameters.pageSize', { logType: 'stdout', pageSize: -1 }],
    ['parameters.pageSize', { logType: 'stdout', pageSize: 2.5 }],
    ['parameters.fromLine', { logType: 'stdout', fromLine: 'first' }],
    ['parameters.enableTail', { logType: 'stdout', enableTail: 'maybe' }],
    ['parameters.onlyKeywords', { logType: 'stdout', onlyKeywords: 5 }],
  ])('are refused with the name of what is wrong: %s', async (path, parameters) => {
    await expect(open(parameters)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining(path),
    });
  });

  it.each<[string, Record<string, unknown>]>([
    ['applicationName', { applicationName: '' }],
    ['emInstance', { emInstance: undefined }],
    ['instance', { instance: null }],
    ['parameters', { parameters: 'x' }],
    ['parameters', { parameters: [] }],
    [ECM, { emInstance: 'bdp009:9102' }],
  ])('are refused when %s is wrong', async (name, members) => {
    await expect(open({ logType: 'stdout' }, members)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining(name),
    });
  });

  it.each([
    '..',
    '../../..',
    `${NEW}/../../../../../..`,
    '..\\..',
    '\u0000',
    `${NEW}\u0000`,
    '%2e%2e/%2e%2e',
    '..%2f..',
    '....//....//',
    '/etc',
    FOREIGN,
    'alice',
  ])('never leave the directory of the record: %j', async (logDirSuffix) => {
    const answer = await open({ logType: 'stdout', logDirSuffix }).catch((error) => ({ ...error, isError: true }));
    expect(answer.isError).toBe(true);
    expect(JSON.stringify(answer)).not.toMatch(/secret|log of/);
    await expect(download({ logDirSuffix })).rejects.toMatchObject({
      code: expect.stringMatching(/invalid_input|not_found/),
    });
  });

  it('belong to their owners and to history administrators, whatever else is sent', async () => {
    const foreign = { code: 'forbidden' };
    const bob = { instance: 'bdp001:38702' };
    for (const logDirSuffix of [undefined, FOREIGN, NEW, '../..']) {
      await expect(open({ logType: 'stdout', logDirSuffix }, bob)).rejects.toMatchObject(foreign);
      await expect(open({ logType: 'stdout', logDirSuffix, ticketId: 't-bob' })).rejects.toMatchObject(foreign);
      const operator = { __operator_name__: 'engineConnLog', logDirSuffix };
      const body = { applicationName: 'x', instance: 'bdp001:38702', parameters: operator };
      await expect(executeEcmOperationByEngine(context, body)).rejects.toMatchObject(foreign);
      const named = { ...body, instance: ECM, parameters: { ...operator, engineConnInstance: 'bdp001:38702' } };
      await expect(executeEcmOperation(context, named)).rejects.toMatchObject(foreign);
      await expect(download({ instance: 'bdp001:38702', logDirSuffix: logDirSuffix ?? FOREIGN })).rejects.toMatchObject(
        foreign,
      );
    }
    for (const actor of [actorOf('helen', 'history-admin'), actorOf('BOB')])
      expect((await open({ logType: 'stdout' }, bob, as(actor))).result.logs?.[0]).toBe('log of t-bob');
  });

  it('that are missing, or too many lines, are failures beside a success, as clients know them', async () => {
    expect(await open({ logType: 'gc' })).toEqual({
      result: {},
      isError: true,
      errorMsg: expect.stringContaining('gc'),
    });
    expect(await open({ logType: 'stdout', lastRows: 5001 })).toMatchObject({ result: {}, isError: true });
    await expect(open({ logType: 'stdout' }, { instance: 'bdp001:1' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(open({ logType: 'stdout', ticketId: 'nobody' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('are read by the operator engineConnLog, and by no other', async () => {
    const body = (parameters: Record<string, unknown>) => ({ applicationName: 'x', instance: ECM, parameters });
    const read = { __operator_name__: 'engineConnLog', pageSize: 1 };
    const expected = { logPath: `${root}/${OLD}/stdout`, logs: ['log of t-old'], endLine: 1, rows: 1 };
    expect((await executeEcmOperation(context, body({ ...read, ticketId: 't-old' }))).result).toEqual(expected);
    // Without a name of the engine, its directory says which ticket to look for.
    expect((await executeEcmOperation(context, body({ ...read, logDirSuffix: OLD }))).result).toEqual(expected);
    const byEngine = { ...body({ ...read, logDirSuffix: OLD }), instance: ENGINE };
    expect((await executeEcmOperationByEngine(context, byEngine)).result).toEqual(expected);
    await expect(executeEcmOperation(context, body(read))).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(executeEcmOperation(context, body({}))).rejects.toMatchObject({ detail: { linkisCode: 20031 } });
    await expect(executeEcmOperation(context, body({ ...read, logDirSuffix: FOREIGN }))).rejects.toMatchObject({
      code: 'forbidden',
    });
    for (const operator of ['engineConnYarnLog', 'shell'])
      expect(await executeEcmOperation(context, body({ __operator_name__: operator }))).toMatchObject({
        isError: true,
        errorMsg: expect.stringContaining(operator),
      });
  });

  it('operators inside engines: none for those that run, the known failure for the others', async () => {
    const run = (instance: string) =>
      executeEngineOperation(context, { applicationName: 'x', instance, parameters: { __operator_name__: 'metrics' } });
    expect(await run('bdp001:1')).toMatchObject({ isError: true, errorMsg: expect.stringContaining('not found') });
    await expect(run(ENGINE)).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(run('bdp001:38702')).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('go round: the directory of logPath downloads the log', async () => {
    const { logPath = '' } = (await open({ logType: 'stdout', logDirSuffix: OLD })).result;
    const { body, ...rest } = await download({ logDirSuffix: logPath.replace(/\/[^/]*$/, ''), emInstance: 'any' });
    expect(await new Response(body).text()).toBe('log of t-old\nsecond\n');
    expect(rest).toEqual({ sizeBytes: 20, fileName: 'bdp001_38701_stdout.txt' });
    await expect(download({ logDirSuffix: NEW, logType: 'gc' })).rejects.toMatchObject({ code: 'not_found' });
    for (const bad of [{ logType: 'passwd' }, { instance: undefined }])
      await expect(download({ logDirSuffix: NEW, ...bad })).rejects.toMatchObject({
        code: 'invalid_input',
      });
  });

  it('are downloaded up to 100 whole mebibytes; beyond, the refusal names the download without a limit', async () => {
    const path = join(root, NEW, 'udfLog');
    writeFileSync(path, '');
    truncateSync(path, 101 * 2 ** 20 - 1);
    const allowed = await download({ logDirSuffix: NEW, logType: 'udfLog' });
    expect(allowed.sizeBytes).toBe(101 * 2 ** 20 - 1);
    await allowed.body.cancel();
    truncateSync(path, 101 * 2 ** 20);
    await expect(download({ logDirSuffix: NEW, logType: 'udfLog' })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('/api/v1/engine-records/t-new/logs/udfLog/download'),
    });
    rmSync(path);
  });

  it('page as both front ends do, from 0 by thousands, without repeating or leaving out a line', async () => {
    const path = join(root, NEW, 'stderr');
    const lines = Array.from({ length: 2500 }, (_, index) => `line ${index + 1}`);
    writeFileSync(path, `${lines.join('\n')}\n`);
    const pages: string[][] = [];
    for (let page = 0; page < 3; page++)
      pages.unshift((await open({ logType: 'stderr', pageSize: 1000, fromLine: page * 1000 })).result.logs ?? []);
    expect(pages.flat()).toEqual(lines);
    rmSync(path);
  });

  it('page from the end without repeating lines, however much is written meanwhile', async () => {
    const path = join(root, NEW, 'stderr');
    const lines = Array.from({ length: 10 }, (_, index) => `line ${index + 1}`);
    writeFileSync(path, `${lines.join('\n')}\n`);
    const page = async (fromLine: number) => (await open({ logType: 'stderr', pageSize: 4, fromLine })).result.logs;
    expect(await page(0)).toEqual(lines.slice(6));
    writeFileSync(path, `${[...lines, 'more', 'and more'].join('\n')}\n`);
    expect(await page(5)).toEqual(lines.slice(2, 6));
    expect(await page(9)).toEqual(lines.slice(0, 2));
    expect(await page(1)).toEqual(['line 9', 'line 10', 'more', 'and more']);
    rmSync(path);
  });
});
