import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATIONS } from '@/contracts/operations';
import { openMigrationConnection } from '@/server/platform/db/migrate/connection';
import { ADMIN, Caller, signIn, signInAs, startServer, type TestServer } from '../setup/server';
import type { Who } from './role-expectations';
import { ROLE_TABLE } from './role-table';

const PEOPLE: Who[] = [
  'anonymous',
  'user',
  'otherUser',
  'historyAdmin',
  'admin',
  'userToken',
  'adminToken',
  'userGateway',
  'adminGateway',
];

/** Files of routes with the paths they serve. */
function routeFiles(folder: string, path = '/api'): { path: string; text: string }[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory())
      return routeFiles(join(folder, entry.name), `${path}/${entry.name.replace(/^\[(\w+)\]$/, '{$1}')}`);
    return entry.name === 'route.ts' ? [{ path, text: readFileSync(join(folder, entry.name), 'utf8') }] : [];
  });
}

const nameOf = ({ method, path }: { method: string; path: string }) => `${method.toUpperCase()} ${path}`;

describe('routes, contracts and the role table', () => {
  const files = routeFiles('app/api').filter(({ path }) => !path.includes('[...') && path !== '/api/health/live');

  it('name the same paths', () => {
    const served = [...new Set(files.map(({ path }) => path))].sort();
    const declared = [...new Set(OPERATIONS.map(({ path }) => path))].sort();
    expect(served).toEqual(declared);
  });

  it('have a row for every operation, and no row too many', () => {
    expect(Object.keys(ROLE_TABLE).sort()).toEqual(OPERATIONS.map(nameOf).sort());
  });

  it('have no two operations of one name', () => {
    expect(new Set(OPERATIONS.map(({ id }) => id)).size).toBe(OPERATIONS.length);
  });
});

describe('who may do what', () => {
  let server: TestServer;
  const callers = {} as Record<Who, Caller>;

  async function record(admin: Caller, ticketId: string, status?: string): Promise<void> {
    const labels = { user: 'alice', creator: 'IDE', engineType: 'spark', engineVersion: '3.2.1' };
    const base = { ticketId, time: '2026-05-06T10:20:05Z' };
    const events: unknown[] = [{ ...base, eventId: `${ticketId}-1`, phase: 'request', labels }];
    if (status) events.push({ ...base, eventId: `${ticketId}-2`, phase: 'release', status });
    expect((await admin.post('/api/v1/engine-records/events', { events })).body.rejected).toBe(0);
  }

  beforeAll(async () => {
    server = await startServer({ environment: { LOG_LEVEL: 'error' } });
    callers.anonymous = new Caller(server.base);
    callers.admin = await signIn(server.base);
    callers.user = await signInAs(callers.admin, 'alice', 'user');
    callers.otherUser = await signInAs(callers.admin, 'bob', 'user');
    callers.historyAdmin = await signInAs(callers.admin, 'helen', 'history-admin');
    const tokenOf = async (caller: Caller) =>
      new Caller(server.base, {
        authorization: `Bearer ${(await caller.post('/api/v1/api-tokens', { name: 'roles', expiresInDays: 1 })).body.secret}`,
      });
    callers.userToken = await tokenOf(callers.user);
    callers.adminToken = await tokenOf(callers.admin);
    const connection = await openMigrationConnection(`file:${server.dataDirectory}/engineroom.db`);
    const insert =
      'INSERT INTO linkis_mg_gateway_auth_token (token_name, legal_users, legal_hosts, create_time, elapse_day) VALUES (?, ?, ?, ?, -1)';
    for (const token of ['TEST-AUTH', 'ADMIN-TEST'])
      await connection.run(insert, [token, '*', '*', '2026-01-01T00:00:00.000+00:00']);
    await connection.close();
    callers.userGateway = new Caller(server.base, { 'token-code': 'TEST-AUTH', 'token-user': 'alice' });
    callers.adminGateway = new Caller(server.base, { 'token-code': 'ADMIN-TEST', 'token-user': ADMIN.name });
    await record(callers.admin, 'ticket-live');
    for (const who of PEOPLE) await record(callers.admin, `ticket-ended-${who}`, 'Success');
  });
  afterAll(async () => {
    await server?.stop();
    server?.remove();
  });

  // Logging out last: it ends the sessions of the callers.
  const inOrder = [...OPERATIONS].sort(
    (left, right) => Number(/logout/.test(left.path)) - Number(/logout/.test(right.path)),
  );
  for (const operation of inOrder) {
    const row = ROLE_TABLE[nameOf(operation)];
    it.each(PEOPLE)(`${nameOf(operation)} for %s`, async (who) => {
      const expected = row?.expect[who];
      const path = (row?.path ?? operation.path).replaceAll('{who}', who);
      const answer = await callers[who].send(
        operation.method.toUpperCase(),
        path,
        typeof row?.body === 'function' ? row.body(who) : row?.body,
      );
      expect({ status: answer.status, body: answer.body }).toMatchObject({ status: expected });
      const isProblem = operation.dialect === 'console' && answer.status >= 400;
      if (isProblem) expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(answer.headers.get('x-request-id')).toBeTruthy();
    });
  }
});
