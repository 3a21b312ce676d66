import type { Context } from '../context';

/** Work that is done again and again, by one worker at a time. */
export interface BackgroundTask {
  /** `domain.verb`, at most 64 characters; runs are kept under it. */
  name: string;
  /** How often: a slot begins every so many seconds, and is run once whatever the number of workers. */
  schedule: { everySeconds: number };
  /**
   * Whether there is anything to do, for tasks with short slots: a slot without work is not taken, and nothing is
   * written. Reads little, by index.
   */
  isDue?(context: Context): Promise<boolean>;
  /**
   * Does one bounded batch. `more` asks for the next batch at once, `done` waits for the next slot. What a killed worker
   * leaves is done again by another, so that every batch must bear being repeated.
   * @param signal aborted when the process stops or has lost the run to another worker; stop at the next good moment
   */
  run(context: Context, signal: AbortSignal): Promise<'done' | 'more'>;
}
