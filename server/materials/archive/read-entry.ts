import { DEFAULT_BUDGETS } from './budgets';
import type { ByteSource } from './byte-source';
import { EntryReader } from './content/entry-reader';
import { Findings } from './findings';
import { Watch } from './watch';
import { readZip } from './zip/read-zip';

/**
 * The content of one file of an archive, checked against its headers; empty when there is no such file.
 * @throws ArchiveRefusal when the archive or the file is damaged, Error when the file is larger than `limit` bytes
 */
export async function readEntry(source: ByteSource, path: string, limit: number): Promise<Buffer> {
  const watch = new Watch(DEFAULT_BUDGETS.wallMilliseconds);
  const entries = await readZip(source, DEFAULT_BUDGETS, new Findings(), watch);
  const entry = entries.find((candidate) => candidate.path === path && !candidate.isDirectory);
  if (!entry) return Buffer.alloc(0);
  if (entry.size > limit) throw new Error(`${path} has ${entry.size} bytes, more than ${limit}`);
  const pieces: Buffer[] = [];
  const reader = new EntryReader(source, [entry], {
    watch,
    // A piece is only lent: the inflater may write over it.
    listenTo: () => (piece) => pieces.push(Buffer.from(piece)),
    onVerified: () => {},
  });
  await reader.verifyAll();
  return Buffer.concat(pieces);
}
