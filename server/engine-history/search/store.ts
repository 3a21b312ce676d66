import type { TimeField } from '@/contracts/engine-history';
import type { Database } from '@/server/platform/db/database';
import { joinSql, rawSql, type Sql, sql } from '@/server/platform/db/dialect';
import { type Position, type SearchFilter, TIME_COLUMNS, TIME_INDEXES } from './filter';
import { type Driver, MOST_LOOKUPS, makePlan, type Plan, rowsOf, testOf } from './plan/store';

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

/** Up to so many rows are fetched and sorted; beyond that the order's own index is walked, where hits come soon enough. */
const SORTABLE = 2000;
/** Up to so many values are looked up without counting first whether their rows are few. */
const FEW_LOOKUPS = 16;
/** Filters are compared by how many rows they find, up to so many. */
const COMPARABLE = 10_000;

function rangeConditions(database: Database, filter: SearchFilter): Sql[] {
  const column = rawSql(TIME_COLUMNS[filter.timeField]);
  const conditions: Sql[] = [];
  if (filter.from !== null) conditions.push(sql`${column} >= ${database.dialect.timeValue(filter.from)}`);
  if (filter.before !== null) conditions.push(sql`${column} < ${database.dialect.timeValue(filter.before)}`);
  return conditions;
}

function allConditions(database: Database, filter: SearchFilter, plan: Plan): Sql[] {
  return [...plan.drivers.map(rowsOf), ...plan.narrowing, ...rangeConditions(database, filter)];
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

/** Counts rows that meet any list of conditions, up to a bound, so that asking costs little whatever the answer. */
async function boundedCount(database: Database, table: Sql, lists: readonly Sql[][], bound: number): Promise<number> {
  const parts = lists.map((conditions) => sql`SELECT 1 AS one FROM ${table} WHERE ${joinSql(conditions, ' AND ')}`);
  const rows = await database.query<{ n: bigint | number }>(
    sql`SELECT COUNT(*) AS n FROM (${joinSql(parts, ' UNION ALL ')} LIMIT ${bound}) AS bounded`,
  );
  return Number(rows[0]?.n ?? 0);
}

interface WayIn {
  driver: Driver | null;
  /** Index to read by when no filter's value leads. */
  index: string | null;
  /** Rows are few enough to be fetched and sorted, whatever order is asked for. */
  sorting: boolean;
}

/** Few rows are within the bounds of another time than the order's, or have the ticket: the way in by those. */
async function narrowWayIn(database: Database, request: PageRequest, plan: Plan): Promise<WayIn | null> {
  const { filter, sort } = request;
  const ranged = filter.timeField !== sort && (filter.from !== null || filter.before !== null);
  const conditions = [...plan.narrowing, ...(ranged ? rangeConditions(database, filter) : [])];
  if (conditions.length === 0) return null;
  // Named, because a planner that is asked for an order prefers the order's index, and reads all of it.
  const index = plan.narrowing.length > 0 ? null : TIME_INDEXES[filter.timeField];
  const table = index ? database.dialect.byIndex(TABLE, index) : rawSql(TABLE);
  const rows = await boundedCount(database, table, [conditions], SORTABLE + 1);
  return rows <= SORTABLE ? { driver: null, index, sorting: true } : null;
}

/** How many rows a filter finds, counted up to a bound. */
function rowCount(database: Database, filter: SearchFilter, driver: Driver, bound: number): Promise<number> {
  // Indexes by value go on with the time of creation: its bounds count there without a look at the row.
  const bounds = filter.timeField === 'createTime' && !driver.condition ? rangeConditions(database, filter) : [];
  // PostgreSQL reads all rows of conditions that are joined by OR before it gives the first.
  const apart = database.kind === 'postgresql' ? driver.ranges : undefined;
  const lists = (apart ?? [rowsOf(driver)]).map((rows) => [rows, ...bounds]);
  return boundedCount(database, database.dialect.byIndex(TABLE, driver.index), lists, bound);
}

/** The filter that finds the fewest rows, and how many, as far as there are fewer than a bound. */
async function fewest(
  database: Database,
  filter: SearchFilter,
  drivers: readonly Driver[],
  bound: number,
): Promise<{ driver: Driver; rows: number } | null> {
  let best: { driver: Driver; rows: number } | null = null;
  for (const driver of drivers) {
    const rows = await rowCount(database, filter, driver, best?.rows ?? bound);
    if (rows < (best?.rows ?? bound)) best = { driver, rows };
  }
  return best;
}

/**
 * Chooses the way in. One value filter in the order of creation needs no thought: its index has that order. Otherwise
 * the filter with the fewest rows leads, found by counting each up to a bound; if even that has many, and another order
 * is asked for, the order's index is walked: with so many rows the first page is soon full.
 */
async function chooseWayIn(database: Database, request: PageRequest, plan: Plan): Promise<WayIn> {
  const { filter } = request;
  const narrow = await narrowWayIn(database, request, plan);
  if (narrow) return narrow;
  const inOrder = request.sort === 'createTime';
  const usable = plan.drivers.filter((driver) => driver.values.length <= MOST_LOOKUPS && !driver.common);
  const ordered = usable.filter((driver) => !driver.unordered);
  const few = await fewest(
    database,
    filter,
    usable.filter((driver) => driver.unordered),
    SORTABLE + 1,
  );
  const [only] = ordered;
  if (inOrder && !few && ordered.length <= 1 && (only?.values.length ?? 0) <= FEW_LOOKUPS)
    return { driver: only ?? null, index: null, sorting: false };
  const best = (await fewest(database, filter, ordered, few?.rows ?? COMPARABLE)) ?? few;
  if (best && best.rows <= SORTABLE) return { driver: best.driver, index: null, sorting: true };
  return { driver: inOrder ? (best?.driver ?? ordered[0] ?? null) : null, index: null, sorting: false };
}

/** Rows from several queries that are each in order, as one list in order. */
function merged(branches: Sql[], direction: Sql, size: number): Sql {
  const [only] = branches;
  if (only && branches.length === 1) return only;
  const union = joinSql(
    branches.map((branch, number) => sql`SELECT id, sort_time FROM (${branch}) AS ${rawSql(`b${number}`)}`),
    ' UNION ALL ',
  );
  return sql`SELECT id, sort_time FROM (${union}) AS merged ORDER BY sort_time ${direction}, id ${direction} LIMIT ${size}`;
}

/** The table as a way in reads it. */
function tableFor(database: Database, sort: TimeField, { driver, index, sorting }: WayIn): Sql {
  const name = driver?.index ?? index ?? (sorting ? null : TIME_INDEXES[sort]);
  return name ? database.dialect.byIndex(TABLE, name) : rawSql(TABLE);
}

function keyQuery(database: Database, request: PageRequest, plan: Plan, way: WayIn): Sql {
  const { filter, sort, order, size } = request;
  const column = rawSql(TIME_COLUMNS[sort]);
  const direction = rawSql(order === 'desc' ? 'DESC' : 'ASC');
  const table = tableFor(database, sort, way);
  const common = [
    ...plan.drivers.filter((driver) => driver !== way.driver).map(testOf),
    ...plan.narrowing,
    ...rangeConditions(database, filter),
    ...positionConditions(database, request),
  ];
  const matching = (conditions: Sql[]) =>
    sql`SELECT id, ${column} AS sort_time FROM ${table} WHERE ${joinSql([...conditions, ...common], ' AND ')}`;
  if (way.sorting) {
    // PostgreSQL takes no hints; without this fence it would walk the order's index in search of the few rows.
    const fence = rawSql(database.kind === 'postgresql' ? 'OFFSET 0' : '');
    const few = sql`${matching(way.driver ? [rowsOf(way.driver)] : [])} ${fence}`;
    return sql`SELECT id, sort_time FROM (${few}) AS few ORDER BY sort_time ${direction}, id ${direction} LIMIT ${size}`;
  }
  const ordered = (conditions: Sql[]) =>
    sql`${matching(conditions)} ORDER BY ${column} ${direction}, id ${direction} LIMIT ${size}`;
  const { driver } = way;
  if (!driver) return ordered([]);
  const ahead = driver.ahead ? [driver.ahead] : [];
  return merged(
    driver.values.map((value) => ordered([...ahead, sql`${rawSql(driver.column)} = ${value}`])),
    direction,
    size,
  );
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

/** The newest rows that a filter finds, by the time that it bounds: that time and the status. */
export async function findNewestTimes(
  database: Database,
  filter: SearchFilter,
  size: number,
): Promise<{ time: string; status: string | null }[]> {
  const plan = await makePlan(database, filter);
  if (plan.impossible) return [];
  const request: PageRequest = { filter, sort: filter.timeField, order: 'desc', size, after: null };
  const keys = keyQuery(database, request, plan, await chooseWayIn(database, request, plan));
  const time = database.dialect.timeText(`r.${TIME_COLUMNS[filter.timeField]}`);
  return database.scan(
    sql`SELECT ${time} AS time, r.status AS status FROM (${keys}) AS page JOIN ${rawSql(TABLE)} AS r ON r.id = page.id`,
  );
}

/** How many rows the filter finds, counted no further than the bound. */
export async function countRecords(
  database: Database,
  filter: SearchFilter,
  sort: TimeField,
  bound: number,
): Promise<number> {
  const plan = await makePlan(database, filter);
  if (plan.impossible) return 0;
  // As in the list: engines without the time that is sorted by are left out.
  const timed = sql`${rawSql(TIME_COLUMNS[sort])} IS NOT NULL`;
  const conditions = [...allConditions(database, filter, plan), timed];
  const [driver] = plan.drivers;
  const single = plan.drivers.length === 1 && plan.narrowing.length === 0 && sort === 'createTime';
  const table =
    single && driver
      ? database.dialect.byIndex(TABLE, driver.index)
      : conditions.length === 1
        ? database.dialect.byIndex(TABLE, TIME_INDEXES[sort])
        : rawSql(TABLE);
  const where = joinSql(conditions, ' AND ');
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
