import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MaterialUpload } from '@/contracts/material-uploads';
import type { UploadServer } from '@/features/materials/upload/upload-server';
import { ApiProblem, callApi, endpoint } from '@/lib/api-client';

interface Held {
  upload: MaterialUpload;
  bytes: Buffer;
}

/** Takes uploads over HTTP as the console's server does, in memory, and can be made to fail. */
export class UploadHost {
  readonly held = new Map<string, Held>();
  /** Offsets of the slices that came. */
  readonly offsets: number[] = [];
  announced = 0;
  /** So many requests for bytes are cut after so many bytes. */
  cuts: { count: number; afterBytes: number } = { count: 0, afterBytes: 0 };
  /** Answers to the next requests for bytes, instead of taking them. */
  readonly refusals: { status: number; code: string }[] = [];
  /** Bytes are not taken before this is over. */
  gate: Promise<unknown> = Promise.resolve();
  verdict: 'inspected' | 'refused' | 'failed' = 'inspected';
  private constructor(private readonly http: Server) {}

  /** A host on a port of its own. */
  static async start(): Promise<UploadHost> {
    const http = createServer();
    const host = new UploadHost(http);
    http.on('request', (request, response) => void host.handle(request, response).catch(() => response.destroy()));
    await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
    return host;
  }

  stop(): Promise<void> {
    this.http.closeAllConnections();
    return new Promise((done) => this.http.close(() => done()));
  }

  /** The only upload there is. */
  get only(): Held {
    const [held] = [...this.held.values()];
    if (!held || this.held.size > 1) throw new Error(`${this.held.size} uploads instead of one`);
    return held;
  }

  /** The host as uploads see it. Bytes go by fetch: XMLHttpRequest is the browser's. */
  client(): UploadServer {
    const { port } = this.http.address() as AddressInfo;
    const at = `http://127.0.0.1:${port}/uploads`;
    const one = `${at}/{uploadId}`;
    const call = (method: 'get' | 'post' | 'delete', path: string, input: object) =>
      // biome-ignore lint/suspicious/noExplicitAny: the types of the operations are not of interest here
      callApi(endpoint<any>(method, path), input) as Promise<any>;
    return {
      announce: (body) => call('post', at, { body }),
      list: async () => (await call('get', at, {})).items,
      read: (uploadId, signal) => call('get', one, { params: { uploadId }, signal }),
      inspect: (uploadId, sha256) => call('post', `${one}/inspection`, { params: { uploadId }, query: { sha256 } }),
      cancel: (uploadId) => call('delete', one, { params: { uploadId } }),
      send: async (uploadId, offset, bytes, { signal, onSent }) => {
        const response = await fetch(`${at}/${uploadId}/content?offset=${offset}`, {
          method: 'PUT',
          body: bytes,
          signal,
        }).catch(() => {
          signal.throwIfAborted();
          throw new ApiProblem({ status: 0, code: 'unreachable' });
        });
        if (!response.ok) throw new ApiProblem({ ...(await response.json()), status: response.status });
        onSent(bytes.size);
      },
    };
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://host');
    const [, , id = '', action = ''] = url.pathname.split('/');
    const held = this.held.get(id);
    const answer = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (id === '') {
      if (request.method === 'GET') return answer(200, { items: [...this.held.values()].map(({ upload }) => upload) });
      return answer(201, await this.announce(request));
    }
    if (!held) return answer(404, { code: 'not_found', detail: 'unknown' });
    if (action === 'content') return this.take(request, held, Number(url.searchParams.get('offset')), answer);
    if (action === 'inspection')
      held.upload = {
        ...held.upload,
        state: 'inspecting',
        inspectedBytes: 0,
        sha256: url.searchParams.get('sha256'),
      };
    else if (request.method === 'DELETE') held.upload = { ...held.upload, state: 'cancelled' };
    answer(200, held.upload);
    if (held.upload.state === 'inspecting' && action === '') held.upload = { ...held.upload, state: this.verdict };
  }

  private async announce(request: IncomingMessage): Promise<MaterialUpload> {
    this.announced += 1;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const now = new Date().toISOString();
    const upload: MaterialUpload = {
      sha256: null,
      engineType: null,
      engineVersion: null,
      ...JSON.parse(Buffer.concat(chunks).toString()),
      id: randomUUID(),
      state: 'receiving',
      receivedBytes: 0,
      inspectedBytes: null,
      report: null,
      error: null,
      createdBy: 'somebody',
      createdTime: now,
      updatedTime: now,
    };
    this.held.set(upload.id, { upload, bytes: Buffer.alloc(0) });
    return upload;
  }

  private async take(
    request: IncomingMessage,
    held: Held,
    offset: number,
    answer: (status: number, body: object) => void,
  ): Promise<void> {
    this.offsets.push(offset);
    await this.gate;
    const refusal = this.refusals.shift();
    if (refusal) return answer(refusal.status, { code: refusal.code, detail: 'refused for the test' });
    if (offset !== held.bytes.length) return answer(409, { code: 'conflict', detail: 'another offset' });
    const isCut = this.cuts.count > 0;
    if (isCut) this.cuts.count -= 1;
    let left = isCut ? this.cuts.afterBytes : Number.POSITIVE_INFINITY;
    for await (const chunk of request) {
      const piece = (chunk as Buffer).subarray(0, left);
      left -= piece.length;
      held.bytes = Buffer.concat([held.bytes, piece]);
      held.upload = { ...held.upload, receivedBytes: held.bytes.length };
      if (left === 0) return void request.destroy();
    }
    answer(200, { receivedBytes: held.bytes.length });
  }
}
