import { randomUUID } from 'node:crypto';
import type { EngineStatus } from '@/contracts/engine-history';
import type { EngineEventInput, ReportedResource } from '@/contracts/engine-recording';
import { CREATORS, ENGINE_KINDS, MANAGER_PORT, USERS } from '@/prisma/seed/population';
import { type Random, Weighted } from '@/prisma/seed/random';

const BUSIEST = Weighted.zipf(USERS.slice(0, 12));
const START_FAILURES = 0.05;
const CHANGES: readonly EngineStatus[] = ['Unlock', 'Busy', 'Idle', 'Busy', 'Unlock'];
const ENDS = new Weighted([
  ['Success', 80],
  ['ShuttingDown', 10],
  ['Failed', 10],
] as const);

/** What is reported next, and when. */
interface Step {
  at: number;
  phase: EngineEventInput['phase'];
  status?: EngineStatus;
}

/** How an engine goes on after its last step was reported. */
export type Stage = 'starting' | 'working' | 'ended';

/** One engine of a simulated engine manager: lives its life in seconds rather than minutes. */
export class SimulatedEngine {
  readonly ticketId = randomUUID();
  readonly labels: NonNullable<EngineEventInput['labels']>;
  readonly logDirSuffix: string;
  readonly resource: ReportedResource;
  stage: Stage = 'starting';
  /** Set when it failed to start. */
  failedToStart = false;
  endStatus: EngineStatus | null = null;
  readonly created: number;
  readonly #instance: string;
  readonly #ecmInstance: string;
  #steps: Step[];

  constructor(host: string, random: Random, now: number) {
    const kind = ENGINE_KINDS.draw(random);
    const user = BUSIEST.draw(random);
    const creator = kind.creators ? random.pick(kind.creators) : CREATORS.draw(random);
    this.labels = { user, creator, engineType: kind.type, engineVersion: kind.version };
    this.resource = random.pick(kind.resources);
    this.created = now;
    this.#instance = `${host}:${random.between(30_000, 60_999)}`;
    this.#ecmInstance = `${host}:${MANAGER_PORT}`;
    const day = new Date(now).toISOString().slice(0, 10).replaceAll('-', '');
    this.logDirSuffix = `${user}/${day}/${kind.type}/${this.ticketId}/logs`;
    this.#steps = planLife(random, now);
    this.failedToStart = this.#steps.every(({ phase }) => phase !== 'used');
  }

  /** Takes the events that are due. */
  dueEvents(now: number): EngineEventInput[] {
    const due = this.#steps.filter(({ at }) => at <= now);
    this.#steps = this.#steps.filter(({ at }) => at > now);
    return due.map((step) => this.#toEvent(step));
  }

  /** Takes the event that ends it early; none when it has ended. */
  stopNow(now: number): EngineEventInput[] {
    if (this.stage === 'ended') return [];
    this.#steps = [];
    return [this.#toEvent({ at: now, phase: 'release', status: 'ShuttingDown' })];
  }

  #toEvent({ at, phase, status }: Step): EngineEventInput {
    if (phase === 'used') this.stage = 'working';
    if (phase === 'release') {
      this.stage = 'ended';
      this.endStatus = status ?? null;
    }
    const started = this.stage === 'working' || (phase === 'release' && !this.failedToStart);
    return {
      eventId: randomUUID(),
      ticketId: this.ticketId,
      phase,
      time: new Date(at).toISOString(),
      labels: this.labels,
      ecmInstance: this.#ecmInstance,
      logDirSuffix: this.logDirSuffix,
      ...(phase !== 'status' && { resource: this.resource }),
      ...(started && { instance: this.#instance }),
      ...(status && { status }),
      ...(phase === 'release' && { metrics: this.#metrics(at) }),
    };
  }

  #metrics(at: number): Record<string, unknown> {
    if (this.failedToStart)
      return {
        start_reason: `Failed to start EngineConn, reason: Address already in use, log: ${this.logDirSuffix}/stderr`,
        ec_can_try: true,
      };
    const lived = at - this.created;
    return {
      ticketId: this.ticketId,
      totalBusyTimeMills: Math.floor(lived * 0.6),
      totalUnlockTimeMills: Math.floor(lived * 0.35),
      totalIdleTimeMills: 0,
      totalLockTimeMills: Math.floor(lived * 0.05),
      unlockToShutdownTimeMills: 300_000,
      lastUnlockTimestamp: at,
      ...(this.resource.queue && { yarnqueueName: this.resource.queue.name }),
    };
  }
}

function planLife(random: Random, now: number): Step[] {
  const ready = now + random.between(2000, 8000);
  const steps: Step[] = [{ at: now, phase: 'request' }];
  if (random.chance(START_FAILURES)) return [...steps, { at: ready, phase: 'release', status: 'Failed' }];
  steps.push({ at: ready, phase: 'used' });
  let at = ready;
  for (const status of CHANGES.slice(0, random.between(1, CHANGES.length))) {
    at += random.between(1000, 6000);
    steps.push({ at, phase: 'status', status });
  }
  return [...steps, { at: at + random.between(2000, 10_000), phase: 'release', status: ENDS.draw(random) }];
}
