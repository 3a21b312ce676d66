import type { Resource } from '@/contracts/engine-history';
import type { ReportedResource } from '@/contracts/engine-recording';
import { formatByteString, parseByteString } from './byte-string';

type Members = Record<string, unknown>;

function members(value: unknown): Members | null {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Members) : null;
}

class Unreadable extends Error {}

/** A count; null when absent. @throws Unreadable when it is there and no number */
function count(value: unknown): number | null {
  if (value === undefined || value === null) return null;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) throw new Unreadable();
  return Math.trunc(number);
}

/** An amount of memory, as bytes or as text with a unit and possibly a minus sign; null when absent. */
function memory(value: unknown): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && Number.isSafeInteger(Math.trunc(value))) return Math.trunc(value);
  if (typeof value !== 'string') throw new Unreadable();
  const negative = value.trim().startsWith('-');
  const bytes = parseByteString(negative ? value.trim().slice(1) : value);
  if (bytes === null) throw new Unreadable();
  return negative ? -bytes : bytes;
}

function toQueue(value: unknown): Resource['queue'] {
  const part = members(value);
  if (!part) return null;
  return {
    name: typeof part.queueName === 'string' ? part.queueName : null,
    cores: count(part.queueCpu ?? part.queueCores),
    memoryBytes: memory(part.queueMemory),
    instances: count(part.instance ?? part.queueInstances),
  };
}

function toKubernetes(value: unknown): Resource['kubernetes'] {
  const part = members(value);
  if (!part) return null;
  return {
    namespace: typeof part.namespace === 'string' ? part.namespace : null,
    milliCores: count(part.cpu ?? part.cores),
    memoryBytes: memory(part.memory),
  };
}

const DRIVER_KEYS = ['instance', 'instances', 'memory', 'cpu', 'cores'];

function fromJson(root: Members): Resource | null {
  if (Object.keys(root).length === 0) return null;
  const driver = members(root.driver ?? root.loadInstanceResource);
  const isQueue = 'queueMemory' in root || 'queueName' in root;
  const isPod = 'namespace' in root;
  const top = driver ?? (!isQueue && !isPod && DRIVER_KEYS.some((key) => key in root) ? root : null);
  const queue = toQueue(root.yarn ?? root.yarnResource ?? (isQueue ? root : null));
  const kubernetes = toKubernetes(root.kubernetes ?? root.kubernetesResource ?? (isPod ? root : null));
  if (!top && !queue && !kubernetes) throw new Unreadable();
  return {
    instances: count(top?.instance ?? top?.instances),
    cores: count(top?.cpu ?? top?.cores),
    memoryBytes: memory(top?.memory),
    queue,
    kubernetes,
    raw: null,
    readable: true,
  };
}

const blank = (raw: string | null, readable: boolean): Resource => ({
  instances: null,
  cores: null,
  memoryBytes: null,
  queue: null,
  kubernetes: null,
  raw,
  readable,
});

/**
 * A stored resource as numbers, whichever of Linkis' notations it is in: display JSON (`"2.0 GB"`), bean JSON (bytes) or
 * `Instance: 3`. Null when nothing is stored; text that cannot be understood comes back as `readable: false`, never as
 * an error: one odd row must not spoil a page.
 */
export function readResource(raw: string | null): Resource | null {
  if (raw === null) return null;
  const known = remembered.get(raw);
  if (known !== undefined) return known;
  const resource = parseResource(raw);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(raw, resource);
  return resource;
}

/** Few different resources are asked for over and over: most rows of a page have one that was just read. */
const remembered = new Map<string, Resource | null>();
const MOST_REMEMBERED = 1000;

function parseResource(raw: string): Resource | null {
  if (raw.trim() === '') return null;
  const instances = /^Instance: (-?\d+)$/.exec(raw.trim());
  if (instances) return { ...blank(null, true), instances: Number(instances[1]) };
  try {
    const root = members(JSON.parse(raw));
    if (!root) return blank(raw, false);
    return fromJson(root);
  } catch {
    return blank(raw, false);
  }
}

/** `cores`, `instance` and `memory` (bytes) as Linkis' list shows a resource: the driver's part; null if there is none. */
export function toListResource(raw: string | null): { cores: number; instance: number; memory: number } | null {
  const resource = readResource(raw);
  if (!resource?.readable) return null;
  if (resource.cores === null && resource.instances === null && resource.memoryBytes === null) return null;
  return { cores: resource.cores ?? 0, instance: resource.instances ?? 0, memory: resource.memoryBytes ?? 0 };
}

/** A reported resource in Linkis' display JSON, spacing included. */
export function writeResource(resource: ReportedResource): string {
  const driver = `{"instance":${resource.instances},"memory":"${formatByteString(resource.memoryBytes)}","cpu":${resource.cores}}`;
  if (resource.queue) {
    const { name, cores, memoryBytes, instances } = resource.queue;
    return `{"driver":${driver}, "yarn":{"queueName":${JSON.stringify(name)},"queueMemory":"${formatByteString(memoryBytes)}","queueCpu":${cores}, "instance":${instances}}}`;
  }
  if (resource.kubernetes) {
    const { namespace, milliCores, memoryBytes } = resource.kubernetes;
    return `{"driver":${driver}, "kubernetes":{"namespace":${JSON.stringify(namespace)},"memory":"${formatByteString(memoryBytes)}","cpu":${milliCores}}}`;
  }
  return driver;
}

/**
 * `useResource` of Linkis' list of live engines: the stored JSON, put under `driver` when it has no parts of its own;
 * an empty object when nothing readable is stored.
 */
export function toLiveResource(raw: string | null): Members {
  if (!raw) return {};
  try {
    const root = members(JSON.parse(raw));
    if (!root) return {};
    const hasParts =
      'driver' in root ||
      'yarn' in root ||
      'kubernetes' in root ||
      'queueName' in root ||
      'loadInstanceResource' in root;
    return hasParts ? root : { driver: root };
  } catch {
    return {};
  }
}
