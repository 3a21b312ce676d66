import type { LogPage, LogState, LogStream } from '@/contracts/engine-logs';
import type { LogLocation } from '@/server/engine-history/service';
import type { Configuration } from '@/server/platform/config/environment';
import { AppError } from '@/server/platform/errors';
import { hasFingerprint } from './fingerprint';
import { LogClock } from './log-clock';
import { openDirectoryParts } from './log-directory';
import { indexLog, type LogIndex } from './log-index';
import type { LogAbsence, ReadableState } from './log-state';
import type { LogPart } from './part';
import { openRemotePart } from './remote/remote-part';
import type { ScannedLog } from './scan/jobs';

/** What the sources tell of a log besides its parts. */
export interface Provenance {
  state: ReadableState;
  source: NonNullable<LogState['source']>;
  reason: string | null;
  archivedTime: Date | null;
  expiresTime: Date | null;
}

/** A log of one engine, opened: its parts joined in order, as long as they were then. */
export class OpenLog {
  readonly sizeBytes: number;
  readonly modifiedTime: Date | null;
  readonly #starts: number[] = [];
  #index: Promise<LogIndex> | null = null;
  #clock: Promise<LogClock> | null = null;

  constructor(
    private readonly configuration: Configuration,
    readonly stream: LogStream,
    readonly parts: readonly LogPart[],
    readonly provenance: Provenance,
  ) {
    let start = 0;
    for (const part of parts) {
      this.#starts.push(start);
      start += part.sizeBytes;
    }
    this.sizeBytes = start;
    this.modifiedTime = parts.findLast((part) => part.modifiedTime)?.modifiedTime ?? null;
  }

  /** Bytes from an offset on; fewer than asked for only at the end, or when a file became shorter. */
  async read(offset: number, length: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    let at = offset;
    let left = Math.min(length, this.sizeBytes - offset);
    for (let index = 0; index < this.parts.length && left > 0; index++) {
      const part = this.parts[index] as LogPart;
      const inside = at - (this.#starts[index] as number);
      if (inside < 0 || inside >= part.sizeBytes) continue;
      const wanted = Math.min(left, part.sizeBytes - inside);
      const piece = await part.read(inside, wanted);
      pieces.push(piece);
      // What lies behind a gap must not be taken for what lay in it.
      if (piece.length < wanted) break;
      at += piece.length;
      left -= piece.length;
    }
    const [only] = pieces;
    return only && pieces.length === 1 ? only : Buffer.concat(pieces);
  }

  /** Encoding of the part that holds the byte at an offset. */
  encodingAt(offset: number): LogPart['encoding'] {
    const index = this.#starts.findLastIndex((start) => start <= offset);
    return this.parts[Math.max(0, index)]?.encoding ?? 'utf-8';
  }

  /** Zone of the times that the log says without one. */
  get timeZone(): string {
    return this.configuration.logTimeZone;
  }

  /** Index of the lines; begun when it is first asked for. */
  index(): Promise<LogIndex> {
    this.#index ??= indexLog(this.configuration, this.parts);
    return this.#index;
  }

  /** What the times in the log mean. Waits for the index. */
  clock(): Promise<LogClock> {
    this.#clock ??= this.index().then((index) => LogClock.of(this.configuration.logTimeZone, index, this.modifiedTime));
    return this.#clock;
  }

  /** Where the line with this number (from 1) begins; `sizeBytes` when there are fewer lines. Waits for the index. */
  async lineOffset(number: number): Promise<number> {
    return (await this.index()).lineOffset(number);
  }

  /** Number of the line that holds this byte. Waits for the index. */
  async lineNumber(offset: number): Promise<number> {
    return (await this.index()).lineNumber(offset);
  }

  /** Lines of the log; a last one without an end counts. Waits for the index. */
  async totalLines(): Promise<number> {
    return (await this.index()).totalLines();
  }

  /** The log as scanning threads take it. Fetches what is not on this machine. */
  async local(): Promise<ScannedLog> {
    const parts = await Promise.all(this.parts.map((part) => part.local()));
    return { parts, encodings: this.parts.map((part) => part.encoding) };
  }

  /** The parts as pages tell them. */
  partList(): LogPage['parts'] {
    return this.parts.map(({ fingerprint, sizeBytes }, index) => ({
      fingerprint,
      startOffset: this.#starts[index] as number,
      sizeBytes,
    }));
  }

  /** Offset in the log that an anchor (`length-hash-offset`) names. @throws AppError gone when its part is no more */
  async resolveAnchor(anchor: string): Promise<number> {
    const cut = anchor.lastIndexOf('-');
    const [fingerprint, inside] = [anchor.slice(0, cut), Number(anchor.slice(cut + 1))];
    for (const [index, part] of this.parts.entries()) {
      if (inside <= part.sizeBytes && (await hasFingerprint(part, fingerprint)))
        return (this.#starts[index] as number) + inside;
    }
    throw new AppError('gone', 'The part of the log that the link points into is no longer there.');
  }

  async close(): Promise<void> {
    await Promise.all(this.parts.map((part) => part.close()));
  }
}

const KNOWN = { reason: null, archivedTime: null, expiresTime: null };

/**
 * Opens a log where it is to be had: in a directory of this machine, else from the engine manager that has it.
 * @returns the log, to be closed by the caller, or why there is none
 */
export async function openEngineLog(
  configuration: Configuration,
  location: LogLocation,
  stream: LogStream,
): Promise<OpenLog | LogAbsence> {
  const found = await openDirectoryParts(configuration, location, stream);
  if ('parts' in found) {
    const { parts, leftOut } = found;
    const state = location.ended ? (leftOut > 0 ? 'truncated' : 'complete') : 'growing';
    const reason =
      leftOut > 0
        ? `Its beginning is missing: it is in ${parts.length + leftOut} files, of which the newest ${parts.length} are read.`
        : null;
    return new OpenLog(configuration, stream, parts, { ...KNOWN, state, reason, source: 'directory' });
  }
  if (found.state === 'unreadable') return found;
  const remote = await openRemotePart(configuration, location, stream);
  if (remote === null) return found;
  if (!('part' in remote)) return remote;
  const { part, state, reason } = remote;
  return new OpenLog(configuration, stream, [part], { ...KNOWN, state, reason, source: 'engine-manager' });
}
