import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { codesOf, sourceOf } from '@/test/setup/archive-inspection';
import { buildZip, engineEntries } from '@/test/setup/zip-builder';
import type { ByteSource } from './byte-source';
import { inspectArchive } from './inspect';

const MEBIBYTE = 1 << 20;
const MOST_GROWTH = 64 * MEBIBYTE;
const PIECE = 512 << 10;
/** Collecting garbage takes its time. */
const MEASURED_READS = 40;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Bytes that are held: garbage is collected first, since when it is collected otherwise is not ours to say. */
async function held(): Promise<number> {
  collectGarbage();
  // What collecting made free of buffers is counted as free a turn later.
  await setImmediate();
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Inspects with a store that keeps nothing, and gives the most that was held meanwhile, more than before. */
async function growthOf(source: ByteSource) {
  const before = await held();
  let most = 0;
  let reads = 0;
  const measured: ByteSource = {
    size: source.size,
    read: async (start, end) => {
      reads += 1;
      if (reads % MEASURED_READS === 1) most = Math.max(most, await held());
      return source.read(start, end);
    },
    async *stream(start, end) {
      for await (const piece of source.stream(start, end)) {
        reads += 1;
        if (reads % MEASURED_READS === 1) most = Math.max(most, await held());
        yield piece;
      }
    },
  };
  const inspection = await inspectArchive(measured, {
    store: async (chunks) => {
      let size = 0;
      for await (const chunk of chunks) size += chunk.length;
      most = Math.max(most, await held());
      return { sha256: '', md5: '', size };
    },
  });
  return { inspection, growth: most - before };
}

/** A valid archive with a stored file of zeros in its middle, of which only the rest is in memory. */
function hugeSource(hugeBytes: number): ByteSource {
  const zeros = Buffer.alloc(MEBIBYTE);
  let checksum = 0;
  for (let at = 0; at < hugeBytes; at += MEBIBYTE) checksum = crc32(zeros, checksum);
  const fields = { crc32: checksum, packedSize: hugeBytes, size: hugeBytes };
  const name = 'spark/dist/2.4.3/lib/huge.jar';
  const last = { name, method: 0, local: fields, central: fields };
  const small = buildZip([...engineEntries(), last]);
  // The huge file comes last, so that its content lies where the directory begins in the small archive.
  const gapAt = small.readUInt32LE(small.length - 6);
  const end = Buffer.from(small.subarray(small.length - 22));
  end.writeUInt32LE(gapAt + hugeBytes, 16);
  const rest = Buffer.concat([small.subarray(gapAt, -22), end]);
  const read = (from: number, to: number): Buffer => {
    const parts: Buffer[] = [];
    for (let at = from; at < to; ) {
      const inRest = at - gapAt - hugeBytes;
      const part =
        at < gapAt
          ? small.subarray(at, Math.min(to, gapAt))
          : inRest < 0
            ? zeros.subarray(0, Math.min(MEBIBYTE, to - at, -inRest))
            : rest.subarray(inRest, inRest + to - at);
      parts.push(part);
      at += part.length;
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  };
  return {
    size: gapAt + hugeBytes + rest.length,
    read: async (from, to) => read(from, to),
    async *stream(from, to) {
      for (let at = from; at < to; at += PIECE) yield read(at, Math.min(to, at + PIECE));
    },
  };
}

/** As many files as are accepted, with names that are rather long. */
function manyFiles(): ByteSource {
  const files = [...Array(49_990).keys()].map((index) => ({
    name: `spark/dist/2.4.3/lib/Directory-${index >> 7}/name of a file that is rather long, as they are ${index}.class`,
    content: 'x',
    method: 0,
  }));
  return sourceOf(buildZip([...engineEntries(), ...files]));
}

/** A directory of 200,000 entries; what it claims to have may be less. */
function manyEntries(claimed: number | undefined): ByteSource {
  const entries = [...Array(200_000).keys()].map((index) => ({
    name: `spark/dist/2.4.3/lib/${index}${'long name'.repeat(5)}`,
    only: 'central' as const,
  }));
  const end = claimed === undefined ? {} : { entries: claimed };
  return sourceOf(buildZip([...engineEntries(), ...entries], { zip64: true, end }));
}

describe('memory', () => {
  it('stays within its bound for a file of 300 MiB', async () => {
    const { inspection, growth } = await growthOf(hugeSource(300 * MEBIBYTE));
    expect(inspection.faults).toEqual([]);
    expect(inspection.unpackedBytes).toBeGreaterThan(300 * MEBIBYTE);
    expect(growth).toBeLessThan(MOST_GROWTH / 4);
  });

  it('stays within its bound for as many files as are accepted', async () => {
    const { inspection, growth } = await growthOf(manyFiles());
    expect(inspection.faults).toEqual([]);
    expect(inspection.files).toBe(49_993);
    expect(growth).toBeLessThan(MOST_GROWTH);
  });

  it.each([
    ['that it promises', undefined, 'ZIP_TOO_MANY_ENTRIES'],
    ['that it hides', 3, 'ZIP_TOO_LARGE'],
  ])('stays within its bound for 200,000 entries %s', async (_, entries, code) => {
    const { inspection, growth } = await growthOf(manyEntries(entries));
    expect(codesOf(inspection.faults)).toEqual([code]);
    expect(growth).toBeLessThan(MOST_GROWTH / 4);
  });
});
