import { connect, type Socket } from 'node:net';
import type { MaterialUpload } from '@/contracts/material-uploads';
import type { Answer, Caller } from './server';

export const UPLOADS = '/api/v1/material-uploads';
export const ENGINE_PLUGIN = '/api/rest_j/v1/engineplugin';

/** Sends bytes or a form as the body, and reads the answer. */
export async function sendBody(
  caller: Caller,
  method: string,
  path: string,
  body: NonNullable<RequestInit['body']>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const init = { method, headers: { ...caller.headers, ...headers }, body, duplex: 'half' };
  const response = await fetch(caller.base + path, init);
  const text = await response.text();
  const json = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
}

/** A form as Linkis' pages send it: the file, then text parts. */
export function sendForm(
  caller: Caller,
  operation: string,
  archive: Buffer,
  fields: Record<string, string> = {},
  fileName = 'plugin.zip',
): Promise<Answer> {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(archive)]), fileName);
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return sendBody(caller, 'POST', `${ENGINE_PLUGIN}/${operation}`, form);
}

/** The uploads of somebody, by the console's API. */
export class UploadClient {
  constructor(readonly caller: Caller) {}

  /** Announces an archive and gives its id. */
  async create(sizeBytes: number, more: Record<string, unknown> = {}): Promise<string> {
    const answer = await this.caller.post(UPLOADS, { fileName: 'plugin.zip', sizeBytes, ...more });
    if (answer.status !== 201) throw new Error(`announcing: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body.id as string;
  }

  async read(id: string): Promise<MaterialUpload> {
    return (await this.caller.get(`${UPLOADS}/${id}`)).body as MaterialUpload;
  }

  put(id: string, offset: number, bytes: Buffer): Promise<Answer> {
    return sendBody(this.caller, 'PUT', `${UPLOADS}/${id}/content?offset=${offset}`, new Uint8Array(bytes));
  }

  /** Begins to inspect and waits for the end. */
  async inspect(id: string): Promise<MaterialUpload> {
    const begun = await this.caller.post(`${UPLOADS}/${id}/inspection`);
    if (begun.status !== 202) throw new Error(`inspecting: ${begun.status} ${JSON.stringify(begun.body)}`);
    for (;;) {
      const upload = await this.read(id);
      if (upload.state !== 'inspecting') return upload;
      await new Promise((done) => setTimeout(done, 20));
    }
  }

  publish(id: string, body: Record<string, unknown> = {}): Promise<Answer> {
    return this.caller.post(`${UPLOADS}/${id}/publication`, body);
  }

  /** An archive that is inspected and accepted. */
  async prepare(archive: Buffer): Promise<string> {
    const id = await this.create(archive.length);
    await this.put(id, 0, archive);
    const upload = await this.inspect(id);
    if (upload.state !== 'inspected') throw new Error(`inspected: ${JSON.stringify(upload.report?.faults ?? upload)}`);
    return id;
  }

  /** The whole way of an archive. */
  async upload(archive: Buffer, options: Record<string, unknown> = {}): Promise<Answer> {
    return this.publish(await this.prepare(archive), options);
  }
}

/** A request written byte by byte on a socket of its own. */
export class RawRequest {
  readonly #socket: Socket;
  #text = '';
  readonly #ended: Promise<void>;

  constructor(caller: Caller, method: string, path: string, headers: Record<string, string>) {
    const { hostname, port, host } = new URL(caller.base);
    this.#socket = connect(Number(port), hostname);
    this.#socket.on('data', (chunk) => {
      this.#text += chunk.toString('latin1');
    });
    this.#socket.on('error', () => {});
    this.#ended = new Promise((done) => this.#socket.on('close', () => done()));
    const all = { host, connection: 'close', ...caller.headers, ...headers };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
    this.#socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  }

  /** Writes bytes and waits until they have left. */
  write(bytes: Buffer | string): Promise<void> {
    return new Promise((done) => this.#socket.write(bytes, () => done()));
  }

  /** Says that nothing more comes, as a client that dies does: its system closes the connection. */
  async cut(): Promise<void> {
    this.#socket.end();
    await this.#ended;
  }

  /** The answer, when the server has closed the connection. */
  async answer(): Promise<{ status: number; text: string }> {
    await this.#ended;
    return { status: Number(this.#text.split(' ')[1] ?? 0), text: this.#text };
  }
}

/** Asks again and again until it is so. */
export async function until(what: () => Promise<boolean> | boolean, seconds = 10): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await what())) {
    if (Date.now() > deadline) throw new Error(`not within ${seconds} s: ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
