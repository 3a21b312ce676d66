import { setImmediate } from 'node:timers/promises';
import { ArchiveRefusal } from './findings';

/** Sees to it that reading an archive ends: when it takes too long, and when the caller gives up. */
export class Watch {
  readonly #end: number;

  constructor(
    readonly wallMilliseconds: number,
    readonly signal?: AbortSignal,
  ) {
    this.#end = performance.now() + wallMilliseconds;
  }

  /** Throws the signal's reason, or `ZIP_TOO_SLOW` when the time is over. */
  check(): void {
    this.signal?.throwIfAborted();
    if (performance.now() > this.#end)
      throw new ArchiveRefusal(
        'ZIP_TOO_SLOW',
        null,
        `Reading the archive took longer than ${Math.round(this.wallMilliseconds / 1000)} s.`,
      );
  }

  /** Like `check`, and lets others of this thread go first: for loops that wait for nothing. */
  async breathe(): Promise<void> {
    this.check();
    await setImmediate();
  }
}
