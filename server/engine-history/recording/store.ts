import { wholeSeconds } from '@/server/platform/clock';
import type { Database, Queryable } from '@/server/platform/db/database';
import { joinSql, rawSql, type Sql, sql } from '@/server/platform/db/dialect';
import type { KeptEvent, RecordState } from '../rules/lifecycle';

const RECORDS = 'linkis_cg_ec_resource_info_record';
const EVENTS = 'er_engine_event';
/** Rows of one multi-row statement: large enough to be fast, small enough for every database's limit of values. */
const CHUNK = 200;

/** A stored record as recording needs it. */
export interface StoredRecord {
  id: number;
  ticketId: string;
  labelValue: string;
  createUser: string;
  state: RecordState;
}

/** A record to be written: new without an id. The counts are added to what is there. */
export interface RecordWrite extends Omit<StoredRecord, 'id'> {
  id: number | null;
  requests: number;
  uses: number;
  releases: number;
}

/** A kept event and when it arrived. */
export interface EventRow {
  ticketId: string;
  event: KeptEvent;
  receivedTime: Date;
}

function* chunks<T>(items: readonly T[]): Generator<T[]> {
  for (let start = 0; start < items.length; start += CHUNK) yield items.slice(start, start + CHUNK);
}

interface RawRecord {
  id: number;
  ticket_id: string;
  label_value: string;
  create_user: string;
  status: string | null;
  service_instance: string | null;
  ecm_instance: string | null;
  log_dir_suffix: string | null;
  request_resource: string | null;
  used_resource: string | null;
  released_resource: string | null;
  metrics: string | null;
  create_time: string | null;
  used_time: string | null;
  release_time: string | null;
}

function toStored(row: RawRecord, database: Database): StoredRecord {
  const time = (text: string | null) => {
    const value = text === null ? Number.NaN : database.fromColumnTime(text).getTime();
    return Number.isNaN(value) ? null : value;
  };
  return {
    id: row.id,
    ticketId: row.ticket_id,
    labelValue: row.label_value,
    createUser: row.create_user,
    state: {
      status: row.status,
      serviceInstance: row.service_instance,
      ecmInstance: row.ecm_instance,
      logDirSuffix: row.log_dir_suffix,
      requestResource: row.request_resource,
      usedResource: row.used_resource,
      releasedResource: row.released_resource,
      metrics: row.metrics,
      createTime: time(row.create_time),
      usedTime: time(row.used_time),
      releaseTime: time(row.release_time),
    },
  };
}

/** Keeps other writers of these tickets out until the transaction ends, also of tickets that have no row yet. */
export async function lockTickets(database: Database, on: Queryable, tickets: readonly string[]): Promise<void> {
  // SQLite has one writer at a time.
  if (database.kind === 'sqlite') return;
  if (database.kind === 'mysql') {
    // One batch at a time: reading rows for update that are not there yet locks the gaps between rows, which several
    // batches can hold at once; each would then wait for the others before it may insert, and all but one would fail.
    await database.execute(
      sql`INSERT INTO er_setting (name, value) VALUES ('recording.lock', '') ON DUPLICATE KEY UPDATE value = ''`,
      on,
    );
    return;
  }
  for (const some of chunks(tickets)) {
    const locks = some.map((ticket) => sql`(${ticket})`);
    await database.query(
      sql`SELECT CAST(pg_advisory_xact_lock(hashtext(v.ticket)) AS text) AS held FROM (SELECT ticket FROM (VALUES ${joinSql(locks)}) AS t (ticket) ORDER BY hashtext(ticket)) AS v`,
      on,
    );
  }
}

/** The newest record of each ticket, locked until the transaction ends. */
export async function findRecordsForUpdate(
  database: Database,
  on: Queryable,
  tickets: readonly string[],
): Promise<Map<string, StoredRecord>> {
  const { dialect } = database;
  const found = new Map<string, StoredRecord>();
  for (const some of chunks(tickets)) {
    const rows = await database.query<RawRecord>(
      sql`SELECT id, ticket_id, label_value, create_user, status, service_instance, ecm_instance, log_dir_suffix, request_resource, used_resource,
          released_resource, metrics, ${dialect.timeText('create_time')} AS create_time, ${dialect.timeText('used_time')} AS used_time,
          ${dialect.timeText('release_time')} AS release_time
        FROM ${rawSql(RECORDS)} WHERE ticket_id IN (${joinSql(some)}) ORDER BY id ${dialect.forUpdate}`,
      on,
    );
    for (const row of rows) found.set(row.ticket_id, toStored(row, database));
  }
  return found;
}

interface Payload {
  t: number;
  r?: string;
  i?: string;
  e?: string;
  l?: string;
  m?: 1;
}

function toPayload(event: KeptEvent): string {
  const payload: Payload = { t: event.time };
  if (event.resource !== null) payload.r = event.resource;
  if (event.instance !== null) payload.i = event.instance;
  if (event.ecmInstance !== null) payload.e = event.ecmInstance;
  if (event.logDirSuffix !== null) payload.l = event.logDirSuffix;
  if (event.hasMetrics) payload.m = 1;
  return JSON.stringify(payload);
}

interface RawEvent {
  event_id: string;
  ticket_id: string;
  phase: string;
  status: string | null;
  payload: string;
  received_time: Date;
}

function toEvent(row: RawEvent): EventRow {
  const payload = JSON.parse(row.payload) as Payload;
  return {
    ticketId: row.ticket_id,
    receivedTime: row.received_time,
    event: {
      eventId: row.event_id,
      phase: row.phase as KeptEvent['phase'],
      status: row.status as KeptEvent['status'],
      time: payload.t,
      resource: payload.r ?? null,
      instance: payload.i ?? null,
      ecmInstance: payload.e ?? null,
      logDirSuffix: payload.l ?? null,
      metrics: null,
      hasMetrics: payload.m === 1,
    },
  };
}

const EVENT_COLUMNS = rawSql('event_id, ticket_id, phase, status, payload, received_time');

/** Events of tickets that were kept before. */
export async function findEventsOf(database: Database, on: Queryable, tickets: readonly string[]): Promise<EventRow[]> {
  const found: EventRow[] = [];
  for (const some of chunks(tickets)) {
    const rows = await database.query<RawEvent>(
      sql`SELECT ${EVENT_COLUMNS} FROM ${rawSql(EVENTS)} WHERE ticket_id IN (${joinSql(some)})`,
      on,
    );
    for (const row of rows) found.push(toEvent(row));
  }
  return found;
}

/** The newest events of one ticket, oldest first. */
export async function findNewestEvents(database: Database, ticketId: string, most: number): Promise<EventRow[]> {
  const rows = await database.query<RawEvent>(
    sql`SELECT ${EVENT_COLUMNS} FROM ${rawSql(EVENTS)} WHERE ticket_id = ${ticketId} ORDER BY occurred_time DESC, event_id DESC LIMIT ${most}`,
  );
  return rows.map(toEvent).sort((left, right) => left.event.time - right.event.time);
}

/** Which of these events were kept before. */
export async function findKnownEvents(database: Database, on: Queryable, ids: readonly string[]): Promise<Set<string>> {
  const rows = await database.query<{ event_id: string }>(
    sql`SELECT event_id FROM ${rawSql(EVENTS)} WHERE event_id IN (${joinSql([...ids])})`,
    on,
  );
  return new Set(rows.map((row) => row.event_id));
}

/** Keeps events whose ids are new and tells which they were. */
export async function insertEvents(
  database: Database,
  on: Queryable,
  events: readonly { ticketId: string; event: KeptEvent }[],
  batchId: string,
  now: Date,
): Promise<Set<string>> {
  const received = wholeSeconds(now);
  for (const some of chunks(events)) {
    const rows = some.map(
      ({ ticketId, event }) =>
        sql`(${event.eventId}, ${ticketId}, ${event.phase}, ${event.status}, ${wholeSeconds(new Date(event.time))}, ${received}, ${batchId}, ${toPayload(event)})`,
    );
    await database.execute(
      sql`${database.dialect.insertIgnoring(EVENTS)} (event_id, ticket_id, phase, status, occurred_time, received_time, batch_id, payload) VALUES ${joinSql(rows)} ${database.dialect.ignoring}`,
      on,
    );
  }
  const kept = await database.query<{ event_id: string }>(
    sql`SELECT event_id FROM ${rawSql(EVENTS)} WHERE batch_id = ${batchId}`,
    on,
  );
  return new Set(kept.map((row) => row.event_id));
}

const ASSIGNMENTS = [
  { column: 'label_value' },
  { column: 'create_user' },
  { column: 'service_instance' },
  { column: 'ecm_instance' },
  { column: 'status' },
  { column: 'log_dir_suffix' },
  { column: 'request_times', adds: true },
  { column: 'request_resource' },
  { column: 'used_times', adds: true },
  { column: 'used_resource' },
  { column: 'metrics' },
  { column: 'release_times', adds: true },
  { column: 'released_resource' },
  { column: 'release_time' },
  { column: 'used_time' },
  { column: 'create_time' },
] as const;

function valuesOf(database: Database, record: RecordWrite): Sql {
  const { state } = record;
  const time = (value: number | null) =>
    database.dialect.timeValue(value === null ? null : database.toColumnTime(new Date(value)));
  return sql`${record.ticketId}, ${record.labelValue}, ${record.createUser}, ${state.serviceInstance}, ${state.ecmInstance}, ${state.status}, ${state.logDirSuffix},
    ${record.requests}, ${state.requestResource}, ${record.uses}, ${state.usedResource}, ${state.metrics}, ${record.releases}, ${state.releasedResource},
    ${time(state.releaseTime)}, ${time(state.usedTime)}, ${time(state.createTime)}`;
}

/** Writes records: new ones are inserted, known ones updated in one statement for many, their counters by adding. */
export async function writeRecords(database: Database, on: Queryable, records: readonly RecordWrite[]): Promise<void> {
  const columns = rawSql(`ticket_id, ${ASSIGNMENTS.map(({ column }) => column).join(', ')}`);
  for (const some of chunks(records.filter((record) => record.id === null))) {
    const rows = some.map((record) => sql`(${valuesOf(database, record)})`);
    await database.execute(sql`INSERT INTO ${rawSql(RECORDS)} (${columns}) VALUES ${joinSql(rows)}`, on);
  }
  for (const some of chunks(records.filter((record) => record.id !== null))) {
    const rows = some.map((record) => sql`(${record.id}, ${valuesOf(database, record)})`);
    await database.execute(
      sql`INSERT INTO ${rawSql(RECORDS)} (id, ${columns}) VALUES ${joinSql(rows)} ${database.dialect.updatingById(ASSIGNMENTS)}`,
      on,
    );
  }
}

/**
 * Removes the records of a ticket and its events; returns how many records there were. Whoever records events of the
 * ticket waits, and begins anew afterwards: no event is left without a record.
 */
export async function deleteRecords(database: Database, on: Queryable, ticketId: string): Promise<number> {
  await lockTickets(database, on, [ticketId]);
  await database.execute(sql`DELETE FROM ${rawSql(EVENTS)} WHERE ticket_id = ${ticketId}`, on);
  return database.execute(sql`DELETE FROM ${rawSql(RECORDS)} WHERE ticket_id = ${ticketId}`, on);
}
