import { type Exchange, toAppError } from './pipeline';
import { problemOf } from './respond';

/** Writes one server-sent event; resolves when the client has room for more. Rejects once the client has gone. */
export type SendEvent = (event: string, data: unknown, id?: string) => Promise<void>;

/** A comment as often as this keeps proxies from ending a quiet stream. */
const HEARTBEAT_MS = 15_000;
/** Text that may wait for a slow client before its sender has to. */
const BUFFERED_BYTES = 256 << 10;
/** The answer begins with the first event, or after this time without one. */
const FIRST_EVENT_MS = 2000;

/** Data that is JSON already, to be written to many streams. */
export class Serialized {
  constructor(readonly json: string) {}
}

/** The text of events on their way to one client. */
class EventBody {
  readonly gone = new AbortController();
  readonly stream: ReadableStream<Uint8Array>;
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  #roomMade: (() => void) | null = null;
  readonly #encoder = new TextEncoder();
  readonly #heartbeat: NodeJS.Timeout;

  constructor() {
    this.stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => this.#makeRoom(),
        cancel: () => {
          this.gone.abort(new Error('the client has gone'));
          clearInterval(this.#heartbeat);
          this.#makeRoom();
        },
      },
      new ByteLengthQueuingStrategy({ highWaterMark: BUFFERED_BYTES }),
    );
    this.#heartbeat = setInterval(() => this.write(': alive\n\n'), HEARTBEAT_MS);
  }

  #makeRoom(): void {
    this.#roomMade?.();
    this.#roomMade = null;
  }

  write(text: string): void {
    if (!this.gone.signal.aborted) this.#controller?.enqueue(this.#encoder.encode(text));
  }

  async room(): Promise<void> {
    if ((this.#controller?.desiredSize ?? 0) > 0) return;
    await new Promise<void>((done) => {
      this.#roomMade = done;
    });
    this.gone.signal.throwIfAborted();
  }

  end(): void {
    clearInterval(this.#heartbeat);
    if (!this.gone.signal.aborted) this.#controller?.close();
  }
}

/**
 * An answer of server-sent events. `run` sends them; when it returns, the stream ends. What it throws before its first
 * event is thrown here, for the route to answer as any error; later it becomes a last event `failure` with a problem.
 * The signal says that the client has gone.
 */
export function eventStream(
  exchange: Pick<Exchange, 'requestId'>,
  run: (send: SendEvent, signal: AbortSignal) => Promise<void>,
): Promise<Response> {
  const body = new EventBody();
  const { signal } = body.gone;
  return new Promise((resolve, reject) => {
    let begun = false;
    const begin = () => {
      if (begun) return;
      begun = true;
      clearTimeout(late);
      const headers = {
        'content-type': 'text/event-stream;charset=utf-8',
        // Compressing would hold events back until there are enough of them.
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
      };
      resolve(new Response(body.stream, { headers }));
    };
    const late = setTimeout(begin, FIRST_EVENT_MS);
    const send: SendEvent = async (event, data, id) => {
      signal.throwIfAborted();
      begin();
      const json = data instanceof Serialized ? data.json : JSON.stringify(data);
      body.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${json}\n\n`);
      await body.room();
    };
    run(send, signal)
      .then(begin, (error) => {
        if (begun) body.write(`event: failure\ndata: ${JSON.stringify(problemOf(exchange, toAppError(error)))}\n\n`);
        clearTimeout(late);
        reject(error);
      })
      .finally(() => body.end());
  });
}
