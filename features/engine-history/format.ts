import type { EngineRecord, EngineStatus, Resource } from '@/contracts/engine-history';
import { formatBytes } from '@/lib/bytes';
import { secondsBetween } from '@/lib/duration';
import { numberFormat } from '@/lib/number-format';

/** States after which an engine never runs again; a copy, because the contract's list would bring zod into the browser. */
const FINAL_STATUSES: readonly string[] = ['ShuttingDown', 'Failed', 'Success'] satisfies EngineStatus[];

/** True when nothing about the engine will change any more. */
export function hasEnded(status: string | null): boolean {
  return status !== null && FINAL_STATUSES.includes(status);
}

/** Meaning of a status, by which it is coloured. */
export function statusMeaning(
  status: string | null,
): 'starting' | 'alive' | 'stopped' | 'failed' | 'succeeded' | 'unknown' {
  switch (status) {
    case 'Starting':
      return 'starting';
    case 'Unlock':
    case 'Locked':
    case 'Idle':
    case 'Busy':
    case 'Running':
      return 'alive';
    case 'ShuttingDown':
      return 'stopped';
    case 'Failed':
      return 'failed';
    case 'Success':
      return 'succeeded';
    default:
      return 'unknown';
  }
}

/** First part of a ticket id, enough to tell engines apart by eye. */
export function shortTicket(ticketId: string): string {
  return ticketId.slice(0, 8);
}

/** Address of an engine's page. */
export function engineHref(ticketId: string): string {
  return `/engine-history/${encodeURIComponent(ticketId)}`;
}

/** Seconds from request to ready; null when it never got ready. */
export function startSeconds(record: Pick<EngineRecord, 'createTime' | 'usedTime'>): number | null {
  return secondsBetween(record.createTime, record.usedTime);
}

/** Seconds from request to end, or to now while the engine lives; null when that cannot be told. */
export function lifeSeconds(
  record: Pick<EngineRecord, 'createTime' | 'releaseTime' | 'status'>,
  now: Date,
): number | null {
  if (record.releaseTime === null && hasEnded(record.status)) return null;
  return secondsBetween(record.createTime, record.releaseTime ?? now.toISOString());
}

/** One measure of a resource. */
export interface ResourceMeasure {
  name: 'memory' | 'cores' | 'instances' | 'queueMemory' | 'queueCores' | 'queueInstances' | 'podMemory' | 'podCores';
  kind: 'bytes' | 'count';
  read: (resource: Resource) => number | null;
}

/** Every measure that a resource can have. Pods count in thousandths of a core; people in cores. */
export const RESOURCE_MEASURES: readonly ResourceMeasure[] = [
  { name: 'memory', kind: 'bytes', read: (resource) => resource.memoryBytes },
  { name: 'cores', kind: 'count', read: (resource) => resource.cores },
  { name: 'instances', kind: 'count', read: (resource) => resource.instances },
  { name: 'queueMemory', kind: 'bytes', read: (resource) => resource.queue?.memoryBytes ?? null },
  { name: 'queueCores', kind: 'count', read: (resource) => resource.queue?.cores ?? null },
  { name: 'queueInstances', kind: 'count', read: (resource) => resource.queue?.instances ?? null },
  { name: 'podMemory', kind: 'bytes', read: (resource) => resource.kubernetes?.memoryBytes ?? null },
  { name: 'podCores', kind: 'count', read: (resource) => milliToCores(resource.kubernetes?.milliCores ?? null) },
];

function milliToCores(milliCores: number | null): number | null {
  return milliCores === null ? null : milliCores / 1000;
}

/** A measure's value as text. */
export function formatMeasure(value: number, kind: ResourceMeasure['kind'], locale: string): string {
  return kind === 'bytes' ? formatBytes(value, locale) : numberFormat(locale).format(value);
}

/** Driver, queue and pod shares of a resource in short: memory and cores of each that is there. */
export function resourceShares(
  resource: Resource,
): { place: 'driver' | 'queue' | 'pod'; memoryBytes: number | null; cores: number | null }[] {
  const shares = [
    { place: 'driver' as const, memoryBytes: resource.memoryBytes, cores: resource.cores },
    { place: 'queue' as const, memoryBytes: resource.queue?.memoryBytes ?? null, cores: resource.queue?.cores ?? null },
    {
      place: 'pod' as const,
      memoryBytes: resource.kubernetes?.memoryBytes ?? null,
      cores: milliToCores(resource.kubernetes?.milliCores ?? null),
    },
  ];
  return shares.filter((share) => share.memoryBytes !== null || share.cores !== null);
}
