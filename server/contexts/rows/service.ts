import type { RowTree, TreeColumn } from '@/server/platform/db/row-tree';

const integer = (name: string): TreeColumn => ({ name, type: 'integer' });
const text = (name: string): TreeColumn => ({ name, type: 'text' });
const time = (name: string): TreeColumn => ({ name, type: 'time' });

const ROOT = 'linkis_ps_cs_context_id';
const VALUES = 'linkis_ps_cs_context_map';
const TIMES = [time('update_time'), time('create_time'), time('access_time')];
const WRITTEN = ['update_time', 'create_time'];
const BY_ID = { keys: [['id']], parentKey: 'id', clock: 'linkis' } as const;

/**
 * Contexts with their values, history and listeners, as a cleanup takes and restores them: Linkis' tables, whose columns
 * are in `prisma/models/contexts.prisma`.
 */
export const CONTEXT_ROWS: RowTree = {
  table: ROOT,
  columns: [
    integer('id'),
    text('user'),
    text('application'),
    text('source'),
    text('expire_type'),
    time('expire_time'),
    text('instance'),
    text('backup_instance'),
    ...TIMES,
  ],
  keys: [['id']],
  times: { create: 'create_time', update: 'update_time', access: 'access_time' },
  touchedTimes: ['update_time', 'access_time', 'create_time'],
  user: 'user',
  application: 'application',
  status: null,
  shown: {},
  children: [
    {
      ...BY_ID,
      table: VALUES,
      columns: [
        integer('id'),
        text('key'),
        text('context_scope'),
        text('context_type'),
        text('props'),
        text('value'),
        integer('context_id'),
        text('keywords'),
        ...TIMES,
      ],
      owner: 'context_id',
      parent: ROOT,
      writtenTimes: WRITTEN,
      largeColumns: ['value'],
    },
    {
      ...BY_ID,
      table: 'linkis_ps_cs_context_map_listener',
      columns: [integer('id'), text('listener_source'), integer('key_id'), ...TIMES],
      owner: 'key_id',
      parent: VALUES,
      writtenTimes: WRITTEN,
      largeColumns: [],
    },
    {
      ...BY_ID,
      table: 'linkis_ps_cs_context_history',
      columns: [
        integer('id'),
        integer('context_id'),
        text('source'),
        text('context_type'),
        text('history_json'),
        text('keyword'),
        ...TIMES,
      ],
      owner: 'context_id',
      parent: ROOT,
      writtenTimes: WRITTEN,
      largeColumns: ['history_json'],
    },
    {
      ...BY_ID,
      table: 'linkis_ps_cs_context_listener',
      columns: [integer('id'), text('listener_source'), integer('context_id'), ...TIMES],
      owner: 'context_id',
      parent: ROOT,
      writtenTimes: WRITTEN,
      largeColumns: [],
    },
  ],
};
