import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { bodyOf } from '@/server/platform/http/download';
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
  return bodyOf(chunks(log, start, end), () => log.close());
}

/** The whole log, compressed on the way. */
export function gzipStream(log: OpenLog): ReadableStream<Uint8Array> {
  const gzip = createGzip({ level: 3, chunkSize: 64 << 10 });
  const source = Readable.from(chunks(log, 0, log.sizeBytes), { objectMode: false, highWaterMark: CHUNK_BYTES });
  source.on('error', (error) => gzip.destroy(error));
  gzip.on('close', () => source.destroy());
  return Readable.toWeb(source.pipe(gzip)) as ReadableStream<Uint8Array>;
}
