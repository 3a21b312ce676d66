import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findApiRoutes } from '../../scripts/api-routes.mjs';
import { ADMIN, type Caller, signIn, startServer, type TestServer } from '../setup/server';

/** An answer as it is on the wire: `fetch` would mend the path, follow redirects and unpack the body. */
interface Raw {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

describe('addresses', () => {
  let server: TestServer;
  let admin: Caller;
  beforeAll(async () => {
    server = await startServer();
    admin = await signIn(server.base);
  });
  afterAll(async () => {
    await server.stop();
    server.remove();
  });

  function raw(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Raw> {
    return new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port: server.port, path, method, headers }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) }),
        );
      });
      sent.on('error', reject);
      sent.end();
    });
  }

  it('of every API route but those of sign-in lead to what the build made of them', async () => {
    const find = findApiRoutes('.next');
    const pages: Record<string, string> = JSON.parse(readFileSync('.next/app-path-routes-manifest.json', 'utf8'));
    const routes = Object.entries(pages).filter(([name, page]) => name.endsWith('/route') && page.startsWith('/api/'));
    expect(routes.length).toBeGreaterThan(100);
    const left = routes
      .map(([, page]) => page)
      .filter((page) => find(page.replace(/\[\.\.\.\w+\]/, 'a/b').replaceAll(/\[\w+\]/g, '1')) === null);
    expect(left).toEqual(['/api/auth/[...nextauth]']);
    expect(find('/engine-history')).toBeNull();
    expect(find('/apiary')).toBeNull();
  });

  it.each([
    ['/api/v1/engine-records/', '/api/v1/engine-records'],
    ['/api//v1/engine-records?user=a', '/api/v1/engine-records?user=a'],
  ])('with too many slashes are redirected: %s', async (path, target) => {
    const answer = await raw(path);
    expect(answer.status).toBe(308);
    expect(new URL(String(answer.headers.location), server.base).href).toBe(`${server.base}${target}`);
  });

  it.each(['/api/v1/engine-records/%ZZ', '/api/rest_j/v1/user/%', '/engine-history/%c3', '/%'])(
    'with escapes that mean nothing are refused: %s',
    async (path) => {
      const answer = await raw(path);
      expect(answer.status).toBe(400);
      const linkis = path.startsWith('/api/rest_j/');
      const expected = linkis ? { method: path, status: 1, data: {} } : { code: 'invalid_input', status: 400 };
      expect(JSON.parse(answer.body.toString())).toMatchObject(expected);
      expect(answer.headers['content-security-policy']).toBeDefined();
    },
  );

  it('have their escapes undone once', async () => {
    for (const [path, id] of [
      ['a%20b%2Fc', 'a b/c'],
      ['%E6%97%A5', '日'],
      ['100%2525', '100%25'],
    ]) {
      const answer = await admin.get(`/api/v1/engine-records/${path}`);
      expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
      expect(answer.body.detail).toContain(id);
    }
  });

  it('are answered whatever the method, and by no route where there is none', async () => {
    const cookie = { cookie: await cookieOf(server) };
    expect((await raw('/api/v1/engine-records', cookie, 'HEAD')).status).toBe(200);
    expect((await raw('/api/health/live', {}, 'PATCH')).status).toBe(405);
    expect((await raw('/api/v1/nothing/here', cookie)).status).toBe(404);
    expect((await raw('/api/nothing', cookie)).status).toBe(404);
  });

  it('are answered compressed where that is understood, by routes and pages alike', async () => {
    for (const path of ['/api/v1/openapi.json', '/sign-in']) {
      const plain = await raw(path);
      const packed = await raw(path, { 'accept-encoding': 'gzip' });
      expect(plain.headers['content-encoding']).toBeUndefined();
      expect(packed.headers).toMatchObject({
        'content-encoding': 'gzip',
        vary: expect.stringMatching(/accept-encoding/i),
      });
      expect(packed.body.length).toBeLessThan(plain.body.length / 2);
      const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
      if (path.startsWith('/api/')) expect(digest(gunzipSync(packed.body))).toBe(digest(plain.body));
    }
  });
});

async function cookieOf({ base }: TestServer): Promise<string> {
  const body = JSON.stringify({ userName: ADMIN.name, password: ADMIN.password });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${base}/api/rest_j/v1/user/login`, { method: 'POST', headers, body });
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}
