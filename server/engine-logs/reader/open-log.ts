import type { LogState, LogStream } from '@/contracts/engine-logs';

/** A log of one engine, opened: its parts joined in order, as long as they were then. */
export interface OpenLog {
  stream: LogStream;
  state: Extract<LogState['state'], 'growing' | 'complete' | 'truncated'>;
  source: NonNullable<LogState['source']>;
  sizeBytes: number;
  modifiedTime: Date | null;
  /** Bytes from an offset on; fewer than asked for only at the end, or when a file became shorter. */
  read(offset: number, length: number): Promise<Buffer>;
  /** Where the line with this number (from 1) begins; `sizeBytes` when there are fewer lines. Waits for the index. */
  lineOffset(number: number): Promise<number>;
  /** Number of the line that holds this byte. Waits for the index. */
  lineNumber(offset: number): Promise<number>;
  /** Lines of the log; a last one without an end counts. Waits for the index. */
  totalLines(): Promise<number>;
  close(): Promise<void>;
}

/** Why a log cannot be opened. */
export interface LogAbsence {
  state: Exclude<LogState['state'], 'growing' | 'complete' | 'truncated'>;
  /** What exactly is wrong, in a sentence. */
  reason: string;
}
