import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, signIn, signInAs, startServer, type TestServer } from '../setup/server';

interface Ended {
  code: number;
  out: string;
  err: string;
}

const SERVICE = '/api/rest_j/v1/contextservice';
const typed = (type: string, value: object) => JSON.stringify({ type, value: JSON.stringify(value) });

describe('the command line', () => {
  let server: TestServer;
  let admin: Caller;
  let token: string;

  beforeAll(async () => {
    server = await startServer();
    admin = await signIn(server.base);
    const made = await admin.post('/api/v1/api-tokens', { name: 'cron', expiresInDays: 1 });
    token = made.body.secret;
    for (let number = 0; number < 5; number++) {
      const contextID = typed('HAWorkFlowContextID', { user: number < 2 ? 'alice' : 'bob', contextId: null });
      expect((await admin.post(`${SERVICE}/createContextID`, { contextID })).status).toBe(200);
    }
    // What is used within some seconds of the preview counts as used since.
    await new Promise((done) => setTimeout(done, 6000));
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
    server?.remove();
  });

  function cli(args: string[], environment: Record<string, string> = {}): Promise<Ended> {
    const env = { ...process.env, ENGINEROOM_URL: server.base, ENGINEROOM_TOKEN: token, ...environment };
    return new Promise((resolve) => {
      const program = join('node_modules', '.bin', 'tsx');
      const child = execFile(program, ['scripts/cli.ts', ...args], { env }, (_, out, err) =>
        resolve({ code: child.exitCode ?? -1, out, err }),
      );
    });
  }

  it('previews, deletes, tells and brings back', async () => {
    const previewed = await cli(['cleanup', 'preview', '--user', 'alice', '--json']);
    expect(previewed).toMatchObject({ code: 0 });
    const { id, preview } = JSON.parse(previewed.out);
    expect(preview.count).toBe(2);
    const spared = ['--except-user', 'alice', '--except-application', 'none', '--except-id', '1', '--except-id', '2'];
    const but = await cli(['cleanup', 'preview', '--user', 'bob', ...spared, '--json']);
    expect(JSON.parse(but.out)).toMatchObject({
      rule: { users: ['bob'], exceptUsers: ['alice'], exceptApplications: ['none'], exceptIds: [1, 2] },
    });
    expect(await cli(['cleanup', 'run', String(id), '--reason', 'not needed', '--wait'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('2 deleted'),
    });
    expect((await cli(['search', 'contexts', 'user=alice'])).out).toBe('');
    expect((await cli(['search', 'contexts', '--json'])).out.trim().split('\n')).toHaveLength(3);
    expect((await cli(['cleanup', 'status', String(id)])).out).toContain(`cleanup ${id}: done`);
    expect(JSON.parse((await cli(['cleanup', 'receipt', String(id)])).out)).toMatchObject({ reason: 'not needed' });
    expect((await cli(['cleanup', 'receipt', String(id), '--csv'])).out.split('\n').length).toBeGreaterThan(2);
    const undone = await cli(['cleanup', 'undo', String(id), '--reason', 'a mistake', '--wait']);
    expect(undone).toMatchObject({ code: 0, out: expect.stringContaining('2 restored') });
    expect((await cli(['search', 'contexts', 'user=alice'])).out.trim().split('\n')).toHaveLength(2);
    const at = await cli(['cleanup', 'run', '--user', 'bob', '--yes', '--reason', 'at once', '--wait']);
    expect(at).toMatchObject({ code: 0, out: expect.stringContaining('3 deleted') });
    expect((await cli(['cleanup', 'list'])).out).toContain(`cleanup ${id}`);
  }, 120_000);

  it('says what is wrong, and ends accordingly', async () => {
    const user = await signInAs(admin, 'carol', 'user');
    const made = await user.post('/api/v1/api-tokens', { name: 'hers', expiresInDays: 1 });
    const cases: [number, string, string[], Record<string, string>?][] = [
      [2, 'expected', ['clean']],
      [2, 'ENGINEROOM_TOKEN', ['cleanup', 'list'], { ENGINEROOM_TOKEN: '' }],
      [2, '--older-than', ['cleanup', 'preview', '--older-than', 'ninety']],
      [2, '--reason', ['cleanup', 'run', '1']],
      [2, '--yes', ['cleanup', 'run', '--user', 'bob', '--reason', 'no look']],
      [2, 'number', ['cleanup', 'pause', 'it']],
      [2, '', ['cleanup', 'preview', '--no-such-option']],
      [2, 'filter', ['search', 'contexts', 'alice']],
      [3, 'bound', ['cleanup', 'preview']],
      [2, 'contexts or engineRecords', ['cleanup', 'preview', '--subject', 'accounts', '--id', '1']],
      [3, 'statuses', ['cleanup', 'preview', '--subject', 'engineRecords', '--status', 'Odd']],
      [2, '--except-id', ['cleanup', 'preview', '--user', 'bob', '--except-id', 'x']],
      [3, 'exceptUsers', ['cleanup', 'preview', '--user', 'bob', '--except-user', 'bob']],
      [3, '', ['cleanup', 'status', '999999']],
      [3, 'dministrator', ['cleanup', 'list'], { ENGINEROOM_TOKEN: made.body.secret }],
      [4, 'does not answer', ['cleanup', 'list'], { ENGINEROOM_URL: 'http://127.0.0.1:9' }],
    ];
    for (const [code, says, args, environment] of cases) {
      const ended = await cli(args, environment);
      expect({ args, code: ended.code }).toEqual({ args, code });
      expect(ended.err).toContain(says);
      expect(ended.err).not.toContain('    at ');
    }
    const records = ['cleanup', 'preview', '--subject', 'engineRecords', '--older-than', '12h', '--json'];
    const previewed = await cli([...records, '--status', 'Failed']);
    expect(JSON.parse(previewed.out)).toMatchObject({
      subject: 'engineRecords',
      rule: { time: 'release', olderThanSeconds: 43_200, statuses: ['Failed'] },
      state: 'previewed',
      total: 0,
    });
    const log = await cli(['cleanup', 'log', '1']);
    expect(log.code).toBe(0);
    expect(log.out.split('\n')[0]).toMatch(/^\S+Z \S+ preview subject=contexts$/);
    expect(await cli(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('cleanup preview') });
  }, 120_000);
});
