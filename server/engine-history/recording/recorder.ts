import { randomUUID } from 'node:crypto';
import type { EngineEventInput } from '@/contracts/engine-recording';
import { writeAudit } from '@/server/platform/audit/writer';
import type { Context } from '@/server/platform/context';
import type { Database, Queryable } from '@/server/platform/db/database';
import { isUniqueViolation, isUnstorable } from '@/server/platform/db/failure';
import { AppError } from '@/server/platform/errors';
import { insertMaterials } from '../materials/store';
import { mayRecord } from '../policy';
import { labelText, logDirectory } from '../rules/label';
import { EMPTY_STATE, foldEvents, type KeptEvent } from '../rules/lifecycle';
import { writeResource } from '../rules/resource-notation';
import { forgetValues } from '../values/store';
import { type Candidate, type EventFate, sift } from './sift';
import {
  findEventsOf,
  findKnownEvents,
  findRecordsForUpdate,
  insertEvents,
  lockTickets,
  type RecordWrite,
  type StoredRecord,
  writeRecords,
} from './store';

function toKept(input: EngineEventInput): KeptEvent {
  return {
    eventId: input.eventId,
    phase: input.phase,
    status: input.status ?? null,
    time: Date.parse(input.time),
    instance: input.instance ?? null,
    ecmInstance: input.ecmInstance ?? null,
    resource: input.resource ? writeResource(input.resource) : null,
    logDirSuffix: input.logDirSuffix ?? null,
    metrics: input.metrics ? JSON.stringify(input.metrics) : null,
    hasMetrics: input.metrics !== undefined,
  };
}

/** Label and owner of a ticket: from its record, or else from the first event that names them. */
interface Ownership {
  labelValue: string;
  createUser: string;
}

/**
 * Decides whom an event belongs to. A ticket has one label; until an event names it, the record is nobody's (or the
 * reporter's own, who may report for themselves only).
 */
function judge(context: Context, { input }: Candidate, known: Ownership | undefined): Ownership | string {
  const label = input.labels ? labelText(input.labels) : '';
  if (known && known.labelValue !== '' && label !== '' && known.labelValue !== label)
    return `labels: ticket ${input.ticketId} belongs to ${known.labelValue}`;
  const nobodys = mayRecord(context.actor, '') ? '' : context.actor.name;
  const createUser =
    known && known.labelValue !== '' ? known.createUser : (input.labels?.user ?? known?.createUser ?? nobodys);
  if (!mayRecord(context.actor, createUser)) return 'not permitted: you may report your own engines only';
  return { labelValue: label === '' ? (known?.labelValue ?? '') : label, createUser };
}

function toWrite(
  database: Database,
  ticketId: string,
  owner: Ownership,
  stored: StoredRecord | undefined,
  earlier: KeptEvent[],
  arriving: KeptEvent[],
): RecordWrite {
  const state = foldEvents(ticketId, stored?.state ?? EMPTY_STATE, earlier, arriving);
  const count = (phase: KeptEvent['phase']) => arriving.filter((event) => event.phase === phase).length;
  const [, second = ''] = owner.labelValue.split(',');
  if (state.logDirSuffix === null && owner.labelValue !== '' && state.createTime !== null) {
    state.logDirSuffix = logDirectory(
      owner.createUser,
      database.toColumnTime(new Date(state.createTime)),
      second.split('-')[0] ?? '',
      ticketId,
    );
  }
  return {
    id: stored?.id ?? null,
    ticketId,
    ...owner,
    state,
    requests: count('request'),
    uses: count('used'),
    releases: count('release'),
  };
}

function groupByTicket<T>(items: readonly T[], ticketOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(ticketOf(item));
    if (group) group.push(item);
    else groups.set(ticketOf(item), [item]);
  }
  return groups;
}

async function keep(context: Context, on: Queryable, candidates: readonly Candidate[]): Promise<EventFate[]> {
  const { database, actor, requestId } = context;
  const now = context.clock.now();
  const tickets = [...new Set(candidates.map(({ input }) => input.ticketId))].sort();
  await lockTickets(database, on, tickets);
  const stored = await findRecordsForUpdate(database, on, tickets);
  const known = await findKnownEvents(
    database,
    on,
    candidates.map(({ input }) => input.eventId),
  );
  const owners = new Map<string, Ownership>(
    [...stored].map(([ticket, record]) => [ticket, { labelValue: record.labelValue, createUser: record.createUser }]),
  );
  const fates: EventFate[] = [];
  const accepted: Candidate[] = [];
  // Events with labels first, so that others of the same batch know whose they are.
  for (const candidate of [...candidates].sort(
    (left, right) => Number(right.input.labels !== undefined) - Number(left.input.labels !== undefined),
  )) {
    const { index, input } = candidate;
    const { eventId } = input;
    // What was kept before says nothing any more, of whichever ticket it was.
    if (known.has(eventId)) {
      fates.push({ index, eventId, result: 'duplicate' });
      continue;
    }
    const verdict = judge(context, candidate, owners.get(input.ticketId));
    if (typeof verdict === 'string') fates.push({ index, eventId, result: 'rejected', reason: verdict });
    else {
      owners.set(input.ticketId, verdict);
      accepted.push(candidate);
    }
  }
  if (accepted.length === 0) return fates;
  const batchId = randomUUID();
  const earlier = groupByTicket(await findEventsOf(database, on, tickets), (row) => row.ticketId);
  const kept = await insertEvents(
    database,
    on,
    accepted.map(({ input }) => ({ ticketId: input.ticketId, event: toKept(input) })),
    batchId,
    now,
  );
  const fresh = accepted.filter(({ input }) => kept.has(input.eventId));
  for (const { index, input } of accepted)
    fates.push({ index, eventId: input.eventId, result: kept.has(input.eventId) ? 'recorded' : 'duplicate' });
  const writes = [...groupByTicket(fresh, ({ input }) => input.ticketId)].map(([ticket, events]) =>
    toWrite(
      database,
      ticket,
      owners.get(ticket) as Ownership,
      stored.get(ticket),
      (earlier.get(ticket) ?? []).map((row) => row.event),
      events.map(({ input }) => toKept(input)),
    ),
  );
  await writeRecords(database, on, writes);
  await insertMaterials(
    database,
    on,
    fresh.flatMap(({ input }) =>
      (input.materials ?? []).map((material) => ({ ticketId: input.ticketId, ...material })),
    ),
  );
  if (fresh.length > 0) {
    const detail = { events: fresh.length, engines: writes.length };
    await writeAudit(
      on,
      [
        {
          actor: actor.name,
          action: 'engineRecords.recordEvents',
          objectType: 'batch',
          objectId: batchId,
          outcome: 'done',
          requestId,
          detail,
        },
      ],
      now,
    );
  }
  return fates;
}

const RACES = 5;

/** Keeps events in one transaction; a ticket that another process made at the same moment is met at the next try. */
async function keepTogether(context: Context, candidates: readonly Candidate[]): Promise<EventFate[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await context.database.transaction((on) => keep(context, on, candidates));
    } catch (error) {
      if (attempt >= RACES || !isUniqueViolation(error)) throw error;
    }
  }
}

/** Why the database refuses the events of a ticket, whatever else it is given; null for anything else. */
function reasonOf(error: unknown): string | null {
  if (isUniqueViolation(error))
    return 'conflict: another record has the same instance, status, user and create time, which this database allows once only';
  return isUnstorable(error) ? 'labels: hold characters that this database cannot store' : null;
}

async function keepOneByOne(context: Context, candidates: readonly Candidate[]): Promise<EventFate[]> {
  const fates: EventFate[] = [];
  for (const events of groupByTicket(candidates, ({ input }) => input.ticketId).values()) {
    try {
      fates.push(...(await keepTogether(context, events)));
    } catch (error) {
      const reason = reasonOf(error);
      if (reason === null) throw error;
      fates.push(
        ...events.map(({ index, input }) => ({ index, eventId: input.eventId, result: 'rejected' as const, reason })),
      );
    }
  }
  return fates;
}

/** An error of the database that nobody foresaw, for whoever reports: it says what to do with the batch. */
function notRecorded(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError(
    'internal',
    'The events were not recorded: the database refused to store them. Send the same events again once the cause is gone, which the request id finds in the server log; what was kept before is not counted twice.',
    { cause: error },
  );
}

async function keepSafely(context: Context, candidates: readonly Candidate[]): Promise<EventFate[]> {
  try {
    return await keepTogether(context, candidates);
  } catch (error) {
    if (reasonOf(error) === null) throw notRecorded(error);
    return await keepOneByOne(context, candidates).catch((later) => {
      throw notRecorded(later);
    });
  }
}

/**
 * Records a batch of events. Bad ones are rejected one by one with their reasons, the others kept all together: when
 * this returns, they are on disk. Sending the same events again changes nothing.
 * @throws AppError when the database fails: then nothing is kept, or of a batch with conflicts only a part
 * @returns the fate of each event, by index
 */
export async function recordEvents(context: Context, events: readonly unknown[]): Promise<EventFate[]> {
  const { candidates, fates } = sift(events, context.clock.now());
  let waiting = candidates;
  while (waiting.length > 0) {
    const firsts = new Map<string, Candidate>();
    for (const candidate of waiting)
      if (!firsts.has(candidate.input.eventId)) firsts.set(candidate.input.eventId, candidate);
    const decided = await keepSafely(context, [...firsts.values()]);
    fates.push(...decided);
    forgetValues(context.database);
    const kept = new Set(decided.filter(({ result }) => result !== 'rejected').map(({ eventId }) => eventId));
    // The same event once more: a duplicate, unless the one before was not kept.
    const others = waiting.filter((candidate) => firsts.get(candidate.input.eventId) !== candidate);
    const isKept = ({ input }: Candidate) => kept.has(input.eventId);
    for (const { index, input } of others.filter(isKept))
      fates.push({ index, eventId: input.eventId, result: 'duplicate' });
    waiting = others.filter((candidate) => !isKept(candidate));
  }
  return fates.sort((left, right) => left.index - right.index);
}
