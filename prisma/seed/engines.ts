import { logDirectory } from '@/server/engine-history/rules/label';
import { writeResource } from '@/server/engine-history/rules/resource-notation';
import { CREATORS, ENGINE_KINDS, type EngineKind, HOSTS, MANAGER_PORT } from './population';
import { type Random, Weighted } from './random';
import type { SeedRecord } from './record';

/** Who asks for engines and until when the story is told. */
export interface Setting {
  users: Weighted<string>;
  /** What lies after this instant has not happened yet; milliseconds. */
  now: number;
  /** Instant → wall-clock text of the database. */
  toColumnTime: (instant: Date) => string;
}

const IDLE_SECONDS = 300;
const START_TIMEOUT_SECONDS = 600;
const START_FAILURES = 0.03;

const END_STATUSES = new Weighted([
  ['Success', 80],
  ['ShuttingDown', 9],
  ['Failed', 6],
] as const);
const LIVE_STATUSES = new Weighted([
  ['Running', 6],
  ['Unlock', 3],
  ['Idle', 1],
  ['Busy', 2],
] as const);

const START_REASONS = [
  'Failed to start EngineConn, reason: Exception in thread "main" java.lang.OutOfMemoryError: Java heap space',
  'Failed to start EngineConn, reason: java.net.BindException: Address already in use (Bind failed)',
  'Failed to start EngineConn, reason: org.apache.hadoop.yarn.exceptions.YarnException: Failed to submit application to YARN: queue dws is STOPPED',
  '启动引擎失败，原因：Kerberos 票据已过期，请重新登录 (GSS initiate failed)',
];

const texts = new Map<object, string>();

function resourceText(kind: EngineKind, random: Random): string {
  const resource = random.pick(kind.resources);
  let text = texts.get(resource);
  if (text === undefined) {
    text = writeResource(resource);
    texts.set(resource, text);
  }
  return text;
}

interface Life {
  created: number;
  used: number | null;
  released: number | null;
  status: string;
  startReason: string | null;
}

/** What became of an engine; whatever would happen after now is left out. */
function live(kind: EngineKind, created: number, random: Random, now: number): Life {
  const failsToStart = random.chance(START_FAILURES);
  const start = Math.min(START_TIMEOUT_SECONDS, random.skewed(kind.startSeconds, 0.4));
  const used = created + Math.ceil(start) * 1000;
  if (failsToStart) {
    const ended = used <= now;
    const status = ended ? random.pick(['Failed', 'ShuttingDown', 'Failed']) : 'Starting';
    return {
      created,
      used: null,
      released: ended ? used : null,
      status,
      startReason: ended ? random.pick(START_REASONS) : null,
    };
  }
  const status = END_STATUSES.draw(random);
  const idle = status === 'Success' ? IDLE_SECONDS : random.between(0, IDLE_SECONDS);
  const released = used + Math.ceil(random.skewed(kind.workSeconds, 0.9) + idle) * 1000;
  const liveStatus = LIVE_STATUSES.draw(random);
  if (used > now) return { created, used: null, released: null, status: 'Starting', startReason: null };
  if (released > now) return { created, used, released: null, status: liveStatus, startReason: null };
  return { created, used, released, status, startReason: null };
}

function heartbeat(ticket: string, life: Life, resource: string, random: Random): string {
  const total = (life.released ?? life.created) - (life.used ?? life.created);
  const busy = Math.floor(total * random.fraction());
  const lock = Math.floor((total - busy) * 0.1 * random.fraction());
  const onYarn = resource.includes('"yarn"');
  const application = `application_17${random.between(10, 99)}900000000_${String(random.between(1, 9999)).padStart(4, '0')}`;
  return JSON.stringify({
    ticketId: ticket,
    unlockToShutdownTimeMills: IDLE_SECONDS * 1000,
    totalUnlockTimeMills: total - busy - lock,
    totalIdleTimeMills: 0,
    totalBusyTimeMills: busy,
    totalLockTimeMills: lock,
    lastUnlockTimestamp: life.released,
    ...(onYarn && {
      yarnqueueName: /"queueName":"(\w+)"/.exec(resource)?.[1],
      applicationId: application,
      applicationUrl: `http://bdpyarn01:8088/proxy/${application}/`,
      yarnMode: 'client',
    }),
  });
}

function metricsOf(ticket: string, life: Life, suffix: string | null, resource: string, random: Random): string | null {
  if (life.startReason)
    return JSON.stringify({
      start_reason: `${life.startReason}, log: ${suffix}/stderr`,
      ...(random.chance(0.3) && { ec_can_try: true }),
    });
  return life.released === null ? null : heartbeat(ticket, life, resource, random);
}

/** One engine that was asked for at an instant, with everything that became of it until now. */
export function makeEngine(created: number, random: Random, { users, now, toColumnTime }: Setting): SeedRecord {
  const kind = ENGINE_KINDS.draw(random);
  const user = users.draw(random);
  const creator = kind.creators ? random.pick(kind.creators) : CREATORS.draw(random);
  const host = random.pick(HOSTS);
  const ticket = random.uuid();
  const life = live(kind, created, random, now);
  const resource = resourceText(kind, random);
  const suffix = logDirectory(user, toColumnTime(new Date(created)), kind.type, ticket);
  return {
    label_value: `${user}-${creator},${kind.type}-${kind.version}`,
    create_user: user,
    service_instance: life.used === null ? ticket : `${host}:${random.between(30_000, 60_999)}`,
    ecm_instance: `${host}:${MANAGER_PORT}`,
    ticket_id: ticket,
    status: life.status,
    log_dir_suffix: suffix,
    request_times: 1,
    request_resource: resource,
    used_times: life.used === null ? 0 : 1,
    used_resource: life.used === null ? null : resource,
    metrics: metricsOf(ticket, life, suffix, resource, random),
    release_times: life.released === null ? 0 : 1,
    released_resource: life.released === null ? null : resource,
    release_time: life.released,
    used_time: life.used,
    create_time: created,
  };
}
