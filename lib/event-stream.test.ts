import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openEventStream, parseEvents } from './event-stream';

function bodyOf(...chunks: (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(typeof chunk === 'string' ? encoder.encode(chunk) : chunk);
      controller.close();
    },
  });
}

async function all<T>(events: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const event of events) found.push(event);
  return found;
}

describe('parseEvents', () => {
  test('reads names, data of several lines, and keeps the last id', async () => {
    const events = await all(
      parseEvents(bodyOf(': hello\n\nid: 7\nevent: lines\ndata: {"a":1}\n\nevent:done\ndata:1\ndata: 2\n\n')),
    );
    expect(events).toEqual([
      { event: 'lines', data: '{"a":1}', id: '7' },
      { event: 'done', data: '1\n2', id: '7' },
    ]);
  });

  test('reads the same however the bytes are cut, with every kind of line end', async () => {
    const bytes = new TextEncoder().encode('event: a\r\ndata: "日志 é"\r\n\r\nevent: b\rdata: 2\r\rdata: 3\n\nx');
    const whole = await all(parseEvents(bodyOf(bytes)));
    const single = await all(parseEvents(bodyOf(...Array.from(bytes, (byte) => Uint8Array.of(byte)))));
    expect(whole.map(({ event, data }) => [event, data])).toEqual([
      ['a', '"日志 é"'],
      ['b', '2'],
      ['message', '3'],
    ]);
    expect(single).toEqual(whole);
  });

  test('an event that was cut off by the end is none; one without data is none', async () => {
    expect(await all(parseEvents(bodyOf('event: empty\n\ndata: 1\n')))).toEqual([]);
  });

  test('breaking off closes the connection', async () => {
    const cancel = vi.fn();
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new TextEncoder().encode('data: 1\n\n')),
      cancel,
    });
    for await (const _ of parseEvents(body)) break;
    expect(cancel).toHaveBeenCalled();
  });
});

describe('openEventStream', () => {
  afterEach(() => vi.unstubAllGlobals());
  const signal = new AbortController().signal;
  beforeEach(() => void vi.stubGlobal('window', { location: { pathname: '/', search: '' } }));
  const answer = (response: Response) => {
    const send = vi.fn(async () => response);
    vi.stubGlobal('fetch', send);
    return send;
  };

  test('gives parsed data and sends the last id', async () => {
    const send = answer(new Response(bodyOf('event: n\ndata: {"x":1}\nid: 9\n\n')));
    const events = await all(openEventStream<{ n: { x: number } }>('/e', { signal, lastEventId: '8' }));
    expect(events).toEqual([{ event: 'n', data: { x: 1 }, id: '9' }]);
    expect(send).toHaveBeenCalledWith(
      '/e',
      expect.objectContaining({ headers: expect.objectContaining({ 'last-event-id': '8' }) }),
    );
  });

  test('an error answer and a failure event are the problem they carry', async () => {
    const problem = {
      type: 'x',
      title: 't',
      status: 400,
      detail: 'bad pattern',
      code: 'invalid_input',
      requestId: 'r1',
    };
    answer(new Response(JSON.stringify(problem), { status: 400 }));
    await expect(all(openEventStream('/e', { signal }))).rejects.toMatchObject({
      message: 'bad pattern',
      requestId: 'r1',
    });
    answer(new Response(bodyOf(`event: failure\ndata: ${JSON.stringify(problem)}\n\n`)));
    await expect(all(openEventStream('/e', { signal }))).rejects.toMatchObject({ code: 'invalid_input', status: 400 });
  });

  test('a lost connection is the lack of an answer', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('network');
    });
    await expect(all(openEventStream('/e', { signal }))).rejects.toMatchObject({ code: 'unreachable', status: 0 });
  });
});
