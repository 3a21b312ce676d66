import { type AddressInfo, createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ECM,
  envelope,
  type Handler,
  look,
  type RemoteBench,
  sendJson,
  settingsFor,
  startRemote,
  stopRemote,
  TEXT,
} from '@/test/setup/linkis-gateway';

let { folder, gateway, base, configuration } = {} as RemoteBench;
beforeEach(async () => {
  ({ folder, gateway, base, configuration } = await startRemote());
});
afterEach(() => stopRemote({ folder, gateway }));

describe('an engine manager that behaves badly', () => {
  const html = '<!DOCTYPE html><html><body>Sign in</body></html>';
  const missing = 'ECMErrorException: errCode: 11110 ,desc: LogFile /x/stdout does not exist or is not a file.';
  const drip: Handler = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => response.write('{'), 50);
    response.on('close', () => clearInterval(timer));
  };

  it.each<[string, Handler, string, RegExp]>([
    ['does not answer', () => {}, 'unreachable', /did not answer within 0.5 s/],
    ['answers drop by drop', drip, 'unreachable', /sent only \d+ bytes within/],
    ['answers 404', (_, response) => response.writeHead(404).end('no'), 'unreachable', /HTTP 404.*LINKIS_ECM_URLS/],
    ['answers 500', (_, response) => sendJson(response, 500, '{"error":"boom"}'), 'unreachable', /HTTP 500: boom/],
    [
      'does not know the token',
      (_, response) => sendJson(response, 401, envelope({}, -1, 'token is invalid')),
      'unreachable',
      /does not accept the token \(HTTP 401\): token is invalid/,
    ],
    [
      'answers a web page',
      (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(html),
      'unreachable',
      /web page/,
    ],
    ['answers nothing', (_, response) => response.writeHead(200).end(), 'unreachable', /answers nothing/],
    ['answers other JSON', (_, response) => sendJson(response, 200, '[1]'), 'unreachable', /something else/],
    ['answers half of it', (_, response) => sendJson(response, 200, '{"status":0,'), 'unreachable', /something else/],
    [
      'refuses with HTTP 200, as the gateway does',
      (_, response) => sendJson(response, 200, envelope({}, 1, 'no instance')),
      'unreachable',
      /no instance/,
    ],
    [
      'does not know the engine manager any more',
      (_, response) => sendJson(response, 400, envelope({}, 1, 'ECM node :[x]  does not exist')),
      'unreachable',
      /HTTP 400: ECM node/,
    ],
    [
      'reports an error beside a success',
      (_, response) =>
        sendJson(response, 200, envelope({ result: {}, isError: true, errorMsg: 'TimeoutException: x' })),
      'unreachable',
      /TimeoutException/,
    ],
    [
      'has no such log',
      (_, response) => sendJson(response, 200, envelope({ result: {}, isError: true, errorMsg: missing })),
      'missing',
      /does not exist/,
    ],
    [
      'gives a success without a log',
      (_, response) => sendJson(response, 200, envelope({ result: {}, isError: false, errorMsg: '' })),
      'unreachable',
      /has no log/,
    ],
    [
      'gives other lines than asked for',
      (_, response) =>
        sendJson(response, 200, envelope({ result: { logPath: '/x/stdout', logs: ['a'], endLine: 9, rows: 1 } })),
      'unreachable',
      /other lines/,
    ],
    [
      'redirects to another host',
      (_, response) => response.writeHead(302, { location: 'http://127.0.0.2:1/api' }).end(),
      'unreachable',
      /redirects to 127.0.0.2:1, which is not followed/,
    ],
    [
      'redirects in a circle',
      (request, response) => response.writeHead(307, { location: request.url }).end(),
      'unreachable',
      /circle/,
    ],
    [
      'sends huge headers',
      (_, response) => response.writeHead(200, { 'x-huge': 'x'.repeat(100_000) }).end(),
      'unreachable',
      /headers that are too large/,
    ],
    [
      'breaks a compressed answer off',
      (_, response) =>
        response
          .writeHead(200, { 'content-encoding': 'gzip' })
          .end(gzipSync(Buffer.from(envelope({ result: {} }))).subarray(0, -12)),
      'unreachable',
      /compressed answer/,
    ],
    [
      'sends less than it says',
      (_, response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"status":0');
        setTimeout(() => response.destroy(), 20);
      },
      'unreachable',
      /broke the connection off/,
    ],
    ['breaks off', (_, response) => response.destroy(), 'unreachable', /broke the connection off/],
  ])('that %s is told as such', async (_, handler, state, reason) => {
    gateway.onPage = handler;
    gateway.onDownload = handler;
    for (const ended of [true, false]) {
      const found = await look(configuration, ended, ended ? 'stdout' : 'stderr');
      expect(found).toEqual({ state, reason: expect.stringMatching(reason) });
      expect(JSON.stringify(found)).toContain(ECM);
      expect(JSON.stringify(found)).not.toContain('LAB-AUTH');
    }
  });

  it('that refuses connections is told as such', async () => {
    gateway.stop();
    expect(await look(configuration)).toEqual({
      state: 'unreachable',
      reason: expect.stringMatching(/refuses connections/),
    });
  });

  it('that speaks no HTTP is told as such', async () => {
    const server = createServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const odd = settingsFor(folder, base, {
      LINKIS_ECM_URLS: `*=http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    });
    expect(await look(odd, true, 'stdout')).toEqual({ state: 'unreachable', reason: expect.stringMatching(/no HTTP/) });
    server.close();
  });

  const withHead = (length: number | null, bytes: Buffer, more: Record<string, string> = {}): Handler => {
    return (_, response) => {
      const size: Record<string, string> = length === null ? {} : { 'content-length': String(length) };
      response.strictContentLength = false;
      response.writeHead(200, { ...size, 'content-disposition': 'attachment;filename=x', ...more });
      response.write(bytes);
      setTimeout(() => response.destroy(), 30);
    };
  };
  const half = Buffer.from(TEXT).subarray(0, 9);

  it.each<[string, Handler]>([
    ['is shorter than it says', withHead(1000, half)],
    ['is longer than it says', withHead(4, Buffer.from(TEXT))],
    [
      'is cut without saying its length',
      (_, response) => response.socket?.end(`HTTP/1.1 200 OK\r\nContent-Disposition: attachment\r\n\r\n${half}`),
    ],
    ['is compressed and cut', withHead(null, gzipSync(TEXT).subarray(0, -10), { 'content-encoding': 'gzip' })],
    ['is a web page', (_, response) => response.writeHead(200).end(html)],
    ['is not there', (_, response) => response.writeHead(404).end()],
    ['never comes', () => {}],
    ['is empty', (_, response) => response.writeHead(200, { 'content-disposition': 'attachment' }).end()],
    ['is refused', (_, response) => sendJson(response, 400, envelope({}, 1, 'You have no permission'))],
  ])('whose download %s gives the rest by pages', async (_, handler) => {
    gateway.onDownload = handler;
    const found = (await look(configuration)) as { state: string; text: string };
    expect(found.state).toBe('complete');
    expect(found.text.split(/\r\n|\n|\r/)).toEqual(gateway.lines());
  });

  it('whose download breaks off and that is gone then leaves what came, and says so', async () => {
    gateway.onDownload = (request, response, body) => {
      gateway.onPage = (_, answer) => answer.writeHead(503).end();
      withHead(1000, half)(request, response, body);
    };
    const found = await look(configuration);
    expect(found).toEqual({ state: 'truncated', text: half.toString(), reason: expect.stringMatching(/HTTP 503/) });
  });
});
