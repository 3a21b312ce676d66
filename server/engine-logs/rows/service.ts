import type { Context } from '@/server/platform/context';
import type { TreeChild, TreeColumn } from '@/server/platform/db/row-tree';
import { removeArchive } from '../archive/archive-log';
import { storageOf } from '../archive/storage/choose';
import { findNamedKeys } from './store';

const integer = (name: string): TreeColumn => ({ name, type: 'integer' });
const text = (name: string): TreeColumn => ({ name, type: 'text' });
const time = (name: string): TreeColumn => ({ name, type: 'time' });

const TABLE = 'er_log_archive';

const COLUMNS: readonly TreeColumn[] = [
  integer('id'),
  text('ticket_id'),
  text('stream'),
  text('state'),
  time('state_time'),
  time('ended_time'),
  time('due_time'),
  text('claim_id'),
  integer('attempts'),
  text('error'),
  text('source_instance'),
  text('source_ecm'),
  integer('raw_bytes'),
  integer('stored_bytes'),
  integer('block_bytes'),
  text('sha256'),
  text('index_sha256'),
  text('storage'),
  text('storage_key'),
  text('pending_key'),
  time('modified_time'),
  time('archived_time'),
  time('expires_time'),
];

/** What the archive knows of engines' logs, as a cleanup of their records takes and restores it; the logs stay. */
export function logArchiveRows(
  byTicket: Pick<TreeChild, 'parent' | 'parentKey' | 'owner' | 'clock'>,
): readonly TreeChild[] {
  return [
    {
      ...byTicket,
      table: TABLE,
      columns: COLUMNS,
      keys: [['id'], ['ticket_id', 'stream']],
      writtenTimes: ['state_time'],
      claim: 'claim_id',
      largeColumns: [],
    },
  ];
}

/**
 * Removes archived logs whose rows a cleanup has taken and nobody can restore any more. What a row names stays.
 * @param lines rows as the cleanup archived them, arrays of the values of all columns as JSON
 * @param isLost whether nobody can restore the rows of an engine's ticket
 * @throws StorageError
 */
export async function removeLogsOf(
  context: Context,
  lines: readonly string[],
  isLost: (ticketId: string) => boolean,
): Promise<void> {
  const at = (name: string) => COLUMNS.findIndex((column) => column.name === name);
  const [ticket, storage, stored, pending] = [at('ticket_id'), at('storage'), at('storage_key'), at('pending_key')];
  const rows = lines
    .map((line) => JSON.parse(line) as (string | null)[])
    .filter((values) => isLost(values[ticket] ?? ''));
  const named = await findNamedKeys(context.database, [...new Set(rows.map((values) => values[ticket] ?? ''))]);
  for (const values of rows) {
    const kind = values[storage];
    if (kind !== 'local' && kind !== 's3') continue;
    for (const key of [values[stored], values[pending]])
      if (key && !named.has(key)) await removeArchive(storageOf(context, kind), key);
  }
}
