import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { openMigrationConnection } from '@/server/platform/db/migrate/connection';
import { type Sending, sendBody, type UploadAnswer } from './sending';
import { Caller, startServer, type TestServer } from './server';

const BML = '/api/rest_j/v1/bml';
const BOUNDARY = 'Fcz3AUKh1zU2C3Xew6UUiVJ3bA-5NPCXgrAy';
/** Content-Type of the forms that `formOf` makes. */
export const FORM = `multipart/form-data; boundary=${BOUNDARY}`;

/** One part of a form: a file when it has a `fileName`. */
export interface Part {
  name: string;
  content: Buffer | string;
  fileName?: string;
}

/** A form as Java's client writes it. */
export function formOf(parts: readonly Part[]): Buffer {
  const pieces = parts.flatMap(({ name, content, fileName }) => {
    const file = fileName === undefined ? '' : `; filename="${fileName}"`;
    const type = fileName === undefined ? 'text/plain; charset=ISO-8859-1' : 'multipart/form-data';
    const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${file}\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: binary\r\n\r\n`;
    return [Buffer.from(head), Buffer.from(content), Buffer.from('\r\n')];
  });
  return Buffer.concat([...pieces, Buffer.from(`--${BOUNDARY}--\r\n`)]);
}

/** Sends a form to an endpoint of the library, chunked without a length unless `declares` it. */
export function sendForm(caller: Caller, path: string, body: Buffer, options: Sending = {}): Promise<UploadAnswer> {
  return sendBody(caller, 'POST', `${BML}/${path}`, body, { ...options, type: FORM });
}

/** A server with a library, people who come by gateway token, and a look into what it keeps. */
export class LibraryServer {
  private constructor(readonly server: TestServer) {}

  static async start(environment: Record<string, string> = {}, dataDirectory?: string): Promise<LibraryServer> {
    const settings = { LOG_LEVEL: 'error', LINKIS_ADMINS: 'hadoop', ...environment };
    const started = new LibraryServer(await startServer({ environment: settings, dataDirectory }));
    await started.run(
      "INSERT INTO linkis_mg_gateway_auth_token (token_name, legal_users, legal_hosts, create_time, elapse_day) VALUES ('LIBRARY-TEST', '*', '*', '2026-01-01 00:00:00', -1)",
    );
    return started;
  }

  as(name: string): Caller {
    return new Caller(this.server.base, { 'token-code': 'LIBRARY-TEST', 'token-user': name });
  }

  async upload(name: string, content: Buffer | string, texts: Record<string, string> = {}, path = 'upload') {
    const after = Object.entries(texts).map(([text, value]) => ({ name: text, content: value }));
    return sendForm(this.as(name), path, formOf([{ name: 'file', content, fileName: 'file' }, ...after]));
  }

  /** Uploads and returns the id of the resource. */
  async resource(name: string, content: Buffer | string, texts: Record<string, string> = {}): Promise<string> {
    const answer = await this.upload(name, content, texts);
    if (answer?.status !== 200) throw new Error(`upload: ${JSON.stringify(answer)}`);
    return String(answer.body.data.resourceId);
  }

  get(name: string, path: string) {
    return this.as(name).get(`${BML}/${path}`);
  }

  post(name: string, path: string, body: unknown) {
    return this.as(name).post(`${BML}/${path}`, body);
  }

  download(name: string, resourceId: string, version = '', headers: Record<string, string> = {}, path = 'download') {
    const url = `${this.server.base}${BML}/${path}?resourceId=${resourceId}&version=${version}`;
    return fetch(url, { headers: { ...this.as(name).headers, ...headers } });
  }

  /** Rows of a statement on the server's own SQLite file. */
  async rows(statement: string): Promise<Record<string, unknown>[]> {
    const connection = await openMigrationConnection(`file:${this.server.dataDirectory}/engineroom.db`);
    try {
      return await connection.rows(statement);
    } finally {
      await connection.close();
    }
  }

  async run(statement: string): Promise<void> {
    const connection = await openMigrationConnection(`file:${this.server.dataDirectory}/engineroom.db`);
    await connection.run(statement, []);
    await connection.close();
  }

  /** Files below the folder of blobs, as paths in it. */
  files(): string[] {
    const root = join(this.server.dataDirectory, 'blobs');
    if (!statSync(root, { throwIfNoEntry: false })) return [];
    return readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(root, join(entry.parentPath, entry.name)));
  }

  async end(): Promise<void> {
    await this.server.stop();
    this.server.remove();
  }
}
