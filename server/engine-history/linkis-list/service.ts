import type { z } from 'zod';
import { ENGINE_STATUSES } from '@/contracts/engine-history';
import { LINKIS_NAME } from '@/contracts/linkis-common';
import type { linkisListRecords, liveEngineSchema } from '@/contracts/linkis-engine-history';
import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { findCrossClusterManagers, findLiveEngines, type LiveEngineRow } from '../live-engines/store';
import { maySeeByTicket, needMayListLiveEngines, visibleUser } from '../policy';
import { toLiveResource } from '../rules/resource-notation';
import { findByTicket } from '../search/store';
import { toLinkisListItem, toLinkisRecord } from '../serializer';
import { deleteEngineRecord } from '../service';
import { countLinkisList, findLinkisPage } from './store';

function unknownTicket(ticketId: string, hidden = false): AppError {
  // Spelling as clients know it.
  return new AppError('invalid_input', `tickedId not exist:${ticketId}`, { hidden });
}

/** One record by its ticket. Records of others are as unknown as those that do not exist. @throws AppError */
export async function getLinkisRecord(context: Context, ticketId: string) {
  const row = await findByTicket(context.database, ticketId);
  if (!row) throw unknownTicket(ticketId);
  if (!maySeeByTicket(context.actor, row.create_user)) throw unknownTicket(ticketId, true);
  return toLinkisRecord(row, context.database.fromColumnTime);
}

/** Removes the record of an ended engine and answers it. @throws AppError */
export async function deleteLinkisRecord(context: Context, ticketId: string) {
  const deleted = await deleteEngineRecord(context, ticketId).catch((error) => {
    throw error instanceof AppError && error.code === 'not_found' ? unknownTicket(ticketId) : error;
  });
  return toLinkisRecord(deleted, context.database.fromColumnTime);
}

type ListQuery = z.output<(typeof linkisListRecords)['query']>;

const USUAL_PAGE = 20;
/** Largest page that is answered; asking for more, or for all (0), gives this many. */
const LARGEST_PAGE = 5000;

/** Page number and size after the original's rules: pages before the first are the first, those past the last the last. */
function pageOf(query: ListQuery, total: number): { offset: number; size: number } {
  const asked = query.pageSize ?? USUAL_PAGE;
  if (asked < 0 || total === 0) return { offset: 0, size: 0 };
  const size = asked === 0 ? LARGEST_PAGE : Math.min(asked, LARGEST_PAGE);
  const pages = Math.ceil(total / size);
  const page = asked === 0 ? 1 : Math.min(Math.max(query.pageNow ?? 1, 1), pages);
  return { offset: (page - 1) * size, size };
}

/** History by page number; today's unless dates are given. @throws AppError invalid_input */
export async function listLinkisRecords(context: Context, query: ListQuery) {
  const { database, clock } = context;
  if (query.creator !== undefined && !LINKIS_NAME.test(query.creator))
    throw new AppError('invalid_input', `Invalid creator : ${query.creator}`);
  const now = database.toColumnTime(clock.now());
  const only = visibleUser(context.actor);
  const filter = {
    instance: query.instance ?? null,
    user: only ?? query.creator ?? null,
    engineType: query.engineType ?? null,
    status: query.status ?? null,
    from: query.startDate ?? `${now.slice(0, 10)} 00:00:00`,
    to: query.endDate ?? now,
  };
  const total = filter.from > filter.to ? 0 : await countLinkisList(database, filter);
  const { offset, size } = pageOf(query, total);
  const rows = await findLinkisPage(database, filter, offset, size, total);
  return { engineList: rows.map((row) => toLinkisListItem(row, database.fromColumnTime)), totalPage: total };
}

/** A list of texts from a body; null when absent. `shown` is the name that the original's message gives it. */
function texts(body: Record<string, unknown>, name: string, shown = name): string[] | null {
  const value = body[name];
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) {
    throw new AppError('invalid_input', `parameters:${shown} parsing failed(请求参数【${name}】解析失败)`, {
      faults: [{ path: name, message: 'expected a list of texts' }],
    });
  }
  if (value.length > 1000)
    throw new AppError('invalid_input', `${name}: at most 1,000 values`, {
      faults: [{ path: name, message: 'at most 1,000 values' }],
    });
  return value.length === 0 ? null : value;
}

function statusNumbers(names: string[] | null): number[] | null {
  if (!names) return null;
  const numbers = names.map((name) => (ENGINE_STATUSES as readonly string[]).indexOf(name));
  const unknown = numbers.indexOf(-1);
  if (unknown < 0) return numbers;
  throw new AppError(
    'invalid_input',
    `statuss: ${names[unknown]} is no status; expected some of ${ENGINE_STATUSES.join(', ')}`,
  );
}

function engineTypeOf(label: string): string {
  return label.slice(label.lastIndexOf(',') + 1).split('-')[0] ?? '';
}

function toLiveEngine(row: LiveEngineRow): z.input<typeof liveEngineSchema> {
  const instanceStatus = row.instance_status === null ? null : (ENGINE_STATUSES[row.instance_status] ?? null);
  let unlocked: unknown = 0;
  try {
    unlocked =
      instanceStatus === 'Unlock'
        ? (JSON.parse(row.heartbeat_msg ?? '{}') as { lastUnlockTimestamp?: unknown }).lastUnlockTimestamp
        : 0;
  } catch {
    // A heartbeat that is no JSON says nothing about when the engine was unlocked.
  }
  return {
    id: row.id,
    instance: row.instance,
    name: row.name,
    owner: row.owner,
    mark: row.mark,
    identifier: row.identifier,
    ticketId: row.ticketId,
    updateTime: row.update_time,
    createTime: row.create_time,
    updator: row.updator,
    creator: row.creator,
    params: row.params,
    mappingPorts: row.mapping_ports,
    mappingHost: row.mapping_host,
    instanceStatus,
    engineType: engineTypeOf(row.label_value),
    heartbeatMsg: row.heartbeat_msg,
    lastUnlockTimestamp: Number.isSafeInteger(Number(unlocked)) ? Number(unlocked) : 0,
    useResource: toLiveResource(row.used_resource),
    ecmInstance: row.ecm_instance,
  };
}

function queueOf(resource: Record<string, unknown>): unknown {
  const yarn = (resource.yarn ?? resource.yarnResource ?? resource) as Record<string, unknown>;
  return yarn?.queueName;
}

/** Live engines with their newest history rows. @throws AppError forbidden, invalid_input naming the member */
export async function listLiveEngines(context: Context, body: Record<string, unknown>) {
  needMayListLiveEngines(context.actor);
  const creators = texts(body, 'creators');
  const invalid = creators?.find((name) => !LINKIS_NAME.test(name));
  if (invalid !== undefined) throw new AppError('invalid_input', `Invalid creator: ${invalid}`);
  const engineTypes = texts(body, 'engineTypes');
  const statuses = statusNumbers(texts(body, 'statuss'));
  const instances = texts(body, 'ecInstances', 'instanceName');
  const { queueName = null, crossCluster = null } = body;
  const unparsed =
    queueName !== null && typeof queueName !== 'string'
      ? 'queueName'
      : crossCluster !== null && typeof crossCluster !== 'boolean'
        ? 'crossCluster'
        : null;
  if (unparsed)
    throw new AppError('invalid_input', `parameters:${unparsed} parsing failed(请求参数【${unparsed}】解析失败)`);
  const rows = await findLiveEngines(context.database, { creators, instances, statuses });
  const crossing = crossCluster === null ? null : await findCrossClusterManagers(context.database);
  return rows
    .map(toLiveEngine)
    .filter((engine) => !engineTypes || engineTypes.includes(engine.engineType))
    .filter((engine) => queueName === null || queueOf(engine.useResource as Record<string, unknown>) === queueName)
    .filter((engine) => !crossing || crossing.has(engine.ecmInstance ?? '') === crossCluster);
}
