import type { LogMatch } from '@/contracts/engine-logs';
import type { Encoding } from '../encoding';
import type { LocalPart } from '../part';
import type { Cluster, ErrorReport } from './clusters';
import type { FilteredLines } from './filtered';
import type { LineIndexData } from './line-index';
import type { SearchReport } from './search';

/** A log as a thread gets it. */
export interface ScannedLog {
  parts: LocalPart[];
  encodings: Encoding[];
}

/** What can be asked of a scanning thread: what it gets, what it tells on its way, and what it answers. */
export interface ScanJobs {
  index: { input: { part: LocalPart; path: string }; progress: never; result: LineIndexData };
  search: { input: ScannedLog & { match: LogMatch }; progress: SearchReport; result: SearchReport };
  nearest: {
    input: ScannedLog & { match: LogMatch; from: number; direction: 'next' | 'previous' };
    progress: never;
    result: number | null;
  };
  filtered: {
    input: ScannedLog & { match: LogMatch; from: number; direction: 'forward' | 'backward'; limit: number };
    progress: never;
    result: FilteredLines;
  };
  errors: {
    input: ScannedLog;
    progress: ErrorReport;
    result: ErrorReport & { clusters: Cluster[]; more: number };
  };
}

export type ScanJob = keyof ScanJobs;

/** Messages to a scanning thread. */
export type ToThread =
  | { [Job in ScanJob]: { id: number; job: Job; input: ScanJobs[Job]['input'] } }[ScanJob]
  | { id: number; job: 'stop' };

/** Messages from a scanning thread. `invalid`: the person who asked can correct it. */
export type FromThread =
  | { id: number; kind: 'progress'; value: unknown }
  | { id: number; kind: 'result'; value: unknown }
  | { id: number; kind: 'error'; message: string; invalid: boolean; code: string | null };
