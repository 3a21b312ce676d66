import type { Problem } from '@/contracts/errors';
import { CommandError, EXIT } from './errors';

const TIMEOUT_MS = 120_000;

/** The server's API for one who has a token. */
export class Api {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** JSON of an answer. @throws CommandError when the server refuses, fails or does not answer */
  async json<T>(method: string, path: string, body?: unknown): Promise<T> {
    return (await (await this.#fetch(method, path, body)).json()) as T;
  }

  /** Text of an answer. @throws CommandError as `json` */
  async text(path: string): Promise<string> {
    return (await this.#fetch('GET', path)).text();
  }

  async #fetch(method: string, path: string, body?: unknown): Promise<Response> {
    const headers: Record<string, string> = { authorization: `Bearer ${this.token}` };
    if (body !== undefined) headers['content-type'] = 'application/json';
    let response: Response;
    try {
      response = await fetch(this.url + path, {
        method,
        headers,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    } catch (error) {
      const cause = error instanceof Error ? ((error.cause as Error | undefined)?.message ?? error.message) : error;
      throw new CommandError(EXIT.unreachable, `${this.url} does not answer: ${cause}`);
    }
    if (response.ok) return response;
    const text = await response.text();
    throw new CommandError(
      response.status >= 500 ? EXIT.unreachable : EXIT.refused,
      problemText(response.status, text),
    );
  }
}

/** What a problem says, with the faults of fields and the request id. */
function problemText(status: number, text: string): string {
  try {
    const { detail, faults = [], requestId } = JSON.parse(text) as Partial<Problem>;
    const named = faults.map(({ path, message }) => `\n  ${path}: ${message}`).join('');
    return `${detail ?? text}${named}${requestId ? `\n  request id ${requestId}` : ''}`;
  } catch {
    return `The server answered ${status}: ${text.slice(0, 300)}`;
  }
}
