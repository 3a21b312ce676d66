/** Lines asked for at a time. */
export const PAGE_LINES = 200;

/** Importance of a line, the worst first. */
export type LogLevel = 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** One line. */
export interface LogLine {
  /** Names the line's place: reading after it gives this line first. No two lines share one. */
  cursor: string;
  /** How many bytes of the log lie before it. */
  position: number;
  /** Absolute number from 1; null while it is not known. */
  number: number | null;
  text: string;
  /** True when only the beginning of the line is here. */
  cut: boolean;
  /** Level of the entry that the line belongs to. */
  level: LogLevel | null;
  /** Instant written at the line's beginning, in ISO form. */
  time: string | null;
  /** True when the line belongs to the entry before it, as in stack traces. */
  continuation: boolean;
  /** Which of several logs it is from, where they are read as one. */
  stream?: string;
}

/** One file of a log that is in several. */
export interface LogPart {
  fingerprint: string;
  startOffset: number;
  sizeBytes: number;
}

/** What is known of the whole log. */
export interface LogInfo {
  sizeBytes: number;
  /** Null while it is being counted. */
  totalLines: number | null;
  growing: boolean;
  parts: LogPart[];
}

/** A run of whole lines. */
export interface LogPage extends LogInfo {
  lines: LogLine[];
  /** Reading before it gives what is ahead of the run. */
  before: string;
  /** Reading after it gives what follows the run. */
  after: string;
  /** Where the run begins and ends in the log, in bytes; with a filter, the stretch that was looked through. */
  startPosition: number;
  endPosition: number;
  atStart: boolean;
  atEnd: boolean;
}

/** Where to read: at most one of these; none means the end. */
export interface LogPlace {
  before?: string;
  after?: string;
  line?: number;
  percent?: number;
  time?: string;
  anchor?: string;
}

/** What to look for. */
export interface LogMatch {
  query: string;
  mode: 'literal' | 'regex';
  caseSensitive: boolean;
  inverted: boolean;
  /** Entries of these levels only; all when empty. */
  levels: readonly LogLevel[];
}

/** What a running search tells. */
export type SearchEvent =
  | { event: 'hits'; data: { offsets: number[] } }
  | { event: 'progress'; data: { scannedBytes: number; sizeBytes: number; matches: number; buckets: number[] } }
  | { event: 'done'; data: { matches: number; buckets: number[]; milliseconds: number } };

/** Errors that are alike. */
export interface ErrorCluster {
  level: 'error' | 'warn';
  pattern: string;
  sample: string;
  count: number;
  firstOffset: number;
  lastOffset: number;
  firstTime: string | null;
  lastTime: string | null;
}

/** What a running look for errors tells. */
type ErrorsEvent =
  | { event: 'first'; data: { offset: number } }
  | { event: 'progress'; data: { scannedBytes: number; sizeBytes: number; errors: number } }
  | {
      event: 'done';
      data: {
        errors: number;
        firstOffset: number | null;
        clusters: ErrorCluster[];
        more: number;
        milliseconds: number;
      };
    };

/** What following tells. `from` and `after` are cursors ahead of and behind the lines. */
export type FollowEvent =
  | { event: 'lines'; lines: LogLine[]; from: string; after: string; sizeBytes: number; id: string | null }
  | { event: 'rotated' }
  | { event: 'ended' };

/** Where a viewer gets its log from. What is missing cannot be done with this log. */
export interface LogSource {
  read(place: LogPlace, match: LogMatch | null, limit: number, signal: AbortSignal): Promise<LogPage>;
  /** Lines as they are written; `opened` is called when the server has agreed. */
  follow(
    after: string,
    lastEventId: string | null,
    signal: AbortSignal,
    opened: () => void,
  ): AsyncIterable<FollowEvent>;
  search?(match: LogMatch, signal: AbortSignal): AsyncIterable<SearchEvent>;
  /** The next or previous line that matches, from a position on; null when there is none. */
  nearest?(match: LogMatch, from: number, direction: 'next' | 'previous', signal: AbortSignal): Promise<number | null>;
  errors?(signal: AbortSignal): AsyncIterable<ErrorsEvent>;
}
