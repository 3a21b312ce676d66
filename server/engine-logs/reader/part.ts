import type { Encoding } from './encoding';

/** Where a worker thread finds the bytes of a part by itself. Plain data, to be sent to it. */
export type LocalPart =
  | { format: 'plain'; path: string; sizeBytes: number }
  /**
   * A file of gzip members, each `blockBytes` of the log but the last: member `i` lies from byte `offsets[i]` up to
   * `offsets[i + 1]` of the file. `offsets` has one entry more than there are members.
   */
  | { format: 'gzip-blocks'; path: string; sizeBytes: number; blockBytes: number; offsets: number[] };

/** One file of a log, as long as it was when it was opened. */
export interface LogPart {
  /** Names the content for caches: changes when the file is replaced, not when it grows. */
  key: string;
  /** `length-hash` of the beginning: what anchors name the part by. */
  fingerprint: string;
  encoding: Encoding;
  sizeBytes: number;
  modifiedTime: Date | null;
  /** Bytes from an offset on; fewer than asked for only at the end, or when the file became shorter. */
  read(offset: number, length: number): Promise<Buffer>;
  /** The part on this machine's disk; one that is elsewhere is fetched. */
  local(): Promise<LocalPart>;
  close(): Promise<void>;
}
