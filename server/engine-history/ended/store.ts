import { COMPLETED_STATUSES } from '@/contracts/engine-history';
import type { Database } from '@/server/platform/db/database';
import { rawSql, sql } from '@/server/platform/db/dialect';

const RECORDS = 'linkis_cg_ec_resource_info_record';
const RELEASE_INDEX = 'er_record_release_time';

/** A record as a walk meets it; times as column texts. */
interface EndedRow {
  id: number;
  ticket_id: string;
  status: string | null;
  release_time: string | null;
  create_time: string | null;
}

const columns = (database: Database) =>
  sql`id, ticket_id, status, ${database.dialect.timeText('release_time')} AS release_time, ${database.dialect.timeText('create_time')} AS create_time`;

/** Records released after a position and up to a time (column texts), oldest release first. */
export function findReleased(
  database: Database,
  after: { time: string; id: number },
  until: string,
  limit: number,
): Promise<EndedRow[]> {
  const { timeValue, byIndex } = database.dialect;
  return database.query<EndedRow>(
    sql`SELECT ${columns(database)} FROM ${byIndex(RECORDS, RELEASE_INDEX)}
      WHERE release_time >= ${timeValue(after.time)} AND release_time <= ${timeValue(until)}
        AND (release_time > ${timeValue(after.time)} OR id > ${after.id})
      ORDER BY release_time, id LIMIT ${limit}`,
  );
}

/** Records without a release below an id, newest first: engines that run, and those whose end nobody timed. */
export function findUnreleased(database: Database, belowId: number, limit: number): Promise<EndedRow[]> {
  return database.query<EndedRow>(
    sql`SELECT ${columns(database)} FROM ${database.dialect.byIndex(RECORDS, RELEASE_INDEX)}
      WHERE release_time IS NULL AND id < ${belowId} ORDER BY id DESC LIMIT ${limit}`,
  );
}

/** An event that was reported to us, as a walk meets it. */
interface ReportedRow {
  event_id: string;
  ticket_id: string;
  received_time: Date;
  occurred_time: Date;
  ends: number | bigint;
}

/** Events received after a position and up to a time, in the order of arrival; `ends` is 1 when the engine ended by it. */
export function findReported(
  database: Database,
  after: { time: Date; eventId: string },
  until: Date,
  limit: number,
): Promise<ReportedRow[]> {
  const completed = rawSql(COMPLETED_STATUSES.map((status) => `'${status}'`).join(', '));
  // By the client: only it compares times in the very form in which it wrote them.
  return database.query<ReportedRow>(
    sql`SELECT event_id, ticket_id, received_time, occurred_time,
        CASE WHEN phase = 'release' OR status IN (${completed}) THEN 1 ELSE 0 END AS ends
      FROM ${database.dialect.byIndex('er_engine_event', 'er_engine_event_received')}
      WHERE received_time >= ${after.time} AND received_time <= ${until}
        AND (received_time > ${after.time} OR event_id > ${after.eventId})
      ORDER BY received_time, event_id LIMIT ${limit}`,
    database.client,
  );
}
