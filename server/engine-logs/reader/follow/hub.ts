import { Serialized } from '@/server/platform/http/event-stream';
import { processWide } from '@/server/platform/memory';
import type { LogAbsence } from '../log-state';
import { readLines } from '../page-reader';
import { LogTail, type Reopen } from './log-tail';

const LOOK_MS = 200;
/** JSON text of recent lines that is kept for viewers who are a little behind. */
const KEPT_CHARACTERS = 2 << 20;
/** An engine that has ended is followed until its log has been quiet for so long. */
const QUIET_MS = 2000;
const CATCH_UP_LINES = 1000;

/** Lines as all viewers get them. */
interface Portion {
  startOffset: number;
  endOffset: number;
  anchor: string;
  event: Serialized;
  characters: number;
}

/** What a viewer is told. */
export type FollowEvent =
  | { name: 'lines'; data: Serialized | Record<string, unknown>; id: string | undefined }
  | { name: 'rotated' | 'ended'; data: Record<string, unknown>; id: undefined };

interface Viewer {
  position: number;
  /** Told about before the next lines. */
  rotated: Record<string, unknown> | null;
}

/** How a log is opened, and whether its engine has ended. */
export interface FollowedLog {
  reopen: Reopen;
  ended: () => Promise<boolean>;
}

/** One reader of one log for all who follow it: however many they are, each byte is read and put into words once. */
class FollowHub {
  readonly #viewers = new Set<Viewer>();
  #portions: Portion[] = [];
  #changed: { promise: Promise<void>; resolve: () => void };
  #state: 'running' | 'ended' | 'closed' = 'running';
  #failure: Error | null = null;

  constructor(
    private readonly tail: LogTail,
    private readonly log: FollowedLog,
    private readonly onClose: () => void,
  ) {
    this.#changed = withResolvers();
    void this.#run();
  }

  get open(): boolean {
    return this.#state === 'running';
  }

  /** Tells a viewer what is behind its position, then what is written, until the log's end or until it goes. */
  async follow(after: number | null, tell: (event: FollowEvent) => Promise<void>, signal: AbortSignal): Promise<void> {
    const viewer: Viewer = { position: after ?? this.tail.position, rotated: null };
    this.#viewers.add(viewer);
    const gone = new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }));
    try {
      // Says where following begins, even when nothing is written for long.
      const { sizeBytes } = this.tail.current;
      await tell({ name: 'lines', data: { lines: [], endOffset: viewer.position, sizeBytes }, id: undefined });
      while (!signal.aborted) {
        const changed = this.#changed.promise;
        if (viewer.rotated) {
          const data = viewer.rotated;
          viewer.rotated = null;
          await tell({ name: 'rotated', data, id: undefined });
        } else if (!(await this.#tellMore(viewer, tell))) {
          if (this.#failure) throw this.#failure;
          if (this.#state !== 'running') {
            await tell({ name: 'ended', data: { endOffset: viewer.position }, id: undefined });
            return;
          }
          await Promise.race([changed, gone]);
        }
      }
    } finally {
      this.#viewers.delete(viewer);
    }
  }

  /** Tells the next lines behind a viewer's position; false when it has them all. */
  async #tellMore(viewer: Viewer, tell: (event: FollowEvent) => Promise<void>): Promise<boolean> {
    if (viewer.position >= this.tail.position) return false;
    const portion = this.#portions.find(({ startOffset }) => startOffset === viewer.position);
    if (portion) {
      viewer.position = portion.endOffset;
      await tell({ name: 'lines', data: portion.event, id: portion.anchor });
      return true;
    }
    // Behind what is kept, or between two portions: read up to the next portion that begins later.
    const next = this.#portions.find(({ startOffset }) => startOffset > viewer.position);
    const log = this.tail.current;
    const page = await readLines(log, { after: viewer.position }, CATCH_UP_LINES, false);
    const until = next?.startOffset ?? this.tail.position;
    const lines = page.lines.filter((line) => line.offset < until);
    const endOffset = lines.length < page.lines.length ? until : Math.min(page.endOffset, until);
    if (viewer.rotated || endOffset <= viewer.position) return endOffset > viewer.position || viewer.rotated !== null;
    viewer.position = endOffset;
    await tell({ name: 'lines', data: { lines, endOffset, sizeBytes: log.sizeBytes }, id: undefined });
    return true;
  }

  async #run(): Promise<void> {
    let quietSince = Date.now();
    let unwatchedSince = Date.now();
    try {
      while (this.#state === 'running') {
        await new Promise((done) => setTimeout(done, LOOK_MS));
        const ended = await this.log.ended();
        let found = false;
        // Everything there is now, before looking away again.
        while (await this.#look(!(ended && Date.now() - quietSince > QUIET_MS / 2))) found = true;
        if (found) quietSince = Date.now();
        if (this.#viewers.size > 0) unwatchedSince = Date.now();
        if (ended && Date.now() - quietSince > QUIET_MS) this.#state = 'ended';
        else if (Date.now() - unwatchedSince > QUIET_MS) this.#state = 'closed';
      }
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
      this.#state = 'ended';
    }
    this.onClose();
    this.#wake();
    // Viewers may still be reading what they are behind.
    while (this.#viewers.size > 0) await new Promise((done) => setTimeout(done, LOOK_MS));
    await this.tail.close();
  }

  async #look(whole: boolean): Promise<boolean> {
    const change = await this.tail.look(whole);
    if (!change) return false;
    if (change.kind === 'rotated') {
      this.#portions = [];
      for (const viewer of this.#viewers) {
        viewer.position = Math.min(change.map(viewer.position) ?? this.tail.position, this.tail.position);
        viewer.rotated = { parts: change.parts, sizeBytes: change.sizeBytes };
      }
    } else {
      const { lines, startOffset, endOffset, sizeBytes, anchor } = change;
      const event = new Serialized(JSON.stringify({ lines, endOffset, sizeBytes }));
      this.#portions.push({ startOffset, endOffset, anchor, event, characters: event.json.length });
      let characters = this.#portions.reduce((sum, portion) => sum + portion.characters, 0);
      while (this.#portions.length > 1 && characters > KEPT_CHARACTERS)
        characters -= this.#portions.shift()?.characters ?? 0;
    }
    this.#wake();
    return true;
  }

  #wake(): void {
    const { resolve } = this.#changed;
    this.#changed = withResolvers();
    resolve();
  }
}

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

const hubs = () => processWide('followHubs', () => new Map<string, Promise<FollowHub | LogAbsence>>());

/**
 * Follows a log together with everybody else who does.
 * @param name of the log, the same for all
 * @param after offset from which on lines are told; from now on when null
 * @returns why the log cannot be opened, or nothing when it has ended or the viewer has gone
 */
export async function follow(
  name: string,
  log: FollowedLog,
  after: number | null,
  tell: (event: FollowEvent) => Promise<void>,
  signal: AbortSignal,
): Promise<LogAbsence | null> {
  let begun = hubs().get(name);
  if (!begun) {
    begun = LogTail.begin(log.reopen).then((tail) =>
      'reason' in tail ? tail : new FollowHub(tail, log, () => hubs().delete(name)),
    );
    hubs().set(name, begun);
    begun.then(
      (hub) => 'reason' in hub && hubs().delete(name),
      () => hubs().delete(name),
    );
  }
  const hub = await begun;
  if ('reason' in hub) return hub;
  if (!hub.open) {
    hubs().delete(name);
    return follow(name, log, after, tell, signal);
  }
  await hub.follow(after, tell, signal);
  return null;
}
