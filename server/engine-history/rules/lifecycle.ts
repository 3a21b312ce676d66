import { COMPLETED_STATUSES, type EngineStatus } from '@/contracts/engine-history';

/** One event as it is kept: what it said and when, to the millisecond. */
export interface KeptEvent {
  eventId: string;
  phase: 'request' | 'used' | 'release' | 'status';
  status: EngineStatus | null;
  /** Milliseconds since 1970. */
  time: number;
  instance: string | null;
  ecmInstance: string | null;
  /** Resource in Linkis' display JSON. */
  resource: string | null;
  logDirSuffix: string | null;
  /** Heartbeat JSON; only known of events that arrive now. */
  metrics: string | null;
  hasMetrics: boolean;
}

/** The part of a record that events decide. Times in milliseconds, null when it has not come to that. */
export interface RecordState {
  status: string | null;
  serviceInstance: string | null;
  ecmInstance: string | null;
  logDirSuffix: string | null;
  requestResource: string | null;
  usedResource: string | null;
  releasedResource: string | null;
  metrics: string | null;
  createTime: number | null;
  usedTime: number | null;
  releaseTime: number | null;
}

/** A record before its first event. */
export const EMPTY_STATE: RecordState = {
  status: null,
  serviceInstance: null,
  ecmInstance: null,
  logDirSuffix: null,
  requestResource: null,
  usedResource: null,
  releasedResource: null,
  metrics: null,
  createTime: null,
  usedTime: null,
  releaseTime: null,
};

const RANK = { request: 0, used: 1, status: 2, release: 3 } as const;
const IMPLIED: Record<KeptEvent['phase'], EngineStatus | null> = {
  request: 'Starting',
  used: 'Running',
  status: null,
  release: 'Failed',
};

/** Whether an engine with this status never runs again. */
export function isCompleted(status: string | null): boolean {
  return (COMPLETED_STATUSES as readonly (string | null)[]).includes(status);
}

function byTime(left: KeptEvent, right: KeptEvent): number {
  return left.time - right.time || RANK[left.phase] - RANK[right.phase] || (left.eventId < right.eventId ? -1 : 1);
}

function statusOf(event: KeptEvent): EngineStatus | null {
  return event.status ?? IMPLIED[event.phase];
}

/**
 * Status after the events: one that is completed stays for good; else the earliest completed one that was reported, or
 * the newest of the others. A release that names no status means Failed only if no event says how the engine ended.
 */
function foldStatus(before: string | null, beforeTime: number, events: readonly KeptEvent[]): string | null {
  if (isCompleted(before)) return before;
  const explicit = events.find((event) => event.status !== null && isCompleted(event.status));
  if (explicit) return explicit.status;
  if (events.some((event) => event.phase === 'release' && event.status === null)) return 'Failed';
  const newest = events.findLast((event) => statusOf(event) !== null);
  if (!newest) return before;
  return before !== null && before !== '' && beforeTime > newest.time ? before : statusOf(newest);
}

const earliest = (...times: (number | null)[]): number | null => {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.min(...known);
};

/**
 * The record after events, whatever the order of their arrival: only what they say and when it happened counts. What
 * no event says stays as it was.
 * @param before the stored record
 * @param earlier events of the ticket that were kept before; their part in `before` is not applied twice
 * @param arriving events that are kept now
 */
export function foldEvents(
  ticketId: string,
  before: RecordState,
  earlier: readonly KeptEvent[],
  arriving: readonly KeptEvent[],
): RecordState {
  const events = [...earlier, ...arriving].sort(byTime);
  const last = <T>(pick: (event: KeptEvent) => T | null) =>
    events.map(pick).findLast((value) => value !== null) ?? null;
  const resourceOf = (phase: KeptEvent['phase']) => last((event) => (event.phase === phase ? event.resource : null));
  const first = (phase: KeptEvent['phase']) => events.find((event) => event.phase === phase)?.time ?? null;
  const madeByOthers = earlier.length === 0 && before.createTime !== null;
  const requestResource = resourceOf('request') ?? before.requestResource;
  const used = first('used') !== null || before.usedTime !== null;
  const usedResource =
    resourceOf('used') ??
    (first('used') !== null && !madeByOthers ? requestResource : null) ??
    before.usedResource ??
    (used ? requestResource : null);
  const released = first('release') !== null;
  const newestMetrics = events.findLast((event) => event.hasMetrics);
  return {
    status: foldStatus(
      before.status,
      madeByOthers ? (before.usedTime ?? before.createTime ?? 0) : Number.NEGATIVE_INFINITY,
      events,
    ),
    serviceInstance: last((event) => event.instance) ?? before.serviceInstance ?? ticketId,
    ecmInstance: last((event) => event.ecmInstance) ?? before.ecmInstance,
    logDirSuffix: last((event) => event.logDirSuffix) ?? before.logDirSuffix,
    requestResource,
    usedResource,
    releasedResource: resourceOf('release') ?? (released ? (usedResource ?? requestResource) : before.releasedResource),
    metrics: newestMetrics?.metrics ?? before.metrics,
    createTime: madeByOthers ? before.createTime : earliest(before.createTime, ...events.map((event) => event.time)),
    usedTime: earliest(before.usedTime, first('used')),
    releaseTime: earliest(before.releaseTime, first('release')),
  };
}
