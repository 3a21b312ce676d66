import type { Budgets } from '../budgets';
import { ArchiveRefusal, type Findings } from '../findings';
import type { Watch } from '../watch';
import { judgeEntry } from './entry-rules';
import { readExtraFields } from './extra-fields';
import {
  CENTRAL_HEADER,
  CENTRAL_HEADER_BYTES,
  FLAG_UTF8,
  IN_ZIP64_16,
  IN_ZIP64_32,
  readUInt64,
  type ZipEntry,
} from './format';
import { decodeName, spellBytes } from './name-encoding';
import { checkPath, spellName } from './path-rules';

/** Entries between two pauses in which others of the thread get their turn. */
const PAUSE_AFTER = 1000;

/** An entry with what only its comparison with the local header needs: kept small, there may be many. */
export interface CentralEntry {
  entry: ZipEntry;
  flags: number;
  /** Where the bytes of its name lie in the central directory. */
  nameStart: number;
  nameEnd: number;
}

/** A record of the central directory as it stands there. */
interface CentralRecord {
  versionMadeBy: number;
  flags: number;
  method: number;
  crc32: number;
  packedSize: number;
  size: number;
  disk: number;
  externalAttributes: number;
  headerOffset: number;
  nameBytes: Buffer;
  unicodePath: Buffer | null;
}

const damaged = (what: string) => new ArchiveRefusal('ZIP_DAMAGED', null, what);

/** Puts the zip64 values in the place of those that did not fit, in the order that the format gives them. */
function applyZip64(record: CentralRecord, zip64: Buffer | null): void {
  let at = 0;
  const next = (): number => {
    const value = zip64 !== null && at + 8 <= zip64.length ? readUInt64(zip64, at) : null;
    if (value === null) throw damaged(`The zip64 field of ${spellBytes(record.nameBytes)} is missing or cut.`);
    at += 8;
    return value;
  };
  // Without a zip64 field these are values like others, at the limit of what fits.
  if (zip64 === null) return;
  if (record.size === IN_ZIP64_32) record.size = next();
  if (record.packedSize === IN_ZIP64_32) record.packedSize = next();
  if (record.headerOffset === IN_ZIP64_32) record.headerOffset = next();
  if (record.disk === IN_ZIP64_16) {
    if (at + 4 > zip64.length) throw damaged(`The zip64 field of ${spellBytes(record.nameBytes)} is cut.`);
    record.disk = zip64.readUInt32LE(at);
  }
}

/** Reads the record at an offset of the directory, and says where the next begins. */
function parseRecord(directory: Buffer, at: number): { record: CentralRecord; next: number } {
  if (at + CENTRAL_HEADER_BYTES > directory.length || directory.readUInt32LE(at) !== CENTRAL_HEADER)
    throw damaged('The list of entries is damaged: an entry does not begin where the one before ends.');
  const nameEnd = at + CENTRAL_HEADER_BYTES + directory.readUInt16LE(at + 28);
  const extraEnd = nameEnd + directory.readUInt16LE(at + 30);
  const next = extraEnd + directory.readUInt16LE(at + 32);
  if (next > directory.length) throw damaged('The list of entries is damaged: its last entry reaches beyond its end.');
  const nameBytes = directory.subarray(at + CENTRAL_HEADER_BYTES, nameEnd);
  const extra = readExtraFields(directory.subarray(nameEnd, extraEnd));
  if (extra === null) throw damaged(`The extra fields of ${spellBytes(nameBytes)} are damaged.`);
  const record: CentralRecord = {
    versionMadeBy: directory.readUInt16LE(at + 4),
    flags: directory.readUInt16LE(at + 8),
    method: directory.readUInt16LE(at + 10),
    crc32: directory.readUInt32LE(at + 16),
    packedSize: directory.readUInt32LE(at + 20),
    size: directory.readUInt32LE(at + 24),
    disk: directory.readUInt16LE(at + 34),
    externalAttributes: directory.readUInt32LE(at + 38),
    headerOffset: directory.readUInt32LE(at + 42),
    nameBytes,
    unicodePath: extra.unicodePath,
  };
  applyZip64(record, extra.zip64);
  return { record, next };
}

/** Counts what is worth one warning for the whole archive. */
interface NameCounts {
  backslash: { count: number; example: string };
  gbk: { count: number; example: string };
}

/** The path of an entry with `/` between and after directories; what is wrong with it goes to the findings. */
function readName(record: CentralRecord, budgets: Budgets, findings: Findings, counts: NameCounts): string {
  const decoded = decodeName(record.nameBytes, (record.flags & FLAG_UTF8) !== 0, record.unicodePath);
  if ('problem' in decoded) {
    const spelled = spellBytes(record.nameBytes);
    findings.fault('ZIP_BAD_NAME_ENCODING', spelled, `The name of the entry ${decoded.problem}.`);
    return spelled;
  }
  const name = decoded.name.replaceAll('\\', '/');
  const problem = checkPath(name, budgets);
  if (problem !== null) {
    findings.fault(problem.code, spellName(name), problem.message);
    return spellName(name);
  }
  if (decoded.encoding === 'gbk' && counts.gbk.count++ === 0) counts.gbk.example = name;
  if (name !== decoded.name && counts.backslash.count++ === 0) counts.backslash.example = name;
  return name;
}

function toEntry(record: CentralRecord, name: string): ZipEntry {
  const isDirectory = name.endsWith('/');
  return {
    path: isDirectory ? name.slice(0, -1) : name,
    isDirectory,
    method: record.method,
    crc32: record.crc32,
    packedSize: record.packedSize,
    size: record.size,
    headerOffset: record.headerOffset,
    dataOffset: -1,
  };
}

function warnOfNames(counts: NameCounts, findings: Findings): void {
  const { backslash, gbk } = counts;
  if (backslash.count > 0)
    findings.warn(
      'BACKSLASH_NAMES',
      backslash.example,
      `${backslash.count} names were written with backslashes, as on Windows; they were read as slashes.`,
    );
  if (gbk.count > 0)
    findings.warn('NAMES_IN_GBK', gbk.example, `${gbk.count} names are not in UTF-8; they were read as GBK.`);
}

/**
 * Reads all entries of the central directory. What is wrong with single entries goes to the findings and reading goes on;
 * totals are checked against the budgets.
 * @param directory its bytes, all of them
 * @param count how many entries the end record promises
 * @throws ArchiveRefusal ZIP_DAMAGED when it cannot be read to its end
 */
export async function readCentralDirectory(
  directory: Buffer,
  count: number,
  budgets: Budgets,
  findings: Findings,
  watch: Watch,
): Promise<CentralEntry[]> {
  const entries: CentralEntry[] = [];
  const counts: NameCounts = { backslash: { count: 0, example: '' }, gbk: { count: 0, example: '' } };
  let at = 0;
  while (at < directory.length) {
    if (entries.length === count)
      throw damaged(`The list of entries is longer than the ${count} entries it should have.`);
    const { record, next } = parseRecord(directory, at);
    const entry = toEntry(record, readName(record, budgets, findings, counts));
    judgeEntry(entry, record, budgets, findings);
    const nameStart = at + CENTRAL_HEADER_BYTES;
    entries.push({ entry, flags: record.flags, nameStart, nameEnd: nameStart + record.nameBytes.length });
    at = next;
    if (entries.length % PAUSE_AFTER === 0) await watch.breathe();
  }
  if (entries.length !== count)
    throw damaged(`The list of entries holds ${entries.length} entries instead of the ${count} it should have.`);
  warnOfNames(counts, findings);
  return entries;
}
