/** A row of the history table as the seeder makes it: Linkis' columns, instants in milliseconds. */
export interface SeedRecord {
  label_value: string;
  create_user: string;
  service_instance: string | null;
  ecm_instance: string | null;
  ticket_id: string;
  status: string | null;
  log_dir_suffix: string | null;
  request_times: number | null;
  request_resource: string | null;
  used_times: number | null;
  used_resource: string | null;
  metrics: string | null;
  release_times: number | null;
  released_resource: string | null;
  release_time: number | null;
  used_time: number | null;
  create_time: number | null;
}

/** Table that is filled. */
export const RECORD_TABLE = 'linkis_cg_ec_resource_info_record';

/** Columns that are filled, in the order of their values. */
export const RECORD_COLUMNS = [
  'label_value',
  'create_user',
  'service_instance',
  'ecm_instance',
  'ticket_id',
  'status',
  'log_dir_suffix',
  'request_times',
  'request_resource',
  'used_times',
  'used_resource',
  'metrics',
  'release_times',
  'released_resource',
  'release_time',
  'used_time',
  'create_time',
] as const satisfies readonly (keyof SeedRecord)[];

const TIMES: ReadonlySet<keyof SeedRecord> = new Set(['release_time', 'used_time', 'create_time']);

/** What is stored in one column. */
export type ColumnValue = string | number | null;

/** The values of a row in the order of `RECORD_COLUMNS`, instants as wall-clock text. */
export function columnValues(record: SeedRecord, toColumnTime: (instant: Date) => string): ColumnValue[] {
  return RECORD_COLUMNS.map((column) => {
    const value = record[column];
    return value !== null && TIMES.has(column) ? toColumnTime(new Date(value)) : value;
  });
}
