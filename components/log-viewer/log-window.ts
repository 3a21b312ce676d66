import { type LogLine, type LogMatch, type LogPage, type LogPlace, type LogSource, PAGE_LINES } from './log-source';
import { fitSlice, type Slice } from './slice';
import { type Aim, EMPTY, infoOf, liesBeyond, type WindowState } from './window-state';

/** Lines kept in memory. */
const KEPT_LINES = 800;
/** Lines beyond the view that are fetched before they are needed. */
const AHEAD = 160;
/** Waits between attempts to learn line numbers that were not known yet. */
const NUMBER_MILLIS = [600, 1_000, 2_000, 4_000];

/**
 * The loaded stretch of a log, a few pages long, wherever in the log it is, and the slice of it that is drawn. Fetches
 * ahead of the view and forgets what is far from it. Knows nothing of the document.
 */
export class LogWindow {
  private lines: LogLine[] = [];
  private head = { cursor: '', atStart: false };
  private tail = { cursor: '', atEnd: false, position: 0 };
  private slice: Slice = { start: 0, end: 0 };
  private view = { first: 0, last: -1 };
  /** False from arriving at a place until the view rests there: who drags through a log sees most places for a blink. */
  private settled = false;
  private opening: AbortController | null = null;
  private joining = new Map<'before' | 'after', AbortController>();
  private retry: (() => void) | null = null;
  private numberTimer: ReturnType<typeof setTimeout> | undefined;
  private numberTries = 0;
  private listeners = new Set<() => void>();
  private state = EMPTY;
  match: LogMatch | null = null;

  constructor(private readonly source: LogSource) {}

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };
  readonly snapshot = (): WindowState => this.state;

  /** End of what is loaded: following goes on here. */
  get end(): { cursor: string; atEnd: boolean; position: number } {
    return this.tail;
  }

  /** Reads another place; the newest wish wins. The old lines stay until then. */
  async open(place: LogPlace, at: Aim['at']): Promise<void> {
    this.stop();
    const mine = new AbortController();
    this.opening = mine;
    this.retry = () => void this.open(place, at);
    this.publish({ opening: true });
    try {
      const page = await this.source.read(place, this.match, PAGE_LINES, mine.signal);
      if (mine.signal.aborted) return;
      this.opening = null;
      this.replace(page, liesBeyond(place, page) ? 'bottom' : at);
    } catch (error) {
      if (mine.signal.aborted) return;
      this.opening = null;
      this.publish({ opening: false, error });
    }
  }

  /** Brings the line at a position into view, reading it if need be. */
  async goTo(position: number): Promise<void> {
    const index = this.opening ? -1 : this.lines.findIndex((line) => line.position === position);
    const line = this.lines[index];
    if (!line) return this.open({ after: String(position) }, 'third');
    this.view = { first: Math.max(0, index - 20), last: Math.min(this.lines.length - 1, index + 40) };
    this.cutSlice();
    this.publish({ aim: this.newAim(line.cursor, 'third') });
    this.fetchAhead();
  }

  /** Tries again what failed last. */
  tryAgain(): void {
    this.publish({ error: null });
    this.retry?.();
  }

  /** Tells which of the drawn lines are in view. `calm` when nothing moves: then the slice may be centred. */
  see(first: number, last: number, calm: boolean): void {
    this.view = { first: first + this.slice.start, last: last + this.slice.start };
    const margin = calm ? 90 : 35;
    const short =
      (this.view.first - this.slice.start < margin && this.slice.start > 0) ||
      (this.slice.end - this.view.last < margin && this.slice.end < this.lines.length);
    this.settled ||= calm || short;
    if (short && this.cutSlice()) this.publish({});
    this.fetchAhead();
  }

  /**
   * Adds lines that were just written. False when the loaded stretch does not reach the end, so that they would not
   * join: then they are only there when somebody goes there.
   */
  append(lines: LogLine[], from: string, after: string, sizeBytes: number, stuck: boolean): boolean {
    const info = this.state.info;
    const last = lines.at(-1);
    if (info) {
      const counted = info.totalLines === null ? null : (last?.number ?? info.totalLines + lines.length);
      this.state = { ...this.state, info: { ...info, sizeBytes, totalLines: counted } };
    }
    const reachesEnd = this.tail.atEnd && !this.opening;
    this.settled = true;
    if (!reachesEnd) {
      this.publish({});
      return false;
    }
    if (this.match || from !== this.tail.cursor) {
      // A filter decides on the server; a gap is filled by reading on.
      this.tail = { ...this.tail, atEnd: false };
      this.publish({});
      this.fetchAhead();
      return true;
    }
    this.lines = [...this.lines, ...lines];
    this.tail = { cursor: after, atEnd: true, position: sizeBytes };
    if (stuck) this.view = { first: this.lines.length - 60, last: this.lines.length - 1 };
    this.forget('before');
    if (this.lines.length > KEPT_LINES) this.forget('after');
    this.cutSlice();
    this.publish({});
    return true;
  }

  /** Says whether the log still grows, as following has learnt. */
  setGrowing(growing: boolean): void {
    if (this.state.info) this.publish({ info: { ...this.state.info, growing } });
  }

  /** Ends everything that runs. */
  stop(): void {
    this.opening?.abort();
    this.opening = null;
    for (const running of this.joining.values()) running.abort();
    this.joining.clear();
    clearTimeout(this.numberTimer);
  }

  private replace(page: LogPage, at: Aim['at']): void {
    this.lines = page.lines;
    this.head = { cursor: page.before, atStart: page.atStart };
    this.tail = { cursor: page.after, atEnd: page.atEnd, position: page.endPosition };
    const shown = at === 'bottom' ? page.lines.length - 1 : 0;
    this.view = { first: Math.max(0, shown - 60), last: Math.min(page.lines.length - 1, shown + 60) };
    this.numberTries = 0;
    this.settled = false;
    this.cutSlice();
    const target = at === 'bottom' ? null : (page.lines[0]?.cursor ?? null);
    const lookedAt = this.lookedAt(at === 'bottom' ? page.startPosition : page.endPosition);
    this.publish({ opening: false, error: null, info: infoOf(page), aim: this.newAim(target, at), lookedAt });
    this.fetchAhead();
    this.askForNumbers();
  }

  private async join(side: 'before' | 'after'): Promise<void> {
    const mine = new AbortController();
    this.joining.set(side, mine);
    try {
      const cursor = side === 'before' ? this.head.cursor : this.tail.cursor;
      const page = await this.source.read({ [side]: cursor }, this.match, PAGE_LINES, mine.signal);
      if (mine.signal.aborted) return;
      this.joining.delete(side);
      this.joinPage(side, page);
    } catch (error) {
      if (mine.signal.aborted) return;
      // Stays in the way of further attempts until it is tried again.
      this.retry = () => {
        this.joining.delete(side);
        this.fetchAhead();
      };
      this.publish({ error });
    }
  }

  private joinPage(side: 'before' | 'after', page: LogPage): void {
    if (side === 'before') {
      this.lines = [...page.lines, ...this.lines];
      this.head = { cursor: page.before, atStart: page.atStart };
      this.view = { first: this.view.first + page.lines.length, last: this.view.last + page.lines.length };
      this.slice = { start: this.slice.start + page.lines.length, end: this.slice.end + page.lines.length };
    } else {
      this.lines = [...this.lines, ...page.lines];
      this.tail = { cursor: page.after, atEnd: page.atEnd, position: page.endPosition };
    }
    this.forget(side === 'before' ? 'after' : 'before');
    this.cutSlice();
    const lookedAt = this.lookedAt(side === 'before' ? page.startPosition : page.endPosition);
    this.publish({ info: infoOf(page), error: null, lookedAt });
    this.fetchAhead();
    this.askForNumbers();
  }

  private lookedAt(position: number): number | null {
    return this.match && this.lines.length === 0 && !(this.head.atStart && this.tail.atEnd) ? position : null;
  }

  /** Gives up lines of one side until few enough are kept; never any in view. */
  private forget(side: 'before' | 'after'): void {
    const much = this.lines.length - KEPT_LINES;
    if (much <= 0) return;
    if (side === 'before') {
      const count = Math.max(0, Math.min(much, this.view.first - 1));
      this.lines = this.lines.slice(count);
      if (count > 0) this.head = { cursor: this.lines[0]?.cursor ?? this.head.cursor, atStart: false };
      this.view = { first: this.view.first - count, last: this.view.last - count };
      this.slice = { start: Math.max(0, this.slice.start - count), end: Math.max(0, this.slice.end - count) };
    } else {
      const kept = Math.max(this.lines.length - much, this.view.last + 2);
      const gone = this.lines[kept];
      if (!gone) return;
      this.lines = this.lines.slice(0, kept);
      this.tail = { cursor: gone.cursor, atEnd: false, position: gone.position };
    }
  }

  private fetchAhead(): void {
    if (this.opening || this.state.info === null || (!this.settled && this.lines.length >= PAGE_LINES)) return;
    const wants = {
      before: !this.head.atStart && this.view.first < AHEAD,
      after: !this.tail.atEnd && this.lines.length - 1 - this.view.last < AHEAD,
    };
    for (const side of ['before', 'after'] as const) {
      if (wants[side] && !this.joining.has(side)) void this.join(side);
    }
  }

  private cutSlice(): boolean {
    const next = fitSlice(this.lines, this.view, this.settled);
    const changed = next.start !== this.slice.start || next.end !== this.slice.end;
    this.slice = next;
    return changed;
  }

  private newAim(cursor: string | null, at: Aim['at']): Aim {
    return { cursor, at, serial: this.state.aim.serial + 1 };
  }

  private publish(change: Partial<WindowState>): void {
    const drawn = this.lines.slice(this.slice.start, this.slice.end);
    const same = drawn.length === this.state.lines.length && drawn.every((line, at) => line === this.state.lines[at]);
    this.state = {
      ...this.state,
      lines: same ? this.state.lines : drawn,
      atStart: this.head.atStart && this.slice.start === 0,
      atEnd: this.tail.atEnd && this.slice.end === this.lines.length,
      more: !this.tail.atEnd && this.slice.end === this.lines.length,
      ...change,
    };
    for (const listener of this.listeners) listener();
  }

  /** A log is indexed when it is first read; until then its lines have no numbers. */
  private askForNumbers(): void {
    clearTimeout(this.numberTimer);
    const missing = this.lines.some((line) => line.number === null) || this.state.info?.totalLines === null;
    const wait = NUMBER_MILLIS[Math.min(this.numberTries, NUMBER_MILLIS.length - 1)];
    if (missing && this.numberTries < 60) this.numberTimer = setTimeout(() => void this.readNumbers(), wait);
  }

  private async readNumbers(): Promise<void> {
    this.numberTries++;
    const unknown = (line: LogLine) => line.number === null;
    // Those in the document first.
    const first = this.lines.slice(this.slice.start).find(unknown) ?? this.lines.find(unknown);
    try {
      const signal = AbortSignal.timeout(10_000);
      const limit = first ? PAGE_LINES * 2 : 1;
      const page = await this.source.read(first ? { after: first.cursor } : {}, this.match, limit, signal);
      const numbers = new Map(page.lines.map((line) => [line.cursor, line.number]));
      this.lines = this.lines.map((line) => {
        const number = line.number ?? numbers.get(line.cursor) ?? null;
        return number === line.number ? line : { ...line, number };
      });
      this.publish({ info: infoOf(page) });
    } catch {
      // Numbers are not worth a message; the next attempt may have them.
    }
    this.askForNumbers();
  }
}
