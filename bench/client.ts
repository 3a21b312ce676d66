import { Agent, request } from 'node:http';

/** An answer and how long it took from sending to the last byte, in milliseconds. */
interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
  milliseconds: number;
}

/** A signed-in program. */
export interface Client {
  send(method: string, path: string, body?: unknown): Promise<Answer>;
  /** JSON of an answer. @throws Error when its status is not in the 200s */
  json<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** Cookie by which it is signed in; null for a guest. */
  cookie: string | null;
  close(): void;
}

/** Connections that one client keeps open. */
export const CONNECTIONS = 8;

function makeClient(port: number, cookie: string | null): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const send = (method: string, path: string, body?: unknown, again = true): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const started = performance.now();
      const payload = body === undefined ? null : Buffer.from(JSON.stringify(body));
      const headers = {
        ...(cookie && { cookie }),
        ...(payload && { 'content-type': 'application/json', 'content-length': payload.length }),
      };
      const outgoing = request({ host: '127.0.0.1', port, method, path, agent, headers }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(parts),
            milliseconds: performance.now() - started,
          }),
        );
      });
      // A kept connection may have been closed while this process was busy with something else.
      outgoing.on('error', (error: NodeJS.ErrnoException) =>
        again && outgoing.reusedSocket && error.code === 'ECONNRESET'
          ? resolve(send(method, path, body, false))
          : reject(error),
      );
      outgoing.end(payload ?? undefined);
    });
  const json = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await send(method, path, body);
    if (answer.status < 200 || answer.status > 299)
      throw new Error(`${method} ${path} answered ${answer.status}: ${answer.body.toString('utf8').slice(0, 300)}`);
    return JSON.parse(answer.body.toString('utf8')) as T;
  };
  return { send, json, cookie, close: () => agent.destroy() };
}

/** A client that has not signed in. */
export function guestClient(port: number): Client {
  return makeClient(port, null);
}

/** Signs in as programs of Linkis do and keeps the cookie. @throws Error when refused */
export async function signIn(port: number, userName: string, password: string): Promise<Client> {
  const guest = makeClient(port, null);
  try {
    const answer = await guest.send('POST', '/api/rest_j/v1/user/login', { userName, password });
    const cookies = answer.headers['set-cookie'];
    if (answer.status !== 200 || !Array.isArray(cookies))
      throw new Error(`Signing in as ${userName} was refused: ${answer.body.toString('utf8').slice(0, 300)}`);
    return makeClient(port, cookies.map((text) => text.split(';')[0]).join('; '));
  } finally {
    guest.close();
  }
}

interface CreatedAccount {
  oneTimePassword: string;
}

/** Makes an ordinary account of this name, or gives it a new password, and signs in with it. */
export async function signInAsUser(port: number, administrator: Client, name: string): Promise<Client> {
  const created = await administrator.send('POST', '/api/v1/accounts', { name, role: 'user' });
  const { oneTimePassword } =
    created.status === 201
      ? (JSON.parse(created.body.toString('utf8')) as CreatedAccount)
      : await administrator.json<CreatedAccount>('PATCH', `/api/v1/accounts/${name}`, { resetPassword: true });
  const first = await signIn(port, name, oneTimePassword);
  const newPassword = `${oneTimePassword}-measured`;
  await first.json('POST', '/api/v1/session/password', { currentPassword: oneTimePassword, newPassword });
  first.close();
  return signIn(port, name, newPassword);
}
