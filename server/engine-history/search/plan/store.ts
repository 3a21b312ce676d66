import type { Database } from '@/server/platform/db/database';
import { joinSql, rawSql, type Sql, sql } from '@/server/platform/db/dialect';
import { parseLabel } from '../../rules/label';
import { MOST_VALUES, rememberedValues } from '../../values/store';
import type { SearchFilter } from '../filter';

/** A way into the table: an index whose first column takes one of these values. */
export interface Driver {
  column: string;
  index: string;
  values: string[];
  /** What the index has ahead of the column: one value of another filter, which thus needs no way in of its own. */
  ahead?: Sql;
  /** Rows of these values as one condition, where that is not "among the values". */
  condition?: Sql;
  /** The condition as ranges of the index, any of which a row may be in. */
  ranges?: Sql[];
  /** The condition for rows that another way in finds: written so that no planner takes it for a way in. */
  test?: Sql;
  /** Finds rows in no useful order: leads only when they are few enough to be sorted. */
  unordered?: boolean;
  /** Most rows have one of the values: the order's own index finds them sooner than many look-ups. */
  common?: boolean;
}

/** Filter worked out: ways in by value, and conditions that only narrow. */
export interface Plan {
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
export const MOST_LOOKUPS = 200;

/** One user's engines of some statuses: both filters are dense, so that neither alone finds a page soon. */
function userStatusDriver({ user, status }: SearchFilter): Driver | null {
  if (user?.length !== 1 || !status) return null;
  const ahead = sql`create_user = ${user[0]}`;
  return { column: 'status', index: 'er_record_user_status', values: [...new Set(status)], ahead };
}

/** From more hosts than this on, half of all hosts count as most rows. */
const MANY_HOSTS = 16;

/** Engines of some hosts; of most hosts, it is no way in. */
function hostDriver(matching: string[], all: readonly string[]): Driver {
  const common = matching.length > MANY_HOSTS && matching.length >= all.length / 2;
  return { column: 'instance_host', index: 'er_record_instance_host', values: matching, common };
}

/**
 * Engines of some hosts whose port begins so. A few digits leave few rows of a host with many: then the address itself
 * is the better way in. Planners take it for that always, since they underrate the beginnings of texts: hence the test.
 */
function portDrivers(database: Database, byHost: Driver, port: string): Driver[] {
  const { dialect } = database;
  const ranges = byHost.values.map((host) => dialect.startsWith('service_instance', `${host}:${port}`));
  const condition = sql`(${joinSql(ranges, ' OR ')})`;
  const test = sql`${dialect.position('service_instance', `:${port}`)} = ${dialect.position('service_instance', ':')}`;
  const { values } = byHost;
  return [
    byHost,
    { column: 'service_instance', index: 'er_record_instance', values, condition, ranges, test, unordered: true },
  ];
}

function instanceDrivers(database: Database, hosts: readonly string[], part: string): Driver[] | null {
  const colon = part.indexOf(':');
  if (colon >= 0) {
    const [end, port] = [part.slice(0, colon), part.slice(colon + 1)];
    const matching = hosts.filter((host) => host.endsWith(end));
    if (matching.length === 0) return null;
    const byHost = hostDriver(matching, hosts);
    return port ? portDrivers(database, byHost, port) : [byHost];
  }
  const matching = hosts.filter((host) => host.includes(part));
  if (matching.length > 0) return [hostDriver(matching, hosts)];
  if (!/^\d{2,5}$/.test(part)) return null;
  return hosts.length === 0
    ? null
    : [{ column: 'service_instance', index: 'er_record_instance', values: hosts.map((host) => `${host}:${part}`) }];
}

/**
 * The labels that fit the filters which labels decide. With two such filters they find what neither finds alone: spark
 * with the version of another engine has no label, and thus no row, though each by itself has many.
 */
function fittingLabels(known: readonly string[], filter: SearchFilter, byParts: boolean): string[] {
  const { label: part, engineType, engineVersion, creator } = filter;
  const among = (values: string[] | undefined, value: string | null) =>
    values === undefined || (value !== null && values.includes(value));
  return known.filter((text) => {
    if (part !== undefined && !text.includes(part)) return false;
    if (!byParts) return true;
    const label = parseLabel(text);
    return (
      among(engineType, label.engineType) && among(engineVersion, label.engineVersion) && among(creator, label.creator)
    );
  });
}

async function addInstancePart(database: Database, part: string | undefined, plan: Plan): Promise<void> {
  if (part === undefined) return;
  const hosts = await rememberedValues(database, 'instance_host');
  // More hosts than are listed: the address itself is read, row by row.
  if (hosts.length >= MOST_VALUES) plan.narrowing.push(database.dialect.contains('service_instance', part));
  else {
    const drivers = instanceDrivers(database, hosts, part);
    if (drivers) plan.drivers.push(...drivers);
    else plan.impossible = true;
  }
}

async function addLabels(database: Database, filter: SearchFilter, plan: Plan): Promise<void> {
  const { label: part, engineType, engineVersion, creator } = filter;
  const parts = [engineType, engineVersion, creator].filter((values) => values !== undefined).length;
  if (part === undefined && parts < 2) return;
  const known = await rememberedValues(database, 'label_value');
  if (known.length >= MOST_VALUES) {
    if (part !== undefined) plan.narrowing.push(database.dialect.contains('label_value', part));
    return;
  }
  const fitting = fittingLabels(known, filter, parts > 0);
  if (fitting.length === 0) plan.impossible = true;
  else if (part !== undefined || fitting.length <= MOST_LOOKUPS) {
    // Too many to look each up: then the text itself is tested, which costs less than a list of them.
    const many = part !== undefined && fitting.length > MOST_LOOKUPS;
    plan.drivers.push({
      column: 'label_value',
      index: 'er_record_label',
      values: fitting,
      condition: many ? database.dialect.contains('label_value', part) : undefined,
      unordered: parts > 0 && fitting.length > 1,
    });
  }
}

/** Works a filter out. Asks the database for the values that occur where a filter names a part of them. */
export async function makePlan(database: Database, filter: SearchFilter): Promise<Plan> {
  const plan: Plan = { drivers: [], narrowing: [], impossible: false };
  const both = userStatusDriver(filter);
  if (both) plan.drivers.push(both);
  for (const { filter: name, column, index } of VALUE_FILTERS) {
    const values = both && (name === 'user' || name === 'status') ? undefined : filter[name];
    if (values) plan.drivers.push({ column, index, values: [...new Set(values)] });
  }
  await addInstancePart(database, filter.instancePart, plan);
  await addLabels(database, filter, plan);
  if (filter.ticket !== undefined) plan.narrowing.push(database.dialect.startsWith('ticket_id', filter.ticket));
  return plan;
}

/** Rows that a way in finds. */
export function rowsOf({ column, values, condition, ahead }: Driver): Sql {
  if (condition) return condition;
  const name = rawSql(column);
  const among = values.length === 1 ? sql`${name} = ${values[0]}` : sql`${name} IN (${joinSql(values)})`;
  return ahead ? sql`${ahead} AND ${among}` : among;
}

/** The same where another way in leads. */
export function testOf(driver: Driver): Sql {
  return driver.test ?? rowsOf(driver);
}
