import type { Budgets } from '../budgets';
import type { ByteSource } from '../byte-source';
import type { Findings } from '../findings';
import type { Watch } from '../watch';
import { readCentralDirectory } from './central-directory';
import { findCollisions } from './collisions';
import { locateDirectory } from './end-record';
import { isSuspiciouslySmall } from './entry-rules';
import type { ZipEntry } from './format';
import { checkLocalHeaders } from './local-headers';
import { NAME_FAULTS } from './path-rules';

function judgeTotals(entries: readonly ZipEntry[], budgets: Budgets, findings: Findings): void {
  let packed = 0;
  let unpacked = 0;
  for (const entry of entries) {
    packed += entry.packedSize;
    unpacked += entry.size;
  }
  if (unpacked > budgets.unpackedBytes)
    findings.fault(
      'ZIP_TOO_LARGE',
      null,
      `The files have ${unpacked} bytes unpacked; at most ${budgets.unpackedBytes} are accepted.`,
    );
  if (isSuspiciouslySmall(packed, unpacked, budgets))
    findings.fault(
      'ZIP_BOMB',
      null,
      `The archive would grow from ${packed} to ${unpacked} bytes; at most ${budgets.ratio} times are accepted.`,
    );
}

/**
 * Reads the structure of a zip archive: end records, central directory and every local header, which must agree with each
 * other and explain every byte of the file. No content is unpacked: whether it is what the headers say (length, CRC-32)
 * is known when it has been read (`content/`).
 * @returns the entries in the order of the central directory, to be trusted only if nothing was found
 * @throws ArchiveRefusal when the structure cannot be followed; the signal's reason when it is aborted
 */
export async function readZip(
  source: ByteSource,
  budgets: Budgets,
  findings: Findings,
  watch: Watch,
): Promise<ZipEntry[]> {
  const location = await locateDirectory(source, budgets);
  // All of it at once: its size is bounded by the budgets, and names are compared with it later.
  const directory = await source.read(location.offset, location.offset + location.size);
  const listed = await readCentralDirectory(directory, location.entries, budgets, findings, watch);
  const entries = listed.map(({ entry }) => entry);
  judgeTotals(entries, budgets, findings);
  // Of names that are wrong by themselves nothing more can be said.
  if (!findings.hasAny(NAME_FAULTS)) await findCollisions(entries, findings, watch);
  await checkLocalHeaders(source, directory, listed, location.offset, findings, watch);
  return entries;
}
