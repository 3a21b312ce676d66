import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { AppError } from '@/server/platform/errors';
import type { OpenLog } from './open-log';

/** Bytes that are read at once; a few of them are in memory for each download. */
const CHUNK_BYTES = 512 << 10;

/** A log as a file: its bytes from `start` up to `end`. */
export interface LogDownload {
  body: ReadableStream<Uint8Array>;
  sizeBytes: number;
  start: number;
  /** First byte that is no longer part. */
  end: number;
  /** Changes when the content does; compared with If-Range. */
  entityTag: string;
  fileName: string;
}

/** The range that a Range header asks for; the whole without one, or with one that is not understood. @throws AppError */
export function rangeOf(header: string | null, size: number): { start: number; end: number } {
  const match = /^bytes=(\d{0,16})-(\d{0,16})$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return { start: 0, end: size };
  const [, first = '', last = ''] = match;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(Number(last) + 1, size);
  if (start >= size || start >= end)
    throw new AppError('range_not_satisfiable', `The log has ${size} bytes; the range asked for has none of them.`);
  return { start, end };
}

/** Names what the log holds: the same while its parts are the same and none has grown. */
export function entityTagOf(log: OpenLog): string {
  return `"${log.parts
    .map((part) => `${part.fingerprint}.${part.sizeBytes}`)
    .join('-')
    .slice(-200)}"`;
}

/** Bytes of the log, chunk by chunk; closes the log behind them. Breaks off when the log becomes shorter. */
async function* chunks(log: OpenLog, start: number, end: number): AsyncGenerator<Buffer> {
  try {
    for (let at = start; at < end; ) {
      const chunk = await log.read(at, Math.min(CHUNK_BYTES, end - at));
      // What is missing must not look complete: breaking off shows it.
      if (chunk.length === 0) throw new Error('The log became shorter while it was read.');
      at += chunk.length;
      yield chunk;
    }
  } finally {
    await log.close();
  }
}

/** The bytes of a range as a stream that reads on only when there is room. */
export function rawStream(log: OpenLog, start: number, end: number): ReadableStream<Uint8Array> {
  const source = chunks(log, start, end);
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { value, done } = await source.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: async () => {
        await source.return(undefined);
        await log.close();
      },
    },
    { highWaterMark: 1 },
  );
}

/** The whole log, compressed on the way. */
export function gzipStream(log: OpenLog): ReadableStream<Uint8Array> {
  const gzip = createGzip({ level: 3, chunkSize: 64 << 10 });
  const source = Readable.from(chunks(log, 0, log.sizeBytes), { objectMode: false, highWaterMark: CHUNK_BYTES });
  source.on('error', (error) => gzip.destroy(error));
  gzip.on('close', () => source.destroy());
  return Readable.toWeb(source.pipe(gzip)) as ReadableStream<Uint8Array>;
}
