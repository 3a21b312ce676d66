import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogStream } from '@/contracts/engine-logs';
import { type Configuration, readConfiguration } from '@/server/platform/config/environment';
import { openRemotePart } from './remote-part';

const ECM = 'bdp001:9102';
const location = {
  ticketId: 't1',
  suffix: 'alice/20260506/spark/t1/logs',
  ecm: ECM,
  instance: 'bdp001:38701',
  ended: true,
};
const TEXT = 'one\r\ntwo 中文\nthree\rfour\n\nlast';

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

function envelope(data: unknown, status = 0, message = 'OK'): string {
  return JSON.stringify({ method: '/api/x', status, message, data });
}
function sendJson(response: ServerResponse, http: number, text: string): void {
  response.writeHead(http, { 'content-type': 'application/json;charset=utf-8' }).end(text);
}

/** A gateway that answers as a Linkis does, and counts what it is asked. */
class Gateway {
  server: Server | null = null;
  text = TEXT;
  pages = 0;
  downloads = 0;
  tokens = new Set<string>();
  mostBytes = 100 << 20;
  /** In place of the right answer to a page, to a download. */
  onPage: Handler | null = null;
  onDownload: Handler | null = null;

  lines(): string[] {
    const lines = this.text.split(/\r\n|\n|\r/);
    if (lines.at(-1) === '') lines.pop();
    return lines;
  }

  page: Handler = (_, response, body) => {
    const { logType, fromLine, pageSize } = JSON.parse(body).parameters;
    const all = this.lines();
    const logs = all.slice(fromLine - 1, fromLine - 1 + pageSize);
    const endLine = logs.length > 0 ? fromLine - 1 + logs.length : all.length;
    const logPath = `/appcom/tmp/${location.suffix}/${logType}`;
    sendJson(
      response,
      200,
      envelope({ result: { logPath, logs, endLine, rows: logs.length }, isError: false, errorMsg: '' }),
    );
  };

  download: Handler = (request, response) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams;
    expect(query.get('logDirSuffix')).toBe(`/appcom/tmp/${location.suffix}`);
    const bytes = Buffer.from(this.text);
    if (bytes.length > this.mostBytes)
      return sendJson(response, 400, envelope({}, 1, 'Download file has exceeded 100MB(下载文件已超过100M)'));
    response
      .writeHead(200, { 'content-length': bytes.length, 'content-disposition': 'attachment;filename=x.txt' })
      .end(bytes);
  };

  async start(): Promise<string> {
    this.server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        // As on the wire: Linkis knows only this spelling.
        const at = request.rawHeaders.indexOf('Token-Code');
        this.tokens.add(
          `${request.rawHeaders[at + 1]} ${request.rawHeaders[request.rawHeaders.indexOf('Token-User') + 1]}`,
        );
        const isPage = request.url === '/api/rest_j/v1/linkisManager/openEngineLog';
        if (isPage) this.pages++;
        else this.downloads++;
        (isPage ? (this.onPage ?? this.page) : (this.onDownload ?? this.download))(request, response, body);
      });
    });
    await new Promise<void>((done) => this.server?.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }
}

let folder: string;
let gateway: Gateway;
let base: string;
let configuration: Configuration;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'engineroom-remote-'));
  gateway = new Gateway();
  base = await gateway.start();
  configuration = configure();
});
afterEach(() => {
  gateway.stop();
  rmSync(folder, { recursive: true, force: true });
});

function configure(more: Record<string, string> = {}): Configuration {
  return readConfiguration({
    DATA_DIR: folder,
    LINKIS_ECM_URLS: `${ECM}=${base}/`,
    LINKIS_ECM_TOKEN: 'LAB-AUTH',
    LINKIS_ECM_TIMEOUT_SECONDS: '0.5',
    ...more,
  });
}

/** What opening gives: the text that is there, or why there is none. */
async function look(ended = true, stream: LogStream = 'stdout', settings = configuration) {
  const found = await openRemotePart(settings, { ...location, ended }, stream);
  if (found === null) return null;
  if (!('part' in found)) return found;
  const { part, state, reason } = found;
  const text = (await part.read(0, part.sizeBytes)).toString();
  await part.close();
  return { state, reason, text };
}
const nextSecond = () => new Promise((done) => setTimeout(done, 1010));

/** The same text as pages give it: they do not tell how lines ended. */
const PAGED = 'one\ntwo 中文\nthree\nfour\n\nlast';

describe('a log of a remote engine manager', () => {
  it('is not looked for where none is configured', async () => {
    expect(await look(true, 'stdout', readConfiguration({ DATA_DIR: folder }))).toBeNull();
    const other = configure({ LINKIS_ECM_URLS: `other:9102=${base}` });
    expect(await look(true, 'stdout', other)).toBeNull();
    expect(gateway.pages).toBe(0);
    expect(await look(true, 'stdout', configure({ LINKIS_ECM_URLS: `other:1=http://x,*=${base}` }))).toMatchObject({
      state: 'complete',
    });
  });

  it('is fetched byte for byte, once, with the token', async () => {
    expect(await look()).toEqual({ state: 'complete', reason: null, text: TEXT });
    expect([...gateway.tokens]).toEqual(['LAB-AUTH hadoop']);
    const asked = gateway.pages;
    await nextSecond();
    expect(await look()).toEqual({ state: 'complete', reason: null, text: TEXT });
    expect([gateway.downloads, gateway.pages]).toEqual([1, asked]);
  });

  it('is empty only when the engine manager says so', async () => {
    gateway.text = '';
    expect(await look()).toEqual({ state: 'complete', reason: null, text: '' });
  });

  it('is read by pages when it is too large to be sent, or is not sent as a file', async () => {
    gateway.mostBytes = 10;
    gateway.text = Array.from({ length: 12_345 }, (_, number) => `line ${number}`).join('\n');
    const found = await look();
    expect(found).toMatchObject({ state: 'complete', reason: null });
    expect((found as { text: string }).text === gateway.text).toBe(true);
    const before = gateway.downloads;
    gateway.text = TEXT;
    expect(await look(true, 'udfLog')).toEqual({ state: 'complete', reason: null, text: PAGED });
    expect(gateway.downloads).toBe(before);
  });

  it('grows by what is new; a line that was half written is not doubled', async () => {
    gateway.text = 'one\ntwo\nthr';
    expect(await look(false)).toEqual({ state: 'growing', reason: null, text: 'one\ntwo\nthr' });
    gateway.text += 'ee\nfour\n';
    expect(await look(false)).toMatchObject({ text: 'one\ntwo\nthr' });
    await nextSecond();
    expect(await look(false)).toEqual({ state: 'growing', reason: null, text: 'one\ntwo\nthree\nfour' });
    gateway.text += 'five\n';
    await nextSecond();
    expect(await look(true)).toEqual({ state: 'complete', reason: null, text: 'one\ntwo\nthree\nfour\nfive' });
    expect(gateway.downloads).toBe(1);
  });

  it('is fetched once for all who ask at the same time', async () => {
    const found = await Promise.all(Array.from({ length: 8 }, () => look()));
    expect(found).toEqual(Array(8).fill({ state: 'complete', reason: null, text: TEXT }));
    expect(gateway.downloads).toBe(1);
  });

  it('begins anew when the remote log was replaced', async () => {
    await look(false);
    gateway.text = 'new\n';
    await nextSecond();
    expect(await look(false)).toEqual({ state: 'growing', reason: null, text: 'new' });
  });

  it('stays readable, and says what is missing, when the engine manager goes away', async () => {
    gateway.text = 'one\ntwo\n';
    await look(false);
    gateway.stop();
    await nextSecond();
    const found = await look(false);
    expect(found).toMatchObject({ state: 'truncated', text: 'one\ntwo\n' });
    expect(found).toHaveProperty('reason', expect.stringMatching(/refuses connections/));
  });

  it('makes room by removing the log that was used longest ago', async () => {
    const small = { ...configuration, logCacheBytes: 3000 };
    gateway.text = `${'x'.repeat(1999)}\n`;
    for (const stream of ['stdout', 'stderr'] as const)
      expect(await look(true, stream, small)).toMatchObject({ state: 'complete' });
    const kept = readdirSync(join(folder, 'log-cache/remote')).filter((name) => name.endsWith('.log'));
    expect(kept.map((name) => statSync(join(folder, 'log-cache/remote', name)).size)).toEqual([2000]);
    expect(await look(true, 'stdout', small)).toMatchObject({ state: 'complete', text: gateway.text });
    gateway.text = `${'x'.repeat(1999)}\n`.repeat(2);
    const found = await look(true, 'gc', small);
    expect(found).toMatchObject({ state: 'truncated' });
    expect(found).toHaveProperty('reason', expect.stringMatching(/LOG_CACHE_GIB/));
  });
});

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
      const found = await look(ended, ended ? 'stdout' : 'stderr');
      expect(found).toEqual({ state, reason: expect.stringMatching(reason) });
      expect(JSON.stringify(found)).toContain(ECM);
      expect(JSON.stringify(found)).not.toContain('LAB-AUTH');
    }
  });

  it('that refuses connections is told as such', async () => {
    gateway.stop();
    expect(await look()).toEqual({ state: 'unreachable', reason: expect.stringMatching(/refuses connections/) });
  });

  it('that speaks no HTTP is told as such', async () => {
    const server = createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const odd = configure({ LINKIS_ECM_URLS: `*=http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    expect(await look(true, 'stdout', odd)).toEqual({ state: 'unreachable', reason: expect.stringMatching(/no HTTP/) });
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
    const found = (await look()) as { state: string; text: string };
    expect(found.state).toBe('complete');
    expect(found.text.split(/\r\n|\n|\r/)).toEqual(gateway.lines());
  });

  it('whose download breaks off and that is gone then leaves what came, and says so', async () => {
    gateway.onDownload = (request, response, body) => {
      gateway.onPage = (_, answer) => answer.writeHead(503).end();
      withHead(1000, half)(request, response, body);
    };
    const found = await look();
    expect(found).toEqual({ state: 'truncated', text: half.toString(), reason: expect.stringMatching(/HTTP 503/) });
  });
});
