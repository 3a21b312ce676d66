import { keepRecent } from '@/server/platform/memory';
import { type ArchivedPart, type ArchiveIndex, inflateBlock } from './blocks';
import type { ArchiveStorage } from './storage/storage';

/** Inflated blocks that a process keeps; each is a mebibyte. */
const KEPT_BLOCKS = 8;

/** The blocks that were used last, by archive and number; who asks for one under way waits for it. */
export type BlockCache = Map<string, Promise<Buffer>>;

/** An archive in a storage, by its index. */
export interface StoredArchive {
  storage: ArchiveStorage;
  key: string;
  index: ArchiveIndex;
}

/** One block of a part, inflated and compared with the index. @throws StorageError, ArchiveDamaged */
export async function loadBlock(
  { storage, key, index }: StoredArchive,
  part: ArchivedPart,
  number: number,
): Promise<Buffer> {
  const [start = 0, end = 0] = part.offsets.slice(number, number + 2);
  return inflateBlock(index, part, number, await storage.read(key, start, end));
}

function blockOf(cache: BlockCache, archive: StoredArchive, part: ArchivedPart, number: number): Promise<Buffer> {
  const name = `${archive.storage.kind}:${archive.key}:${part.offsets[number]}`;
  const block =
    cache.get(name) ??
    loadBlock(archive, part, number).catch((error) => {
      cache.delete(name);
      throw error;
    });
  keepRecent(cache, name, block, KEPT_BLOCKS);
  return block;
}

/** Bytes of an archived part from an offset on; fewer than asked for only at its end. @throws StorageError, ArchiveDamaged */
export async function readArchived(
  cache: BlockCache,
  archive: StoredArchive,
  part: ArchivedPart,
  offset: number,
  length: number,
): Promise<Buffer> {
  const { blockBytes } = archive.index;
  const end = Math.min(offset + length, part.sizeBytes);
  const pieces: Buffer[] = [];
  for (let at = offset; at < end; ) {
    const number = Math.floor(at / blockBytes);
    const block = await blockOf(cache, archive, part, number);
    const from = at - number * blockBytes;
    const piece = block.subarray(from, Math.min(block.length, from + end - at));
    pieces.push(piece);
    at += piece.length;
  }
  // A copy: what the caller does with the bytes must not reach the cache.
  return Buffer.concat(pieces);
}
