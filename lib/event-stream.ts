import type { Problem } from '@/contracts/errors';
import { ApiProblem, problemOf } from './api-client';

/** One server-sent event as it came. */
interface RawEvent {
  event: string;
  data: string;
  /** Last id that the server has given, for a reconnect; null when it gave none. */
  id: string | null;
}

/** Events of a stream by their names; what they carry is told by the name. */
export type StreamEvent<Events> = {
  [Name in keyof Events]: { event: Name; data: Events[Name]; id: string | null };
}[keyof Events];

/**
 * Reads server-sent events by `fetch`: unlike EventSource it can be aborted at once, shows an error answer as what it
 * is, and leaves reconnecting to the caller.
 * @throws ApiProblem for an error answer, a `failure` event, or a lost connection
 */
export async function* openEventStream<Events>(
  url: string,
  { signal, lastEventId, onOpen }: { signal: AbortSignal; lastEventId?: string | null; onOpen?: () => void },
): AsyncGenerator<StreamEvent<Events>> {
  try {
    const headers: Record<string, string> = { accept: 'text/event-stream' };
    if (lastEventId) headers['last-event-id'] = lastEventId;
    const response = await fetch(url, { headers, signal, cache: 'no-store' });
    if (!response.ok || !response.body) throw await problemOf(response);
    onOpen?.();
    for await (const { event, data, id } of parseEvents(response.body)) {
      const value: unknown = JSON.parse(data);
      if (event === 'failure') throw new ApiProblem(value as Problem);
      yield { event, data: value, id } as StreamEvent<Events>;
    }
  } catch (cause) {
    if (signal.aborted || cause instanceof ApiProblem) throw cause;
    throw new ApiProblem({ status: 0, code: 'unreachable' });
  }
}

/** Events of a body in the format of the HTML standard; comments and events without data are passed over. */
export async function* parseEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<RawEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const state: Parsing = { rest: '', event: '', data: [], id: null };
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      yield* takeEvents(state, decoder.decode(value, { stream: true }));
    }
  } finally {
    // Also when the caller breaks off: the connection must not stay open.
    await reader.cancel().catch(() => {});
  }
}

interface Parsing {
  rest: string;
  event: string;
  data: string[];
  id: string | null;
}

function* takeEvents(state: Parsing, text: string): Generator<RawEvent> {
  const lines = (state.rest + text).split(/\r\n|\n|\r(?!$)/);
  state.rest = lines.pop() ?? '';
  for (const line of lines) {
    if (line !== '') takeField(state, line);
    else if (state.data.length > 0) {
      yield { event: state.event || 'message', data: state.data.join('\n'), id: state.id };
      state.data = [];
      state.event = '';
    } else state.event = '';
  }
}

function takeField(state: Parsing, line: string): void {
  const colon = line.indexOf(':');
  const name = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
  if (name === 'event') state.event = value;
  else if (name === 'data') state.data.push(value);
  else if (name === 'id' && !value.includes('\0')) state.id = value;
}
