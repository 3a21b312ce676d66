/** What an archive may cost at most; beyond it, it is refused. */
export interface Budgets {
  /** Entries, files and directories. */
  entries: number;
  /** Bytes of the archive. */
  packedBytes: number;
  /** Bytes of all files, unpacked; of archives inside too when they are materials by themselves. */
  unpackedBytes: number;
  /** Bytes of the central directory. It is held in memory, so this bounds what reading any archive needs. */
  directoryBytes: number;
  /** How many times larger than packed a file, or all of them, may be. */
  ratio: number;
  /** Unpacked bytes up to which no ratio is suspicious. */
  ratioFloorBytes: number;
  /** Segments of a path. */
  depth: number;
  /** UTF-8 bytes of a path. */
  nameBytes: number;
  /** UTF-8 bytes of one segment of a path. */
  segmentBytes: number;
  /** Time for all of it, in milliseconds. */
  wallMilliseconds: number;
}

const MEBIBYTE = 1 << 20;
const GIBIBYTE = 1024 * MEBIBYTE;

/** Ten times what the largest known engine plugin needs, or more. */
export const DEFAULT_BUDGETS: Budgets = {
  entries: 50_000,
  packedBytes: 8 * GIBIBYTE,
  // The largest upload that is taken, unless set otherwise, times eight: jars and native libraries shrink to a fifth.
  unpackedBytes: 32 * GIBIBYTE,
  directoryBytes: 8 * MEBIBYTE,
  ratio: 200,
  ratioFloorBytes: 4 * MEBIBYTE,
  depth: 32,
  nameBytes: 1024,
  segmentBytes: 255,
  wallMilliseconds: 30 * 60_000,
};
