import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMigrationConnection } from '@/server/platform/db/migrate/connection';
import { reportEngine, suffixOf } from '../setup/engine-reports';
import { type Caller, signIn, startServer, type TestServer } from '../setup/server';

const TICKET = 'ticket-remote';
const ECM = 'bdp001:9102';
const SUFFIX = suffixOf(TICKET);
const LOGS = `/api/v1/engine-records/${TICKET}/logs`;

/** Two servers of this product: one has the logs, the other asks it as it would ask a Linkis. */
describe('logs over the Linkis API of another server', () => {
  const roots = mkdtempSync(join(tmpdir(), 'engineroom-remote-logs-'));
  let near: TestServer;
  let far: TestServer;
  let reader: Caller;

  beforeAll(async () => {
    mkdirSync(join(roots, SUFFIX), { recursive: true });
    writeFileSync(join(roots, SUFFIX, 'stdout'), '2026-05-06 10:20:05.000 INFO first 中文\r\nsecond\n');
    far = await startServer({ environment: { LOG_ROOTS: roots, LINKIS_ADMINS: 'hadoop' } });
    const connection = await openMigrationConnection(`file:${far.dataDirectory}/engineroom.db`);
    await connection.run(
      "INSERT INTO linkis_mg_gateway_auth_token (token_name, legal_users, legal_hosts, create_time, elapse_day) VALUES ('FAR-AUTH', '*', '*', '2026-01-01T00:00:00.000+00:00', -1)",
      [],
    );
    await connection.close();
    near = await startServer({
      environment: {
        LINKIS_ECM_URLS: `${ECM}=${far.base}`,
        LINKIS_ECM_TOKEN: 'FAR-AUTH',
        LINKIS_ECM_TIMEOUT_SECONDS: '5',
      },
    });
    for (const server of [far, near]) {
      reader = await signIn(server.base);
      expect((await reportEngine(reader, { ticketId: TICKET, ecmInstance: ECM })).body.rejected).toBe(0);
    }
  });
  afterAll(async () => {
    for (const server of [near, far]) {
      await server?.stop();
      server?.remove();
    }
    rmSync(roots, { recursive: true, force: true });
  });

  it('are what the other server has, byte for byte, and stay when it is gone', async () => {
    const { body } = await reader.get(LOGS);
    const states = Object.fromEntries(
      body.streams.map(({ stream, state, source }: Record<string, string>) => [stream, `${state} ${source}`]),
    );
    expect(states).toMatchObject({ stdout: 'complete engine-manager', gc: 'missing null' });
    expect((await reader.get(`${LOGS}/stdout/download`)).body).toBe(
      '2026-05-06 10:20:05.000 INFO first 中文\r\nsecond\n',
    );
    await far.kill();
    // It is asked again after a second.
    await new Promise((done) => setTimeout(done, 1100));
    const page = await reader.get(`${LOGS}/stdout`);
    expect(page.body.lines.map(({ text }: { text: string }) => text)).toEqual([
      '2026-05-06 10:20:05.000 INFO first 中文',
      'second',
    ]);
    const absent = await reader.get(`${LOGS}/stderr`);
    expect(absent.status).toBe(502);
    expect(absent.body.detail).toMatch(/refuses connections/);
  });

  it('have a name by which the Linkis endpoints of this server give them again', async () => {
    const opened = await reader.post('/api/rest_j/v1/linkisManager/openEngineLog', {
      applicationName: 'linkis-cg-engineconn',
      emInstance: ECM,
      instance: TICKET,
      parameters: { logType: 'stdout', ticketId: TICKET },
    });
    expect(opened.body.data.result).toMatchObject({ logPath: `/engine-logs/${SUFFIX}/stdout`, rows: 2, endLine: 2 });
    const query = `emInstance=${ECM}&instance=${TICKET}&logType=stdout&logDirSuffix=${encodeURIComponent(`/engine-logs/${SUFFIX}`)}`;
    const file = await reader.get(`/api/rest_j/v1/engineconnManager/downloadEngineLog?${query}`);
    expect(file.body).toMatch(/^2026-05-06 .*\r\nsecond\n$/);
    expect(file.headers.get('content-disposition')).toBe(`attachment; filename="${TICKET}_stdout.txt"`);
    for (const bad of ['..%2f..', '%2Fetc', encodeURIComponent(`/engine-logs/${SUFFIX}/../../../../../../etc`)]) {
      const refused = await reader.get(
        `/api/rest_j/v1/engineconnManager/downloadEngineLog?emInstance=x&instance=${TICKET}&logType=stdout&logDirSuffix=${bad}`,
      );
      expect({ bad, status: refused.status, envelope: refused.body.status }).toEqual({ bad, status: 400, envelope: 1 });
    }
  });
});
