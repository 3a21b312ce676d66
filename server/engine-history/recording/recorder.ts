import { randomUUID } from 'node:crypto';
import { type EngineEventInput, engineEventInputSchema } from '@/contracts/engine-recording';
import { writeAudit } from '@/server/platform/audit/writer';
import type { Context } from '@/server/platform/context';
import type { Database, Queryable } from '@/server/platform/db/database';
import { isUniqueViolation } from '@/server/platform/db/failure';
import { AppError } from '@/server/platform/errors';
import { insertMaterials } from '../materials/store';
import { mayRecord } from '../policy';
import { labelText, logDirectory } from '../rules/label';
import { EMPTY_STATE, foldEvents, type KeptEvent } from '../rules/lifecycle';
import { writeResource } from '../rules/resource-notation';
import { forgetValues } from '../values/store';
import {
  findEventsOf,
  findRecordsForUpdate,
  insertEvents,
  lockTickets,
  type RecordWrite,
  type StoredRecord,
  writeRecords,
} from './store';

/** Fate of one event, by its place in the batch. */
export interface EventFate {
  index: number;
  eventId: string | null;
  result: 'recorded' | 'duplicate' | 'rejected';
  reason?: string;
}

interface Candidate {
  index: number;
  input: EngineEventInput;
}

const DAY_MS = 86_400_000;
const EARLIEST = Date.UTC(2000, 0, 1);
const LONGEST_LABEL = 255;

function faultsOf(raw: unknown): string | null {
  const parsed = engineEventInputSchema.safeParse(raw);
  if (parsed.success) return null;
  return parsed.error.issues
    .slice(0, 3)
    .map((issue) => {
      const at = issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : issue.path.join('.');
      return `${at || 'event'}: ${issue.code === 'unrecognized_keys' ? 'not known here' : issue.message}`;
    })
    .join('; ');
}

function faultOfValues(input: EngineEventInput, now: Date): string | null {
  const time = Date.parse(input.time);
  if (time > now.getTime() + DAY_MS) return 'time: more than a day ahead of the server';
  if (time < EARLIEST) return 'time: before the year 2000';
  if (input.labels && labelText(input.labels).length > LONGEST_LABEL)
    return `labels: together longer than ${LONGEST_LABEL} characters`;
  return null;
}

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

/** Sorts a batch into events to keep and fates that are clear before the database is asked. */
function sift(events: readonly unknown[], now: Date): { candidates: Candidate[]; fates: EventFate[] } {
  const candidates: Candidate[] = [];
  const fates: EventFate[] = [];
  const seen = new Set<string>();
  for (const [index, raw] of events.entries()) {
    const given = (raw as { eventId?: unknown } | null)?.eventId;
    const eventId = typeof given === 'string' ? given.slice(0, 100) : null;
    const parsed = engineEventInputSchema.safeParse(raw);
    const reason = parsed.success ? faultOfValues(parsed.data, now) : faultsOf(raw);
    if (!parsed.success || reason) fates.push({ index, eventId, result: 'rejected', reason: reason ?? 'unreadable' });
    else if (seen.has(parsed.data.eventId)) fates.push({ index, eventId, result: 'duplicate' });
    else {
      seen.add(parsed.data.eventId);
      candidates.push({ index, input: parsed.data });
    }
  }
  return { candidates, fates };
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
  const owners = new Map<string, Ownership>(
    [...stored].map(([ticket, record]) => [ticket, { labelValue: record.labelValue, createUser: record.createUser }]),
  );
  const fates: EventFate[] = [];
  const accepted: Candidate[] = [];
  // Events with labels first, so that others of the same batch know whose they are.
  for (const candidate of [...candidates].sort(
    (left, right) => Number(right.input.labels !== undefined) - Number(left.input.labels !== undefined),
  )) {
    const verdict = judge(context, candidate, owners.get(candidate.input.ticketId));
    if (typeof verdict === 'string')
      fates.push({ index: candidate.index, eventId: candidate.input.eventId, result: 'rejected', reason: verdict });
    else {
      owners.set(candidate.input.ticketId, verdict);
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

async function keepOneByOne(context: Context, candidates: readonly Candidate[]): Promise<EventFate[]> {
  const fates: EventFate[] = [];
  for (const events of groupByTicket(candidates, ({ input }) => input.ticketId).values()) {
    try {
      fates.push(...(await keepTogether(context, events)));
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      const reason =
        'conflict: another record has the same instance, status, user and create time, which this database allows once only';
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

/**
 * Records a batch of events. Bad ones are rejected one by one with their reasons, the others kept all together: when
 * this returns, they are on disk. Sending the same events again changes nothing.
 * @throws AppError when the database fails: then nothing is kept, or of a batch with conflicts only a part
 * @returns the fate of each event, by index
 */
export async function recordEvents(context: Context, events: readonly unknown[]): Promise<EventFate[]> {
  const { candidates, fates } = sift(events, context.clock.now());
  if (candidates.length > 0) {
    const kept = await keepTogether(context, candidates)
      .catch((error) => {
        if (!isUniqueViolation(error)) throw error;
        return keepOneByOne(context, candidates);
      })
      .catch((error) => {
        throw notRecorded(error);
      });
    fates.push(...kept);
    forgetValues(context.database);
  }
  return fates.sort((left, right) => left.index - right.index);
}
