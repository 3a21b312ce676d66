import type { Budgets } from '../budgets';
import type { ByteSource } from '../byte-source';
import { ArchiveRefusal, Findings } from '../findings';
import { secretListener } from '../lint-secrets';
import { type ContentDigests, type Member, membersBelow } from '../members';
import type { Watch } from '../watch';
import type { ZipEntry } from '../zip/format';
import { readZip } from '../zip/read-zip';
import { EntryReader } from './entry-reader';

/** Entries in the order of the file, without directories that have nothing packed: all that there is to verify. */
export function contentInFileOrder(entries: readonly ZipEntry[]): ZipEntry[] {
  return entries
    .filter((entry) => !entry.isDirectory || entry.packedSize > 0)
    .sort((a, b) => a.dataOffset - b.dataOffset);
}

/**
 * Reads and verifies a zip that is a material by itself, by the same rules as the archive around it. Zips within it are
 * files like others.
 * @param path its path in the archive around it; its own entries are named `path!/entry`
 * @param budgets what the archive around it has left of entries and unpacked bytes
 * @param isConfiguration whether its files are looked through for secrets
 * @returns its members, digested; null when it is refused, with the reasons in `findings`
 */
export async function readInnerArchive(
  source: ByteSource,
  path: string,
  isConfiguration: boolean,
  {
    budgets,
    findings,
    watch,
    digests,
  }: { budgets: Budgets; findings: Findings; watch: Watch; digests: ContentDigests },
): Promise<Member[] | null> {
  const inner = new Findings();
  let members: Member[] = [];
  try {
    const entries = await readZip(source, budgets, inner, watch);
    members = membersBelow('', entries);
    if (!inner.refused && members.every(({ entry }) => entry.isDirectory))
      inner.fault('ZIP_EMPTY', null, 'The archive has no files.');
    if (!inner.refused)
      await new EntryReader(source, contentInFileOrder(entries), {
        watch,
        onVerified: (entry, sha256) => digests.add(entry, sha256),
        listenTo: (entry) => (isConfiguration ? secretListener(entry.path, entry.size, inner) : undefined),
      }).verifyAll();
  } catch (failure) {
    if (!(failure instanceof ArchiveRefusal)) throw failure;
    inner.fault(failure.code, failure.path, failure.message);
  }
  findings.absorb(inner, path);
  return inner.refused ? null : members;
}
