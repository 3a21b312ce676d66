import type { CleanupSubject } from '@/contracts/cleanup';
import { wholeSeconds } from '@/server/platform/clock';
import { joinSql, sql } from '@/server/platform/db/dialect';
import { CleanupBench } from './cleanup';

/** An engine's record to be made, with what else belongs to its ticket. */
export interface NewRecord {
  id: number;
  /** `t<id>` unless it is said. */
  ticket?: string;
  user?: string;
  creator?: string;
  status?: string | null;
  /** Days before the bench's clock; null for a record without times. */
  ageDays?: number | null;
  events?: number;
  /** Whether its log was archived, in rows only. */
  archived?: boolean;
}

/** As `CleanupBench`, of records of engines. */
export class RecordCleanupBench extends CleanupBench {
  override readonly subject: CleanupSubject = 'engineRecords';
  protected override readonly tables = {
    linkis_cg_ec_resource_info_record: 'id',
    er_engine_event: 'event_id',
    er_engine_material: 'ticket_id, resource_id',
    er_log_archive: 'id',
  };

  private timeOf(ageDays: number): Date {
    return new Date(this.now.getTime() - ageDays * 86_400_000);
  }

  /** Makes records, as Linkis and the recording leave them. */
  async addRecords(records: readonly NewRecord[]): Promise<void> {
    // Ids that are given leave PostgreSQL's sequence behind.
    if (this.database.kind === 'postgresql')
      await this.database.query(
        sql`SELECT setval(pg_get_serial_sequence('linkis_cg_ec_resource_info_record', 'id'), 1000000)`,
      );
    const values = records.map((record) => {
      const { id, user = 'alice', creator = 'IDE', status = 'Success', ageDays = 100 } = record;
      const time = ageDays === null ? null : this.database.toColumnTime(this.timeOf(ageDays));
      const at = this.database.dialect.timeValue(time);
      return sql`(${id}, ${`${user}-${creator},spark-${id}`}, ${user}, ${`h${id}:1`}, 'ecm:9102', ${ticketOf(record)}, ${status}, 'a/b', 1, ${'{"x":"„quotes“ \\"and\\" \\n"}'}, NULL, NULL, ${"line one\nline 'two' 日本 😀 \t\\"}, 3, '', ${at}, ${at}, ${at})`;
    });
    await this.database.execute(
      sql`INSERT INTO linkis_cg_ec_resource_info_record (id, label_value, create_user, service_instance, ecm_instance, ticket_id, status, log_dir_suffix, request_times, request_resource, used_times, used_resource, metrics, release_times, released_resource, release_time, used_time, create_time)
        VALUES ${joinSql(values)}`,
    );
    await this.addToTickets(records);
  }

  /** Makes what belongs to tickets: events, materials, and archived logs in rows only. */
  private async addToTickets(records: readonly NewRecord[]): Promise<void> {
    const { client } = this.database;
    const timeOf = ({ ageDays }: NewRecord) => wholeSeconds(this.timeOf(ageDays ?? 100));
    const archived = records.filter((record) => record.archived ?? true);
    await client.engineEvent.createMany({
      data: records.flatMap((record) =>
        Array.from({ length: record.events ?? 2 }, (_, index) => ({
          eventId: `event-${record.id}-${index}`,
          phase: 'used',
          status: index === 0 ? null : 'Idle',
          ticketId: ticketOf(record),
          occurredTime: timeOf(record),
          receivedTime: timeOf(record),
          batchId: 'batch',
          payload: JSON.stringify({ t: timeOf(record).getTime(), l: '„l“\n' }),
        })),
      ),
    });
    await client.engineMaterial.createMany({
      data: archived.flatMap((record) =>
        ['r1', 'r2'].map((resourceId) => ({
          ticketId: ticketOf(record),
          resourceId,
          fileName: 'lib.zip',
          materialVersion: 'v000001',
        })),
      ),
    });
    await client.logArchive.createMany({
      data: archived.map((record) => ({
        id: record.id,
        ticketId: ticketOf(record),
        stream: 'stdout',
        state: 'archived',
        stateTime: timeOf(record),
        rawBytes: 9_007_199_254_740_993n,
        storage: 'local',
        storageKey: `no/such/${record.id}.gz`,
        archivedTime: timeOf(record),
      })),
    });
  }
}

const ticketOf = ({ id, ticket = `t${id}` }: NewRecord) => ticket;
