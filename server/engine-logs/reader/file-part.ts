import { createHash } from 'node:crypto';
import { constants, createReadStream, createWriteStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { Configuration } from '@/server/platform/config/environment';
import { cached } from './cache';
import { detectEncoding } from './encoding';
import { fingerprintOf } from './fingerprint';
import type { LogPart } from './part';

/** How much of a part's beginning and end tells its encoding, and of the beginning its fingerprint. */
const SAMPLE_BYTES = 16 << 10;

/** Bytes of an open file, as many as there are up to `length`. */
async function readFully(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(Math.max(0, length));
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/** Opens a plain file, not through a link that appeared since its path was resolved, and without waiting on a pipe. */
async function openPlain(path: string): Promise<{ handle: FileHandle; sizeBytes: number; modifiedTime: Date } | null> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const status = await handle.stat();
    if (status.isFile()) return { handle, sizeBytes: status.size, modifiedTime: status.mtime };
  } catch (error) {
    await handle.close();
    throw error;
  }
  await handle.close();
  return null;
}

async function plainPart(path: string): Promise<LogPart | null> {
  const opened = await openPlain(path);
  if (!opened) return null;
  const { handle, sizeBytes, modifiedTime } = opened;
  const read = (offset: number, length: number) => readFully(handle, offset, Math.min(length, sizeBytes - offset));
  try {
    const beginning = await read(0, SAMPLE_BYTES);
    const end = sizeBytes > SAMPLE_BYTES ? await read(sizeBytes - SAMPLE_BYTES, SAMPLE_BYTES) : beginning;
    const fingerprint = fingerprintOf(beginning);
    return {
      key: createHash('sha256').update(`${path}\0${fingerprint}`).digest('hex').slice(0, 32),
      fingerprint,
      encoding: detectEncoding(beginning, end),
      sizeBytes,
      modifiedTime,
      read,
      local: async () => ({ format: 'plain', path, sizeBytes }),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** UTF-16 as UTF-8, so that everything behind it has to know one kind of line end. */
function toUtf8(encoding: 'utf-16le' | 'utf-16be'): Transform {
  const decoder = new TextDecoder(encoding);
  return new Transform({
    transform: (chunk: Buffer, _, done) => done(null, Buffer.from(decoder.decode(chunk, { stream: true }))),
    flush: (done) => done(null, Buffer.from(decoder.decode())),
  });
}

/** The part with its bytes changed: from a file in the cache that is written once for each state of the original. */
async function convertedPart(
  configuration: Configuration,
  original: LogPart,
  path: string,
  converter: () => Transform,
): Promise<LogPart | null> {
  const modified = original.modifiedTime?.getTime() ?? 0;
  const name = createHash('sha256').update(`${original.key} ${original.sizeBytes} ${modified}`).digest('hex');
  const converted = await cached(configuration, 'converted', name, async (target) => {
    await pipeline(
      createReadStream(path, original.sizeBytes > 0 ? { end: original.sizeBytes - 1 } : {}),
      converter(),
      createWriteStream(target),
    );
  });
  await original.close();
  const part = await plainPart(converted);
  return part && { ...part, modifiedTime: original.modifiedTime };
}

/**
 * Opens one file of a log, whose path is resolved and confined already. Compressed files and UTF-16 are read from a
 * converted copy.
 * @returns null when it is no plain file
 * @throws Error of the file system, or of a compressed file that is damaged
 */
export async function openFilePart(configuration: Configuration, path: string): Promise<LogPart | null> {
  const part = await plainPart(path);
  if (!part) return null;
  try {
    if (path.endsWith('.gz')) return await convertedPart(configuration, part, path, createGunzip);
    const { encoding } = part;
    if (encoding === 'utf-16le' || encoding === 'utf-16be')
      return await convertedPart(configuration, part, path, () => toUtf8(encoding));
  } catch (error) {
    await part.close();
    throw error;
  }
  return part;
}
