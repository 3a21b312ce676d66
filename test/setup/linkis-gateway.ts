import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogStream } from '@/contracts/engine-logs';
import { openRemotePart } from '@/server/engine-logs/reader/remote/remote-part';
import { type Configuration, readConfiguration } from '@/server/platform/config/environment';

/** Address of the engine manager whose logs are remote. */
export const ECM = 'bdp001:9102';
/** Where the record says that the logs are. */
const location = {
  ticketId: 't1',
  suffix: 'alice/20260506/spark/t1/logs',
  ecm: ECM,
  instance: 'bdp001:38701',
  ended: true,
};
/** A log with every kind of line end. */
export const TEXT = 'one\r\ntwo 中文\nthree\rfour\n\nlast';

/** Answers a request whose body has been read. */
export type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** An answer as Linkis writes it. */
export function envelope(data: unknown, status = 0, message = 'OK'): string {
  return JSON.stringify({ method: '/api/x', status, message, data });
}
/** Sends a text as JSON. */
export function sendJson(response: ServerResponse, http: number, text: string): void {
  response.writeHead(http, { 'content-type': 'application/json;charset=utf-8' }).end(text);
}

/** A gateway that answers as a Linkis does, and counts what it is asked. */
export class Gateway {
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
    if (query.get('logDirSuffix') !== `/appcom/tmp/${location.suffix}`)
      return sendJson(response, 400, envelope({}, 1, 'NoSuchFileException'));
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

/** The configuration of a server that asks a gateway. */
export function settingsFor(folder: string, base: string, more: Record<string, string> = {}): Configuration {
  return readConfiguration({
    DATA_DIR: folder,
    LINKIS_ECM_URLS: `${ECM}=${base}/`,
    LINKIS_ECM_TOKEN: 'LAB-AUTH',
    LINKIS_ECM_TIMEOUT_SECONDS: '0.5',
    ...more,
  });
}

/** A gateway that runs, and a folder and configuration of a server that asks it. */
export interface RemoteBench {
  folder: string;
  gateway: Gateway;
  base: string;
  configuration: Configuration;
}

/** Starts a gateway for one test. */
export async function startRemote(): Promise<RemoteBench> {
  const folder = mkdtempSync(join(tmpdir(), 'engineroom-remote-'));
  const gateway = new Gateway();
  const base = await gateway.start();
  return { folder, gateway, base, configuration: settingsFor(folder, base) };
}

/** Stops the gateway of a test and removes the folder. */
export function stopRemote({ folder, gateway }: Pick<RemoteBench, 'folder' | 'gateway'>): void {
  gateway.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** What opening a remote log gives: the text that is there, or why there is none. */
export async function look(settings: Configuration, ended = true, stream: LogStream = 'stdout') {
  const found = await openRemotePart(settings, { ...location, ended }, stream);
  if (found === null) return null;
  if (!('part' in found)) return found;
  const { part, state, reason } = found;
  const text = (await part.read(0, part.sizeBytes)).toString();
  await part.close();
  return { state, reason, text };
}
