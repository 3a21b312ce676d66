import type { DatabaseKind } from '@/server/platform/db/dialect';
import type { MigrationConnection } from '@/server/platform/db/migrate/connection';

/** Values of each context. */
export const VALUES = 3;
const ROOTS = 'linkis_ps_cs_context_id';
const MAP = 'linkis_ps_cs_context_map';
/** Tables that are filled. */
export const CONTEXT_TABLES = [ROOTS, MAP];
/** Rows that one statement makes. */
const AT_ONCE = 100_000;

function series(kind: DatabaseKind, from: number, until: number): string {
  if (kind === 'mysql') return `(SELECT seq AS n FROM seq_${from}_to_${until}) s`;
  if (kind === 'postgresql') return `generate_series(${from}, ${until}) AS s(n)`;
  return `(WITH RECURSIVE r(n) AS (SELECT ${from} UNION ALL SELECT n + 1 FROM r WHERE n < ${until}) SELECT n FROM r) s`;
}

function ago(kind: DatabaseKind, seconds: string): string {
  if (kind === 'mysql') return `DATE_SUB('2026-05-01 00:00:00', INTERVAL (${seconds}) SECOND)`;
  if (kind === 'postgresql') return `timestamp '2026-05-01 00:00:00' - (${seconds}) * interval '1 second'`;
  return `datetime('2026-05-01 00:00:00', '-' || (${seconds}) || ' seconds')`;
}

const concat = (kind: DatabaseKind, ...parts: string[]) =>
  kind === 'mysql' ? `CONCAT(${parts.join(', ')})` : `(${parts.join(' || ')})`;

/**
 * Makes contexts with ids from one on, each with three values: 500 users, made one after another over two years and used
 * for up to a day, and 120 names of values, as workflows that run again and again give. On MariaDB by its sequences.
 */
export async function fillContexts(connection: MigrationConnection, kind: DatabaseKind, count: number): Promise<void> {
  const quote = (name: string) => (kind === 'mysql' ? `\`${name}\`` : `"${name}"`);
  const json = `'{"className":"org.apache.linkis.cs.common.entity.source.LinkisHAWorkFlowContextID","subs":[]}'`;
  for (let from = 1; from <= count; from += AT_ONCE) {
    const source = series(kind, from, Math.min(from + AT_ONCE - 1, count));
    const created = ago(kind, `63158400 - ${Math.floor(63_000_000 / count)} * n`);
    const used = ago(kind, `63158400 - ${Math.floor(63_000_000 / count)} * n - (n % 86400) * 7919 % 86400`);
    await connection.run(`INSERT INTO ${ROOTS} (id, ${quote('user')}, application, source, instance, backup_instance, update_time, create_time, access_time)
      SELECT n, ${concat(kind, "'user_'", '(n % 500)')}, NULL, ${json}, 'cs_1_dev', 'cs_2_dev', ${created}, ${created}, ${used} FROM ${source}`);
    for (let value = 0; value < VALUES; value++) {
      const text = `${concat(kind, `'{"type":"LinkisVariable","value":"{\\"key\\":\\"'`, 'n', `'\\",\\"value\\":\\"some value of usual length, as workflows leave them behind\\"}"}'`)}`;
      await connection.run(`INSERT INTO ${MAP} (id, ${quote('key')}, context_scope, context_type, props, ${quote('value')}, context_id, keywords, update_time, create_time, access_time)
        SELECT (n - 1) * ${VALUES} + ${value + 1}, ${concat(kind, `'node.sql_${value}.variable.'`, '(n % 40)')}, 'PUBLIC', 'Variable', ${json}, ${text}, n, '["k"]', ${created}, ${created}, ${created} FROM ${source}`);
    }
  }
}
