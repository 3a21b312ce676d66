import type { EngineMaterial, EngineRecord, EngineRecordDetail } from '@/contracts/engine-history';
import type { Database } from '@/server/platform/db/database';
import type { EventRow } from './recording/store';
import { parseLabel } from './rules/label';
import { readResource, toListResource } from './rules/resource-notation';
import type { RecordDetailRow, RecordRow } from './search/store';

type FromColumn = Database['fromColumnTime'];
type IsoFromColumn = Database['isoFromColumnTime'];

function milliseconds(text: string | null, fromColumn: FromColumn): number | null {
  const time = text === null ? Number.NaN : fromColumn(text).getTime();
  return Number.isNaN(time) ? null : time;
}

/** A row for the console's API. An instance that holds the ticket id means that there is no address yet. */
export function toEngineRecord(row: RecordRow, isoTime: IsoFromColumn): EngineRecord {
  return {
    id: row.id,
    ticketId: row.ticket_id,
    labelValue: row.label_value,
    user: row.create_user,
    creator: row.creator,
    engineType: row.engine_type,
    engineVersion: row.engine_version,
    instance: row.service_instance === row.ticket_id ? null : row.service_instance,
    ecmInstance: row.ecm_instance,
    status: row.status === '' ? null : row.status,
    requestedResource: readResource(row.request_resource),
    usedResource: readResource(row.used_resource),
    releasedResource: readResource(row.released_resource),
    requestTimes: row.request_times ?? 0,
    usedTimes: row.used_times ?? 0,
    releaseTimes: row.release_times ?? 0,
    createTime: isoTime(row.create_time),
    usedTime: isoTime(row.used_time),
    releaseTime: isoTime(row.release_time),
  };
}

function readMetrics(text: string | null): Record<string, unknown> | null {
  if (!text) return null;
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** A row with everything that is known of the engine. */
export function toEngineRecordDetail(
  row: RecordDetailRow,
  events: EventRow[],
  materials: EngineMaterial[],
  isoTime: IsoFromColumn,
): EngineRecordDetail {
  const metrics = readMetrics(row.metrics);
  return {
    ...toEngineRecord(row, isoTime),
    logDirSuffix: row.log_dir_suffix || null,
    metrics,
    metricsText: row.metrics || null,
    startReason: typeof metrics?.start_reason === 'string' ? metrics.start_reason : null,
    events: events.map(({ event, receivedTime }) => ({
      eventId: event.eventId,
      phase: event.phase,
      status: event.status,
      time: new Date(event.time).toISOString(),
      receivedTime: receivedTime.toISOString(),
    })),
    materials,
  };
}

function linkisMembers(row: RecordRow, fromColumn: FromColumn) {
  return {
    id: row.id,
    createUser: row.create_user,
    labelValue: row.label_value,
    ticketId: row.ticket_id,
    serviceInstance: row.service_instance,
    ecmInstance: row.ecm_instance,
    requestTimes: row.request_times,
    usedTimes: row.used_times,
    releaseTimes: row.release_times,
    usedTime: milliseconds(row.used_time, fromColumn),
    createTime: milliseconds(row.create_time, fromColumn),
    releaseTime: milliseconds(row.release_time, fromColumn),
    logDirSuffix: row.log_dir_suffix,
    status: row.status,
    engineType: parseLabel(row.label_value).engineType ?? '',
  };
}

/** A row as Linkis' history list shows it: times in milliseconds, resources as objects. */
export function toLinkisListItem(row: RecordRow, fromColumn: FromColumn) {
  return {
    ...linkisMembers(row, fromColumn),
    usedResource: toListResource(row.used_resource),
    requestResource: toListResource(row.request_resource),
    releasedResource: toListResource(row.released_resource),
  };
}

/** A row as Linkis' single-record endpoint shows it: resources and metrics as the stored text. */
export function toLinkisRecord(row: RecordDetailRow, fromColumn: FromColumn) {
  return {
    ...linkisMembers(row, fromColumn),
    usedResource: row.used_resource,
    requestResource: row.request_resource,
    releasedResource: row.released_resource,
    metrics: row.metrics,
  };
}
