import type { EngineEventInput } from '@/contracts/engine-recording';

/** How to reach the server and who reports. */
export interface Access {
  url: string;
  user: string;
  password: string | null;
  /** An API token, which needs no signing in. */
  token: string | null;
}

/** What became of a batch. */
export interface Receipt {
  recorded: number;
  duplicates: number;
  rejected: number;
  /** Sendings that failed before the batch was taken. */
  retries: number;
  /** Reason of the first rejected event. */
  reason: string | null;
}

/** Why simulating cannot go on; the message is for the person who runs it. */
export class SimulationError extends Error {
  override name = 'SimulationError';
}

const PAUSES_MS = [200, 500, 1000, 2000, 4000, 8000];
const TIMEOUT_MS = 20_000;

interface Batch {
  recorded: number;
  duplicates: number;
  rejected: number;
  results: { result: string; reason?: string }[];
}

/** The server's recording API, for one reporter. */
export class RecordingApi {
  #headers: Record<string, string> = {};

  constructor(private readonly access: Access) {}

  /** Signs in, or checks the token. @throws SimulationError that says what is wrong */
  async open(): Promise<void> {
    const { token, user, password } = this.access;
    if (token) this.#headers = { authorization: `Bearer ${token}` };
    else {
      if (!password)
        throw new SimulationError('Give --password, or set ADMIN_PASSWORD, or give an API token as --token.');
      await this.#signIn(user, password);
    }
    const answer = await this.#fetch('GET', '/api/v1/session');
    if (answer.status === 401)
      throw new SimulationError(
        `The server does not know this ${token ? 'token: it is wrong, revoked or expired' : 'session'}.`,
      );
    if (!answer.ok)
      throw new SimulationError(`The server answers ${answer.status} to "who am I": ${await answer.text()}`);
    const session = (await answer.json()) as { user: string; mustChangePassword: boolean };
    if (session.mustChangePassword)
      throw new SimulationError(
        `${session.user} still has a one-time password. Sign in at ${this.access.url} once, choose a password and give that one.`,
      );
  }

  async #signIn(userName: string, password: string): Promise<void> {
    const answer = await this.#fetch('POST', '/api/rest_j/v1/user/login', { userName, password });
    const body = (await answer.json().catch(() => null)) as { status?: number; message?: string } | null;
    if (!answer.ok || body?.status !== 0)
      throw new SimulationError(
        `Signing in as ${userName} failed: ${body?.message ?? `the server answers ${answer.status}`}`,
      );
    const cookie = answer.headers
      .getSetCookie()
      .map((text) => text.split(';')[0])
      .join('; ');
    this.#headers = { cookie };
  }

  async #fetch(method: string, path: string, body?: unknown): Promise<Response> {
    try {
      return await fetch(`${this.access.url}${path}`, {
        method,
        headers: { ...this.#headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      throw new SimulationError(`${this.access.url} cannot be reached: ${cause}`);
    }
  }

  /**
   * Reports events. While the server is out of reach or not ready, sends the same events again: their ids make each
   * count once, so a batch whose answer got lost does no harm.
   * @throws SimulationError when the server refuses the batch or stays away
   */
  async report(events: readonly EngineEventInput[]): Promise<Receipt> {
    for (let retries = 0; ; retries++) {
      const failure = await this.#try(events);
      if (typeof failure === 'object') return { ...failure, retries };
      const pause = PAUSES_MS[retries];
      if (pause === undefined) throw new SimulationError(failure);
      await new Promise((done) => setTimeout(done, pause));
    }
  }

  /** A receipt, or why it is worth another try. */
  async #try(events: readonly EngineEventInput[]): Promise<Omit<Receipt, 'retries'> | string> {
    let answer: Response;
    try {
      answer = await this.#fetch('POST', '/api/v1/engine-records/events', { events });
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    if (answer.status >= 500) return `The server answers ${answer.status}: ${await answer.text()}`;
    if (answer.status === 401 && !this.access.token) {
      await this.open();
      return 'The session had ended.';
    }
    if (!answer.ok)
      throw new SimulationError(`The server refuses events with ${answer.status}: ${await answer.text()}`);
    const { recorded, duplicates, rejected, results } = (await answer.json()) as Batch;
    const reason = results.find((result) => result.result === 'rejected')?.reason ?? null;
    return { recorded, duplicates, rejected, reason };
  }
}
