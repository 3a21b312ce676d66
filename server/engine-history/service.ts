import type {
  EngineRecord,
  EngineRecordDetail,
  EngineRecordFacets,
  EngineRecordFilter,
  EngineRecordListQuery,
  EngineRecordPage,
  SimilarEngines,
  TimeField,
} from '@/contracts/engine-history';
import { writeAudit } from '@/server/platform/audit/writer';
import { hasRole } from '@/server/platform/auth/actor';
import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { type EngineName, findLogRecord, type LogRecordRow } from './log-record/store';
import { deleteMaterialsOf, findMaterialsOf } from './materials/store';
import { maySee, needMayDelete, visibleUser } from './policy';
import { recordEvents } from './recording/recorder';
import type { EventFate } from './recording/sift';
import { deleteRecords, findNewestEvents } from './recording/store';
import { parseLabel } from './rules/label';
import { isCompleted } from './rules/lifecycle';
import { fingerprint, readCursor, type SearchFilter, toSearchFilter, writeCursor } from './search/filter';
import { countRecords, findByTicket, findPage, type RecordDetailRow, type RecordRow } from './search/store';
import { toEngineRecord, toEngineRecordDetail } from './serializer';
import { listValues } from './values/store';

function filterFor(context: Context, filter: EngineRecordFilter): SearchFilter | null {
  return toSearchFilter(filter, visibleUser(context.actor), context.database.toColumnTime);
}

/** Column text by which a row is ordered. */
function sortText(row: RecordRow, sort: EngineRecordListQuery['sort']): string {
  return { createTime: row.create_time, usedTime: row.used_time, releaseTime: row.release_time }[sort] ?? '';
}

/**
 * A page of the history: everybody's for history administrators, one's own otherwise. Engines without the time that is
 * sorted by are left out.
 * @throws AppError invalid_input when the cursor is of other filters
 */
export async function findEngineRecords(context: Context, query: EngineRecordListQuery): Promise<EngineRecordPage> {
  const { database } = context;
  const { sort, order, pageSize, cursor: cursorText } = query;
  const filter = filterFor(context, query);
  if (!filter) return { items: [], nextCursor: null, previousCursor: null };
  const owner = fingerprint(filter, sort, order);
  const cursor = cursorText ? readCursor(cursorText, owner) : null;
  const back = cursor?.direction === 'previous';
  const opposite = order === 'desc' ? 'asc' : 'desc';
  const rows = await findPage(database, {
    filter,
    sort,
    order: back ? opposite : order,
    size: pageSize + 1,
    after: cursor,
  });
  const more = rows.length > pageSize;
  const page = rows.slice(0, pageSize);
  if (back) page.reverse();
  const cursorAt = (row: RecordRow | undefined, direction: 'next' | 'previous') =>
    row ? writeCursor({ direction, time: sortText(row, sort), id: row.id }, owner) : null;
  return {
    items: page.map((row) => toEngineRecord(row, database.isoFromColumnTime)),
    nextCursor: back || more ? cursorAt(page.at(-1), 'next') : null,
    previousCursor: (back && more) || (!back && cursor) ? cursorAt(page[0], 'previous') : null,
  };
}

const CHEAP_COUNT = 10_000;
const COUNT_BOUND = 2 ** 31;

/** How many records the filters find: exactly up to 10,000, beyond that only when asked to. */
export async function countEngineRecords(
  context: Context,
  filter: EngineRecordFilter & { sort?: TimeField },
  exact: boolean,
): Promise<{ count: number; exact: boolean }> {
  const search = filterFor(context, filter);
  if (!search) return { count: 0, exact: true };
  const sort = filter.sort ?? filter.timeField;
  const count = await countRecords(context.database, search, sort, exact ? COUNT_BOUND : CHEAP_COUNT + 1);
  return !exact && count > CHEAP_COUNT ? { count: CHEAP_COUNT, exact: false } : { count, exact: true };
}

const MOST_CHOICES = 500;

/** The values that filters can take, from what occurs. An ordinary user learns no other user's name. */
export async function engineRecordFacets(context: Context): Promise<EngineRecordFacets> {
  const { database } = context;
  const all = hasRole(context.actor, 'history-admin');
  const [labels, statuses, users, ecms] = await Promise.all([
    listValues(database, 'label_value'),
    listValues(database, 'status', MOST_CHOICES),
    all ? listValues(database, 'create_user', MOST_CHOICES) : [context.actor.name],
    listValues(database, 'ecm_instance', MOST_CHOICES),
  ]);
  const versions = new Map<string, Set<string>>();
  const creators = new Set<string>();
  for (const label of labels) {
    const { user, creator, engineType, engineVersion } = parseLabel(label);
    if (!all && user !== context.actor.name) continue;
    if (creator) creators.add(creator);
    if (!engineType) continue;
    const known = versions.get(engineType) ?? new Set();
    if (engineVersion) known.add(engineVersion);
    versions.set(engineType, known);
  }
  const sorted = (values: Iterable<string>) => [...values].sort().slice(0, MOST_CHOICES);
  return {
    statuses: sorted(statuses.filter((status) => status !== '')),
    engineTypes: sorted(versions.keys()).map((engineType) => ({
      engineType,
      versions: sorted(versions.get(engineType) ?? []),
    })),
    creators: sorted(creators),
    users: sorted(users),
    ecms: sorted(ecms),
  };
}

/**
 * The newest record of a ticket, if the actor may see it. Records of others are as unknown as those that do not exist.
 * @throws AppError not_found
 */
async function getVisibleRow(context: Context, ticketId: string): Promise<RecordDetailRow> {
  const row = await findByTicket(context.database, ticketId);
  if (!row || !maySee(context.actor, row.create_user)) {
    throw new AppError('not_found', `There is no engine with the ticket ${ticketId}, or it is not yours to see.`, {
      hidden: row !== null,
    });
  }
  return row;
}

const SHOWN_EVENTS = 200;

/** One engine with everything that is known of it. @throws AppError not_found */
export async function getEngineRecord(context: Context, ticketId: string): Promise<EngineRecordDetail> {
  const { database } = context;
  const row = await getVisibleRow(context, ticketId);
  const [events, materials] = await Promise.all([
    findNewestEvents(database, ticketId, SHOWN_EVENTS),
    findMaterialsOf(database, [ticketId]),
  ]);
  return toEngineRecordDetail(row, events, materials.get(ticketId) ?? [], database.isoFromColumnTime);
}

/** Where an engine's logs are, for the log module. */
export interface LogLocation {
  ticketId: string;
  /** Directory below a log root, as the record says; null when it says nothing. */
  suffix: string | null;
  ecm: string | null;
  instance: string | null;
  ended: boolean;
}

function toLogLocation(row: LogRecordRow): LogLocation {
  return {
    ticketId: row.ticket_id,
    suffix: row.log_dir_suffix || null,
    ecm: row.ecm_instance,
    instance: row.service_instance,
    ended: isCompleted(row.status),
  };
}

/** Where the logs of an engine are, if the actor may read them. @throws AppError not_found */
export async function getLogLocation(context: Context, ticketId: string): Promise<LogLocation> {
  return toLogLocation(await getVisibleRow(context, ticketId));
}

/**
 * The same for an engine that is named as Linkis' programs do; null when no record has the name.
 * @throws AppError forbidden when the engine is another's, which is written to the audit trail
 */
export async function findLogLocation(context: Context, name: EngineName): Promise<LogLocation | null> {
  const row = await findLogRecord(context.database, name);
  if (row && !maySee(context.actor, row.create_user)) {
    const shown = name.instance ?? name.ticketId;
    throw new AppError(
      'forbidden',
      `You have no permission to get logs of the engine ${shown}: it is another user's. Its owner and history administrators have.`,
    );
  }
  return row && toLogLocation(row);
}

/** Removes the record of an ended engine, its events with it, leaving it whole in the audit trail. @throws AppError forbidden, not_found, conflict */
export async function deleteEngineRecord(context: Context, ticketId: string): Promise<RecordDetailRow> {
  needMayDelete(context.actor);
  const row = await getVisibleRow(context, ticketId);
  if (!isCompleted(row.status))
    throw new AppError(
      'conflict',
      `The engine of ticket ${ticketId} has not ended (${row.status ?? 'no status'}); its record stays until it has.`,
    );
  await context.database.transaction(async (on) => {
    await deleteRecords(context.database, on, ticketId);
    await deleteMaterialsOf(context.database, on, ticketId);
    const entry = {
      action: 'engineRecords.delete',
      objectType: 'engineRecord',
      objectId: ticketId,
      actor: context.actor.name,
      requestId: context.requestId,
    };
    await writeAudit(on, [{ ...entry, outcome: 'done', detail: { record: row } }], context.clock.now());
  });
  return row;
}

const SAMPLE = 200;
const SHOWN_SIMILAR = 10;
const ENOUGH = 3;

function median(values: number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

function secondsBetween(from: string | null, to: string | null): number[] {
  return from && to ? [(Date.parse(to) - Date.parse(from)) / 1000] : [];
}

function summarise(basis: SimilarEngines['basis'], records: EngineRecord[]): SimilarEngines {
  const ended = records.filter((record) => isCompleted(record.status));
  return {
    basis,
    sampleSize: records.length,
    medianStartSeconds: median(records.flatMap((record) => secondsBetween(record.createTime, record.usedTime))),
    medianLifeSeconds: median(records.flatMap((record) => secondsBetween(record.createTime, record.releaseTime))),
    failureRate: ended.length === 0 ? null : ended.filter((record) => record.status === 'Failed').length / ended.length,
    items: records.slice(0, SHOWN_SIMILAR),
  };
}

/** Recent engines like one: of the same label, or when those are few, of the same type. @throws AppError not_found */
export async function findSimilarEngines(context: Context, ticketId: string): Promise<SimilarEngines> {
  const { database } = context;
  const row = await getVisibleRow(context, ticketId);
  const only = visibleUser(context.actor);
  const base = { timeField: 'createTime', from: null, before: null, user: only === null ? undefined : [only] } as const;
  const attempts: [SimilarEngines['basis'], Partial<SearchFilter> | null][] = [
    ['label', row.label_value ? { labelValue: [row.label_value] } : null],
    [
      'engineTypeAndVersion',
      row.engine_type && row.engine_version
        ? { engineType: [row.engine_type], engineVersion: [row.engine_version] }
        : null,
    ],
    ['engineType', row.engine_type ? { engineType: [row.engine_type] } : null],
  ];
  for (const [basis, filter] of attempts) {
    if (!filter) continue;
    const rows = await findPage(database, {
      filter: { ...base, ...filter },
      sort: 'createTime',
      order: 'desc',
      size: SAMPLE + 1,
      after: null,
    });
    const others = rows.filter((other) => other.id !== row.id).slice(0, SAMPLE);
    if (others.length >= ENOUGH)
      return summarise(
        basis,
        others.map((other) => toEngineRecord(other, database.isoFromColumnTime)),
      );
  }
  return summarise('none', []);
}

/** What became of a batch of reported events. */
export interface RecordingAnswer {
  recorded: number;
  duplicates: number;
  rejected: number;
  results: EventFate[];
}

/** Records one event or a batch. When this returns, every event not rejected is on disk. */
export async function recordEngineEvents(
  context: Context,
  body: { events: unknown[] } | Record<string, unknown>,
): Promise<RecordingAnswer> {
  const events = Array.isArray(body.events) ? body.events : [body];
  const fates = await recordEvents(context, events);
  const number = (result: EventFate['result']) => fates.filter((fate) => fate.result === result).length;
  return {
    recorded: number('recorded'),
    duplicates: number('duplicate'),
    rejected: number('rejected'),
    results: fates.filter((fate) => fate.result !== 'recorded'),
  };
}
