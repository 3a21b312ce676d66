import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogPart } from '../reader/part';
import { readArchived } from './block-reader';
import { BLOCK_BYTES, Compressor, LogChanged } from './blocks';
import type { ArchiveStorage } from './storage/storage';

/** A part that gives its bytes in pieces of any length, as networks do. */
function partOf(bytes: Buffer, piece: number): LogPart {
  return {
    key: 'x',
    fingerprint: '0-0',
    encoding: 'unknown',
    sizeBytes: bytes.length,
    modifiedTime: null,
    read: async (offset, length) => bytes.subarray(offset, Math.min(offset + Math.min(length, piece), bytes.length)),
    local: () => Promise.reject(new Error('not part of this test')),
    close: async () => {},
  };
}

/** What reading needs of a storage, over the bytes of one archive. */
function readableStorage(archive: Buffer): ArchiveStorage {
  const unused = () => Promise.reject(new Error('not part of this test'));
  const read = async (_: string, start: number, end: number) => archive.subarray(start, end);
  return { kind: 'local', read, write: unused, readAll: unused, localPath: unused, remove: unused };
}

/** Bytes of any kind, compressible or not, about a block boundary or small. */
const content = fc
  .record({
    size: fc.oneof(
      fc.integer({ min: 0, max: 3000 }),
      fc.integer({ min: BLOCK_BYTES - 2, max: BLOCK_BYTES + 2 }),
      fc.integer({ min: 2 * BLOCK_BYTES - 2, max: 2 * BLOCK_BYTES + 2 }),
      fc.integer({ min: 0, max: 3 * BLOCK_BYTES }),
    ),
    pattern: fc.uint8Array({ minLength: 1, maxLength: 300 }),
  })
  .map(({ size, pattern }) => Buffer.alloc(size, pattern));

describe('blocks of an archive', () => {
  it('give back every byte, wherever the log was cut into files and whatever is asked for', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(content, { minLength: 0, maxLength: 3 }),
        fc.integer({ min: 1000, max: 3 * BLOCK_BYTES }),
        fc.array(fc.tuple(fc.nat(), fc.nat({ max: 2 * BLOCK_BYTES })), { maxLength: 5 }),
        async (files, piece, reads) => {
          const whole = Buffer.concat(files);
          const compressor = new Compressor(
            { ticketId: 't', stream: 'stdout' },
            files.map((file) => partOf(file, piece)),
          );
          const members: Buffer[] = [];
          for await (const member of compressor.members()) members.push(member);
          const index = compressor.finish();
          const stored = Buffer.concat(members);
          expect(index).toMatchObject({ rawBytes: whole.length, storedBytes: stored.length });
          expect(gunzipSync(stored).equals(whole)).toBe(true);
          const newlines = whole.toString('latin1').split('\n').length - 1;
          expect(index.lines).toBe(newlines + (whole.length > 0 && whole.at(-1) !== 0x0a ? 1 : 0));
          if (files.length > 0) expect(index.parts.at(-1)?.newlines.at(-1)).toBe(newlines);
          const archive = { storage: readableStorage(stored), key: 'k', index };
          for (const [number, part] of index.parts.entries()) {
            const file = files[number] ?? Buffer.alloc(0);
            expect(part.offsets).toHaveLength(Math.ceil(file.length / BLOCK_BYTES) + 1);
            expect((await readArchived(new Map(), archive, part, 0, file.length)).equals(file)).toBe(true);
            for (const [place, length] of reads) {
              const offset = place % (file.length + 1);
              const bytes = await readArchived(new Map(), archive, part, offset, length);
              expect(bytes.equals(file.subarray(offset, offset + length))).toBe(true);
            }
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('stop when the log ends before its end', async () => {
    const part = { ...partOf(Buffer.alloc(100), 50), sizeBytes: 200 };
    const read = async () => {
      for await (const _ of new Compressor({ ticketId: 't', stream: 'gc' }, [part]).members());
    };
    await expect(read()).rejects.toBeInstanceOf(LogChanged);
  });
});
