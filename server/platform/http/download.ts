import { AppError } from '../errors';
import { LENGTH_HEADER } from './respond';

/** The range that a Range header asks for; the whole without one, or with one that is not understood. @throws AppError */
export function rangeOf(header: string | null, size: number): { start: number; end: number } {
  const match = /^bytes=(\d{0,16})-(\d{0,16})$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return { start: 0, end: size };
  const [, first = '', last = ''] = match;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(Number(last) + 1, size);
  if (start >= size || start >= end)
    throw new AppError('range_not_satisfiable', `There are ${size} bytes; the range asked for has none of them.`);
  return { start, end };
}

/**
 * A body that is read on only when there is room. When the source throws, the connection is destroyed: what is missing
 * must not look complete.
 * @param onCancel called when the client goes away
 */
export function bodyOf(source: AsyncGenerator<Buffer>, onCancel?: () => Promise<void>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { value, done } = await source.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: async () => {
        await source.return(undefined);
        await onCancel?.();
      },
    },
    { highWaterMark: 1 },
  );
}

/** Content-Disposition of a file that is to be saved, under a name of any characters. */
function attachment(fileName: string | null): string {
  if (fileName === null) return 'attachment';
  const plain = fileName.replace(/[^\x20-\x7e]|["\\]/g, '_');
  if (plain === fileName) return `attachment; filename="${plain}"`;
  const encoded = encodeURIComponent(fileName).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** A file to be sent: its bytes from `start` up to `end`. */
export interface Download {
  body: ReadableStream<Uint8Array>;
  sizeBytes: number;
  start: number;
  /** First byte that is no longer part. */
  end: number;
  /** Changes when the content does; compared with If-Range. */
  entityTag: string;
  fileName: string | null;
}

/** Which bytes are wanted: the Range and If-Range headers. */
export interface Wish {
  range: string | null;
  /** The range counts only if the file is still this one. */
  ifRange: string | null;
}

/** A file that can be sent. */
interface Sendable {
  size: number;
  stream(start: number, end: number): AsyncIterable<Buffer>;
}

async function* from(first: IteratorResult<Buffer>, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  for (let next = first; !next.done; next = await rest.next()) yield next.value;
}

/**
 * Prepares a file, or the range of it that is wanted, to be sent. Its first bytes are read at once: what is wrong with
 * them can still be answered.
 * @param identity changes when the content does
 * @throws AppError range_not_satisfiable, and what reading throws
 */
export async function downloadOf(
  file: Sendable,
  { identity, fileName }: { identity: string; fileName: string | null },
  { range, ifRange }: Wish,
): Promise<Download> {
  const entityTag = `"${identity}"`;
  const { start, end } = rangeOf(ifRange === null || ifRange === entityTag ? range : null, file.size);
  const bytes = file.stream(start, end)[Symbol.asyncIterator]();
  const body = bodyOf(from(await bytes.next(), bytes), async () => {
    await bytes.return?.();
  });
  return { body, sizeBytes: file.size, start, end, entityTag, fileName };
}

/** Headers of a request that say which bytes are wanted. */
export function wishOf({ headers }: Request): Wish {
  return { range: headers.get('range'), ifRange: headers.get('if-range') };
}

/** The answer that sends a file, or the range of it that was asked for. */
export function fileResponse(download: Download, contentType: string): Response {
  const { body, sizeBytes, start, end, entityTag, fileName } = download;
  const partial = end - start < sizeBytes;
  return new Response(body, {
    status: partial ? 206 : 200,
    headers: {
      'content-type': contentType,
      'content-disposition': attachment(fileName),
      [LENGTH_HEADER]: String(end - start),
      // Compressed on the way it would have another length than it says, and ranges of other bytes.
      'cache-control': 'no-store, no-transform',
      'accept-ranges': 'bytes',
      etag: entityTag,
      ...(partial ? { 'content-range': `bytes ${start}-${end - 1}/${sizeBytes}` } : {}),
    },
  });
}
