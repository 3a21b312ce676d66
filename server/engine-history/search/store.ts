import type { TimeField } from '@/contracts/engine-history';
import type { Database } from '@/server/platform/db/database';
import { joinSql, rawSql, type Sql, sql } from '@/server/platform/db/dialect';
import { rememberedValues } from '../values/store';
import { type Position, type SearchFilter, TIME_COLUMNS, TIME_INDEXES } from './filter';

const TABLE = 'linkis_cg_ec_resource_info_record';

/** A row as lists show it; times as column texts. */
export interface RecordRow {
  id: number;
  label_value: string;
  create_user: string;
  service_instance: string | null;
  ecm_instance: string | null;
  ticket_id: string;
  status: string | null;
  request_times: number | null;
  request_resource: string | null;
  used_times: number | null;
  used_resource: string | null;
  release_times: number | null;
  released_resource: string | null;
  release_time: string | null;
  used_time: string | null;
  create_time: string | null;
  engine_type: string | null;
  engine_version: string | null;
  creator: string | null;
  log_dir_suffix: string | null;
}

/** A row with its metrics, which lists leave out. */
export interface RecordDetailRow extends RecordRow {
  metrics: string | null;
}

/** What a page is cut from: filter, order and where it begins. */
export interface PageRequest {
  filter: SearchFilter;
  sort: TimeField;
  order: 'asc' | 'desc';
  size: number;
  after: Position | null;
}

const PLAIN_COLUMNS = [
  'id',
  'label_value',
  'create_user',
  'service_instance',
  'ecm_instance',
  'ticket_id',
  'status',
  'request_times',
  'request_resource',
  'used_times',
  'used_resource',
  'release_times',
  'released_resource',
  'engine_type',
  'engine_version',
  'creator',
  'log_dir_suffix',
];

function listColumns(database: Database): Sql {
  const plain = PLAIN_COLUMNS.map((column) => `r.${column}`).join(', ');
  const times = Object.values(TIME_COLUMNS).map(
    (column) => sql`${database.dialect.timeText(`r.${column}`)} AS ${rawSql(column)}`,
  );
  return sql`${rawSql(plain)}, ${joinSql(times)}`;
}

/** A way into the table: an index whose first column takes one of these values. */
interface Driver {
  column: string;
  index: string;
  values: string[];
  /** Narrows the rows that the values find; for a host, the beginning of the port. */
  and?: Sql;
}

/** Filter worked out: ways in by value, and conditions that only narrow. */
interface Plan {
  drivers: Driver[];
  narrowing: Sql[];
  /** True when a filter cannot match any row. */
  impossible: boolean;
}

const VALUE_FILTERS = [
  { filter: 'status', column: 'status', index: 'er_record_status' },
  { filter: 'engineType', column: 'engine_type', index: 'er_record_engine_type' },
  { filter: 'engineVersion', column: 'engine_version', index: 'er_record_engine_version' },
  { filter: 'user', column: 'create_user', index: 'er_record_user' },
  { filter: 'creator', column: 'creator', index: 'er_record_creator' },
  { filter: 'ecm', column: 'ecm_instance', index: 'er_record_ecm' },
  { filter: 'instance', column: 'service_instance', index: 'er_record_instance' },
  { filter: 'labelValue', column: 'label_value', index: 'er_record_label' },
] as const;

/** More values than this are not joined from single look-ups, but tested row by row. */
const MOST_LOOKUPS = 200;
/** Up to so many rows are fetched and sorted; beyond that the order's own index is walked, where hits come soon enough. */
const SORTABLE = 2000;

async function instanceDrivers(database: Database, part: string): Promise<Driver[] | null> {
  const hosts = await rememberedValues(database, 'instance_host');
  const colon = part.indexOf(':');
  if (colon >= 0) {
    const [end, port] = [part.slice(0, colon), part.slice(colon + 1)];
    const matching = hosts.filter((host) => host.endsWith(end));
    const begins = matching.map((host) => database.dialect.startsWith('service_instance', `${host}:${port}`));
    if (matching.length === 0) return null;
    return [
      {
        column: 'instance_host',
        index: 'er_record_instance_host',
        values: matching,
        and: port ? sql`(${joinSql(begins, ' OR ')})` : undefined,
      },
    ];
  }
  const matching = hosts.filter((host) => host.includes(part));
  if (matching.length > 0) return [{ column: 'instance_host', index: 'er_record_instance_host', values: matching }];
  if (!/^\d{2,5}$/.test(part)) return null;
  return hosts.length === 0
    ? null
    : [{ column: 'service_instance', index: 'er_record_instance', values: hosts.map((host) => `${host}:${part}`) }];
}

async function makePlan(database: Database, filter: SearchFilter): Promise<Plan> {
  const plan: Plan = { drivers: [], narrowing: [], impossible: false };
  for (const { filter: name, column, index } of VALUE_FILTERS) {
    const values = filter[name];
    if (values) plan.drivers.push({ column, index, values: [...new Set(values)] });
  }
  if (filter.instancePart !== undefined) {
    const drivers = await instanceDrivers(database, filter.instancePart);
    if (drivers) plan.drivers.push(...drivers);
    else plan.impossible = true;
  }
  if (filter.label !== undefined) {
    const part = filter.label;
    const labels = (await rememberedValues(database, 'label_value')).filter((label) => label.includes(part));
    if (labels.length === 0) plan.impossible = true;
    else plan.drivers.push({ column: 'label_value', index: 'er_record_label', values: labels });
  }
  if (filter.ticket !== undefined) plan.narrowing.push(database.dialect.startsWith('ticket_id', filter.ticket));
  return plan;
}

function valueCondition({ column, values, and }: Driver): Sql {
  const name = rawSql(column);
  const among = values.length === 1 ? sql`${name} = ${values[0]}` : sql`${name} IN (${joinSql(values)})`;
  return and ? sql`${among} AND ${and}` : among;
}

function rangeConditions(database: Database, filter: SearchFilter): Sql[] {
  const column = rawSql(TIME_COLUMNS[filter.timeField]);
  const conditions: Sql[] = [];
  if (filter.from !== null) conditions.push(sql`${column} >= ${database.dialect.timeValue(filter.from)}`);
  if (filter.before !== null) conditions.push(sql`${column} < ${database.dialect.timeValue(filter.before)}`);
  return conditions;
}

function allConditions(database: Database, filter: SearchFilter, plan: Plan): Sql[] {
  return [...plan.drivers.map(valueCondition), ...plan.narrowing, ...rangeConditions(database, filter)];
}

/** Keyset condition. Two comparisons rather than a row of two: MariaDB reads no index range from rows. */
function positionConditions(database: Database, { sort, order, after }: PageRequest): Sql[] {
  const column = rawSql(TIME_COLUMNS[sort]);
  if (!after) return [sql`${column} IS NOT NULL`];
  const time = database.dialect.timeValue(after.time);
  return order === 'desc'
    ? [sql`${column} <= ${time}`, sql`(${column} < ${time} OR id < ${after.id})`]
    : [sql`${column} >= ${time}`, sql`(${column} > ${time} OR id > ${after.id})`];
}

/** Counts rows up to a bound, so that asking costs little whatever the answer. */
async function boundedCount(database: Database, table: Sql, conditions: Sql[], bound: number): Promise<number> {
  const where = conditions.length === 0 ? sql`1 = 1` : joinSql(conditions, ' AND ');
  const rows = await database.query<{ n: bigint | number }>(
    sql`SELECT COUNT(*) AS n FROM (SELECT 1 AS one FROM ${table} WHERE ${where} LIMIT ${bound}) AS bounded`,
  );
  return Number(rows[0]?.n ?? 0);
}

interface WayIn {
  driver: Driver | null;
  /** Rows are few enough to be fetched and sorted, whatever order is asked for. */
  sorting: boolean;
}

/**
 * Chooses the way in. One value filter in the order of creation needs no thought: its index has that order. Otherwise
 * the filter with the fewest rows leads, found by counting each up to a bound; if even that has many, and another order
 * is asked for, the order's index is walked: with so many rows the first page is soon full.
 */
async function chooseWayIn(database: Database, request: PageRequest, plan: Plan): Promise<WayIn> {
  const { filter, sort } = request;
  const narrow = plan.narrowing.length > 0;
  const ranged = filter.timeField !== sort && (filter.from !== null || filter.before !== null);
  const usable = plan.drivers.filter((driver) => driver.values.length <= MOST_LOOKUPS);
  if (sort === 'createTime' && !narrow && !ranged && usable.length === plan.drivers.length && usable.length <= 1) {
    return { driver: usable[0] ?? null, sorting: false };
  }
  const narrowConditions = [...plan.narrowing, ...(ranged ? rangeConditions(database, filter) : [])];
  if (
    narrowConditions.length > 0 &&
    (await boundedCount(database, rawSql(TABLE), narrowConditions, SORTABLE + 1)) <= SORTABLE
  )
    return { driver: null, sorting: true };
  let best: { driver: Driver; rows: number } | null = null;
  for (const driver of usable) {
    const rows = await boundedCount(
      database,
      database.dialect.byIndex(TABLE, driver.index),
      [valueCondition(driver)],
      SORTABLE + 1,
    );
    if (!best || rows < best.rows) best = { driver, rows };
  }
  if (best && best.rows <= SORTABLE) return { driver: best.driver, sorting: true };
  return { driver: sort === 'createTime' ? (best?.driver ?? null) : null, sorting: false };
}

function keyQuery(database: Database, request: PageRequest, plan: Plan, way: WayIn): Sql {
  const { filter, sort, order, size } = request;
  const column = rawSql(TIME_COLUMNS[sort]);
  const direction = rawSql(order === 'desc' ? 'DESC' : 'ASC');
  const others = plan.drivers.filter((driver) => driver !== way.driver).map(valueCondition);
  const common = [
    ...others,
    ...plan.narrowing,
    ...rangeConditions(database, filter),
    ...positionConditions(database, request),
  ];
  const ordered = (table: Sql, conditions: Sql[]) =>
    sql`SELECT id, ${column} AS sort_time FROM ${table} WHERE ${joinSql([...conditions, ...common], ' AND ')} ORDER BY ${column} ${direction}, id ${direction} LIMIT ${size}`;
  if (!way.driver)
    return ordered(way.sorting ? rawSql(TABLE) : database.dialect.byIndex(TABLE, TIME_INDEXES[sort]), []);
  const table = database.dialect.byIndex(TABLE, way.driver.index);
  if (way.sorting) return ordered(table, [valueCondition(way.driver)]);
  const { values, and, column: driverColumn } = way.driver;
  const branches = values.map((value) =>
    ordered(table, [sql`${rawSql(driverColumn)} = ${value}`, ...(and ? [and] : [])]),
  );
  if (branches.length === 1) return branches[0] as Sql;
  const union = joinSql(
    branches.map((branch, number) => sql`SELECT id, sort_time FROM (${branch}) AS ${rawSql(`b${number}`)}`),
    ' UNION ALL ',
  );
  return sql`SELECT id, sort_time FROM (${union}) AS merged ORDER BY sort_time ${direction}, id ${direction} LIMIT ${size}`;
}

/** Up to `size` rows of the history in order. Costs the same on every page and, by index, for every filter. */
export async function findPage(database: Database, request: PageRequest): Promise<RecordRow[]> {
  const plan = await makePlan(database, request.filter);
  if (plan.impossible) return [];
  const way = await chooseWayIn(database, request, plan);
  const direction = rawSql(request.order === 'desc' ? 'DESC' : 'ASC');
  return database.query<RecordRow>(sql`SELECT ${listColumns(database)} FROM (${keyQuery(database, request, plan, way)}) AS page
    JOIN ${rawSql(TABLE)} AS r ON r.id = page.id ORDER BY page.sort_time ${direction}, page.id ${direction}`);
}

/** How many rows the filter finds, counted no further than the bound. */
export async function countRecords(database: Database, filter: SearchFilter, bound: number): Promise<number> {
  const plan = await makePlan(database, filter);
  if (plan.impossible) return 0;
  const conditions = allConditions(database, filter, plan);
  const [driver] = plan.drivers;
  const single =
    plan.drivers.length === 1 &&
    plan.narrowing.length === 0 &&
    (filter.timeField === 'createTime' || (filter.from === null && filter.before === null));
  const table =
    single && driver
      ? database.dialect.byIndex(TABLE, driver.index)
      : conditions.length === 0
        ? database.dialect.byIndex(TABLE, TIME_INDEXES.createTime)
        : rawSql(TABLE);
  const where = conditions.length === 0 ? sql`1 = 1` : joinSql(conditions, ' AND ');
  const rows = await database.scan<{ n: bigint | number }>(
    sql`SELECT COUNT(*) AS n FROM (SELECT 1 AS one FROM ${table} WHERE ${where} LIMIT ${bound}) AS bounded`,
  );
  return Number(rows[0]?.n ?? 0);
}

/** The newest record of a ticket with its metrics; null if there is none. */
export async function findByTicket(database: Database, ticketId: string): Promise<RecordDetailRow | null> {
  const rows = await database.query<RecordDetailRow>(
    sql`SELECT ${listColumns(database)}, r.metrics FROM ${rawSql(TABLE)} AS r WHERE r.ticket_id = ${ticketId} ORDER BY r.id DESC LIMIT 1`,
  );
  return rows[0] ?? null;
}
