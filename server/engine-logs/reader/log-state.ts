import type { LogState } from '@/contracts/engine-logs';

/** States of a log that can be read. */
export type ReadableState = Extract<LogState['state'], 'growing' | 'complete' | 'truncated'>;

/** Why a log cannot be opened. */
export interface LogAbsence {
  state: Exclude<LogState['state'], ReadableState>;
  /** What exactly is wrong, in a sentence. */
  reason: string;
}
