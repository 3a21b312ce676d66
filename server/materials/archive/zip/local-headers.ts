import type { ByteSource } from '../byte-source';
import type { Findings } from '../findings';
import type { Watch } from '../watch';
import type { CentralEntry } from './central-directory';
import { descriptorLength, LONGEST_DESCRIPTOR } from './data-descriptor';
import { isEncrypted } from './entry-rules';
import { FLAG_DESCRIPTOR, LOCAL_HEADER, LOCAL_HEADER_BYTES, signatureBytes, type ZipEntry } from './format';
import { disagreement, type Listed, localCompression, localHeaderLength } from './local-header';
import { WindowReader } from './window-reader';

const LOCAL_SIGNATURE = signatureBytes(LOCAL_HEADER);
/** Room for the extra fields of usual local headers, to have all of one in the first read. */
const USUAL_EXTRA = 64;
/** How much of unexplained bytes is searched for entries. They are refused anyway; this only tells what they are. */
const SEARCHED_GAP = 256 << 10;
/** Further gaps are not looked at: there may be one ahead of every entry, and all of a huge file would be read. */
const MOST_GAPS = 50;
const PAUSE_AFTER = 1000;

/** Compares local headers with the central directory and sees that they fill the archive without overlap or gap. */
class LocalHeaderCheck {
  readonly #source: ByteSource;
  readonly #findings: Findings;
  readonly #window: WindowReader;
  #gaps = 0;

  constructor(source: ByteSource, directoryOffset: number, findings: Findings) {
    this.#source = source;
    this.#findings = findings;
    this.#window = new WindowReader(source, directoryOffset);
  }

  /** Notes what fills the bytes that no entry accounts for. */
  async explainGap(start: number, end: number, path: string | null): Promise<void> {
    // Beyond the entries there is no gap but an entry that points nowhere, which is noted when it is read.
    if (start >= end || this.#gaps >= MOST_GAPS) return;
    this.#gaps += 1;
    const bytes = await this.#source.read(start, Math.min(end, start + SEARCHED_GAP));
    if (bytes.includes(LOCAL_SIGNATURE))
      this.#findings.fault(
        'ZIP_LOCAL_CENTRAL_MISMATCH',
        path,
        `${end - start} bytes at offset ${start} hold an entry that is not in the list of entries.`,
      );
    else this.#findings.fault('ZIP_EXTRA_DATA', path, `${end - start} bytes at offset ${start} belong to no entry.`);
  }

  /**
   * Checks one entry, whose header must begin where the one before ends, and sets its `dataOffset`.
   * @param next where the entry after it begins, or the central directory
   * @returns where the entry ends; null when that cannot be known
   */
  async checkEntry(listed: Listed, next: number): Promise<number | null> {
    const { entry, flags } = listed;
    const header = await this.#readHeader(listed, next);
    if (header === null) {
      this.#mismatch(entry, `There is no entry at offset ${entry.headerOffset}, where the list of entries says.`);
      return null;
    }
    const local = localCompression(header);
    const difference = disagreement(header, listed);
    if (isEncrypted(local.flags, local.method) && !isEncrypted(flags, entry.method))
      this.#findings.fault('ZIP_ENCRYPTED', entry.path, 'The entry is encrypted; pack it without a password.');
    else if (difference !== null)
      this.#mismatch(entry, `The entry's own header and the list of entries differ about ${difference}.`);
    entry.dataOffset = entry.headerOffset + header.length;
    const dataEnd = entry.dataOffset + entry.packedSize;
    if ((flags & FLAG_DESCRIPTOR) === 0 || dataEnd > next) return dataEnd;
    const after = await this.#window.read(dataEnd, LONGEST_DESCRIPTOR, dataEnd);
    const length = descriptorLength(after, entry, next - dataEnd);
    if (length === null)
      this.#mismatch(entry, 'The descriptor behind the data is missing or differs from the list of entries.');
    return length === null ? null : dataEnd + length;
  }

  async #readHeader({ entry, nameBytes }: Listed, next: number): Promise<Buffer | null> {
    const usual = LOCAL_HEADER_BYTES + nameBytes.length + USUAL_EXTRA;
    let bytes = await this.#window.read(entry.headerOffset, usual, next);
    const length = localHeaderLength(bytes);
    if (length > bytes.length) bytes = await this.#window.read(entry.headerOffset, length, next);
    return length === 0 || length > bytes.length ? null : bytes.subarray(0, length);
  }

  #mismatch(entry: ZipEntry, message: string): void {
    this.#findings.fault('ZIP_LOCAL_CENTRAL_MISMATCH', entry.path, message);
  }

  /** Notes an entry that begins before the one ahead of it ended. */
  overlap(entry: ZipEntry | null, path: string | null): void {
    const place = entry === null ? 'the list of entries' : 'the entry before it';
    this.#findings.fault('ZIP_OVERLAP', path, `The bytes of the entry overlap ${place}; they would be counted twice.`);
  }
}

/**
 * Reads every local header, sets the `dataOffset` of each entry, and notes where headers differ from the central
 * directory, entries overlap, or bytes are explained by no entry. Nothing is unpacked.
 * @param directory bytes of the central directory, which the entries were read from
 * @param directoryOffset where the central directory begins; the entries must fill everything ahead of it
 */
export async function checkLocalHeaders(
  source: ByteSource,
  directory: Buffer,
  entries: readonly CentralEntry[],
  directoryOffset: number,
  findings: Findings,
  watch: Watch,
): Promise<void> {
  const check = new LocalHeaderCheck(source, directoryOffset, findings);
  const inFileOrder = [...entries].sort((a, b) => a.entry.headerOffset - b.entry.headerOffset);
  let end: number | null = 0;
  for (const [index, { entry, flags, nameStart, nameEnd }] of inFileOrder.entries()) {
    if (index % PAUSE_AFTER === 0) await watch.breathe();
    if (end !== null && entry.headerOffset < end) check.overlap(entry, entry.path);
    else if (end !== null && entry.headerOffset > end)
      await check.explainGap(end, Math.min(entry.headerOffset, directoryOffset), entry.path);
    const listed = { entry, flags, nameBytes: directory.subarray(nameStart, nameEnd) };
    end = await check.checkEntry(listed, inFileOrder[index + 1]?.entry.headerOffset ?? directoryOffset);
  }
  if (end !== null && end > directoryOffset) check.overlap(null, inFileOrder.at(-1)?.entry.path ?? null);
  else if (end !== null && end < directoryOffset) await check.explainGap(end, directoryOffset, null);
}
