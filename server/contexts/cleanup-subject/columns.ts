/** Tables of a context and what hangs on it, as a cleanup keeps them. The order of columns is the order in its archive. */
export interface KeptTable {
  table: string;
  /** Times come last in every table. */
  columns: readonly string[];
}

const TIMES = ['update_time', 'create_time', 'access_time'];

/** Columns that hold a wall-clock time. */
export const TIME_COLUMNS = new Set([...TIMES, 'expire_time']);

/** By the letter that begins a line of the archive. */
export const KEPT = {
  c: {
    table: 'linkis_ps_cs_context_id',
    columns: [
      'id',
      'user',
      'application',
      'source',
      'expire_type',
      'expire_time',
      'instance',
      'backup_instance',
      ...TIMES,
    ],
  },
  v: {
    table: 'linkis_ps_cs_context_map',
    columns: ['id', 'key', 'context_scope', 'context_type', 'props', 'value', 'context_id', 'keywords', ...TIMES],
  },
  h: {
    table: 'linkis_ps_cs_context_history',
    columns: ['id', 'context_id', 'source', 'context_type', 'history_json', 'keyword', ...TIMES],
  },
  l: { table: 'linkis_ps_cs_context_listener', columns: ['id', 'listener_source', 'context_id', ...TIMES] },
  k: { table: 'linkis_ps_cs_context_map_listener', columns: ['id', 'listener_source', 'key_id', ...TIMES] },
} as const satisfies Record<string, KeptTable>;

/** A letter of a table. */
export type KeptLetter = keyof typeof KEPT;
