import type { EngineEventInput } from '@/contracts/engine-recording';
import type { Random } from '@/prisma/seed/random';
import type { RecordingApi } from './api';
import { SimulatedEngine } from './engine';
import type { LogWriter } from './logs';

/** What happened since the last look. */
export interface Tally {
  requested: number;
  used: number;
  changed: number;
  ended: number;
  failedToStart: number;
  rejected: number;
  retries: number;
  /** Reason of a rejected event. */
  reason: string | null;
}

const nothing = (): Tally => ({
  requested: 0,
  used: 0,
  changed: 0,
  ended: 0,
  failedToStart: 0,
  rejected: 0,
  retries: 0,
  reason: null,
});

const LARGEST_BATCH = 1000;

/** Engine managers with their engines, reporting to one server. */
export class SimulatedCluster {
  #engines: SimulatedEngine[] = [];
  #tally = nothing();
  /** Engines still to be asked for; the rate need not be a whole number. */
  #owed = 0;

  constructor(
    private readonly api: RecordingApi,
    private readonly hosts: readonly string[],
    private readonly random: Random,
    private readonly logs: LogWriter | null,
  ) {}

  /** How many engines have not ended. */
  get alive(): number {
    return this.#engines.length;
  }

  /** Lets time pass: asks for new engines, and reports and logs what engines did. */
  async step(now: number, newEngines: number): Promise<void> {
    this.#owed += newEngines;
    for (; this.#owed >= 1; this.#owed--) {
      const engine = new SimulatedEngine(this.random.pick(this.hosts), this.random, now);
      this.#engines.push(engine);
      await this.logs?.begin(engine, now);
    }
    const events = this.#engines.flatMap((engine) => engine.dueEvents(now));
    await this.#report(events);
    await this.#log(now);
    this.#engines = this.#engines.filter(({ stage }) => stage !== 'ended');
  }

  /** Ends all engines at once, as managers do that are shut down. */
  async stop(now: number): Promise<number> {
    const events = this.#engines.flatMap((engine) => engine.stopNow(now));
    await this.#report(events);
    await this.#log(now);
    this.#engines = [];
    return events.length;
  }

  /** What happened since the last call. */
  takeTally(): Tally {
    const tally = this.#tally;
    this.#tally = nothing();
    return tally;
  }

  async #report(events: readonly EngineEventInput[]): Promise<void> {
    for (let at = 0; at < events.length; at += LARGEST_BATCH) {
      const batch = events.slice(at, at + LARGEST_BATCH);
      const { rejected, reason, retries } = await this.api.report(batch);
      this.#tally.rejected += rejected;
      this.#tally.retries += retries;
      this.#tally.reason ??= reason;
      for (const event of batch) this.#count(event);
    }
  }

  #count({ phase, metrics }: EngineEventInput): void {
    if (phase === 'request') this.#tally.requested++;
    else if (phase === 'used') this.#tally.used++;
    else if (phase === 'status') this.#tally.changed++;
    else if (metrics && 'start_reason' in metrics) this.#tally.failedToStart++;
    else this.#tally.ended++;
  }

  async #log(now: number): Promise<void> {
    if (!this.logs) return;
    for (const engine of this.#engines) {
      if (engine.stage === 'ended') await this.logs.end(engine, now);
      else if (engine.stage === 'working') await this.logs.goOn(engine, now);
    }
  }
}
