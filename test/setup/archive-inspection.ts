import { createHash } from 'node:crypto';
import type { ByteSource } from '@/server/materials/archive/byte-source';
import { type Inspection, type InspectOptions, inspectArchive } from '@/server/materials/archive/inspect';

const PIECE = 256 << 10;

/** Bytes at hand as a source. */
export function sourceOf(bytes: Buffer): ByteSource {
  return {
    size: bytes.length,
    read: async (start, end) => {
      if (start < 0 || start > end || end > bytes.length) throw new Error(`there are no bytes ${start} to ${end}`);
      return bytes.subarray(start, end);
    },
    async *stream(start, end) {
      for (let at = start; at < end; at += PIECE) yield bytes.subarray(at, Math.min(end, at + PIECE));
    },
  };
}

/** Takes what an inspection stores and gives it back by its SHA-256. */
export class MemoryStore {
  readonly blobs = new Map<string, Buffer>();

  async store(chunks: AsyncIterable<Buffer>) {
    const parts: Buffer[] = [];
    for await (const chunk of chunks) parts.push(chunk);
    const bytes = Buffer.concat(parts);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    this.blobs.set(sha256, bytes);
    return { sha256, md5: createHash('md5').update(bytes).digest('hex'), size: bytes.length };
  }

  get(sha256: string): Buffer {
    const bytes = this.blobs.get(sha256);
    if (bytes === undefined) throw new Error('this was not stored');
    return bytes;
  }
}

/** Inspects bytes into a store of their own. */
export async function inspectBytes(
  bytes: Buffer,
  options: Partial<InspectOptions> = {},
): Promise<{ inspection: Inspection; stored: MemoryStore }> {
  const stored = new MemoryStore();
  const inspection = await inspectArchive(sourceOf(bytes), { store: (chunks) => stored.store(chunks), ...options });
  return { inspection, stored };
}

/** The codes of what was found, each once. */
export function codesOf(found: readonly { code: string }[]): string[] {
  return [...new Set(found.map(({ code }) => code))];
}
