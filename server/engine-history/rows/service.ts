import { COMPLETED_STATUSES } from '@/contracts/engine-history';
import type { RowTree, TreeChild, TreeColumn } from '@/server/platform/db/row-tree';

const integer = (name: string): TreeColumn => ({ name, type: 'integer' });
const text = (name: string): TreeColumn => ({ name, type: 'text' });
const time = (name: string): TreeColumn => ({ name, type: 'time' });

const ROOT = 'linkis_cg_ec_resource_info_record';

/** What belongs to an engine, and so to all records that have its ticket. */
const BY_TICKET = { parent: ROOT, parentKey: 'ticket_id', owner: 'ticket_id', clock: 'utc' } as const;

const CHILDREN: readonly TreeChild[] = [
  {
    ...BY_TICKET,
    table: 'er_engine_event',
    columns: [
      text('event_id'),
      text('ticket_id'),
      text('phase'),
      text('status'),
      time('occurred_time'),
      time('received_time'),
      text('batch_id'),
      text('payload'),
    ],
    keys: [['event_id']],
    writtenTimes: ['received_time'],
    largeColumns: ['payload'],
  },
  {
    ...BY_TICKET,
    table: 'er_engine_material',
    columns: [text('ticket_id'), text('resource_id'), text('file_name'), text('material_version')],
    keys: [['ticket_id', 'resource_id']],
    // Comes with an event, which has its time.
    writtenTimes: [],
    largeColumns: [],
  },
];

/**
 * Records of engines with their events and materials, as a cleanup takes and restores them: Linkis' table without the
 * columns that the database generates, and our own.
 * @param others tables of other modules whose rows belong to an engine's ticket
 */
export function engineRecordRows(others: (byTicket: typeof BY_TICKET) => readonly TreeChild[]): RowTree {
  return {
    table: ROOT,
    columns: [
      integer('id'),
      text('label_value'),
      text('create_user'),
      text('service_instance'),
      text('ecm_instance'),
      text('ticket_id'),
      text('status'),
      text('log_dir_suffix'),
      integer('request_times'),
      text('request_resource'),
      integer('used_times'),
      text('used_resource'),
      text('metrics'),
      integer('release_times'),
      text('released_resource'),
      time('release_time'),
      time('used_time'),
      time('create_time'),
    ],
    keys: [['id'], ['ticket_id', 'label_value']],
    times: { release: 'release_time', used: 'used_time', create: 'create_time' },
    touchedTimes: ['release_time', 'used_time', 'create_time'],
    user: 'create_user',
    application: 'creator',
    status: { column: 'status', ended: COMPLETED_STATUSES },
    shown: { ticketId: 'ticket_id', status: 'status' },
    children: [...CHILDREN, ...others(BY_TICKET)],
  };
}
