import type { DatabaseKind } from '@/server/platform/db/dialect';
import { withConnection } from '../databases';

const USERS = 200;
const VALUES_EACH = 3;

/** Numbers from 1 on as a table `n` with a column `i`, by what each database makes them of. */
function numbers(kind: DatabaseKind, count: number): string {
  if (kind === 'mysql') return `(SELECT seq AS i FROM seq_1_to_${count}) AS n`;
  if (kind === 'postgresql') return `generate_series(1, ${count}) AS n(i)`;
  return `(WITH RECURSIVE count(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM count WHERE i < ${count}) SELECT i FROM count) AS n`;
}

const text = (kind: DatabaseKind, ...parts: string[]) =>
  kind === 'mysql' ? `CONCAT(${parts.join(', ')})` : parts.join(' || ');

/** A wall clock so many minutes before the end of 2024. */
function time(kind: DatabaseKind, minutes: string): string {
  if (kind === 'mysql') return `DATE_SUB('2024-12-31 00:00:00', INTERVAL ${minutes} MINUTE)`;
  if (kind === 'postgresql') return `timestamp '2024-12-31 00:00:00' - (${minutes}) * interval '1 minute'`;
  return `datetime('2024-12-31 00:00:00', '-' || (${minutes}) || ' minutes')`;
}

/** Fills a database with old contexts of 200 users, three values each, as workflows leave them. */
export async function fillContexts(kind: DatabaseKind, url: string, count: number): Promise<void> {
  const quote = kind === 'mysql' ? '`' : '"';
  const when = time(kind, 'i % 500000');
  const times = `${when}, ${when}, ${when}`;
  const source =
    '{"className":"org.apache.linkis.cs.common.entity.source.LinkisHAWorkFlowContextID","subs":[],"fieldNames":[],"fieldValues":[],"fieldTypes":[]}';
  const value = text(
    kind,
    `'{"type":"CSTable","value":"{\\\\"name\\\\":\\\\"cs_tmp_'`,
    'i',
    `'\\\\",\\\\"columns\\\\":[\\\\"a\\\\",\\\\"b\\\\",\\\\"c\\\\"]}"}'`,
  );
  const modulo = kind === 'postgresql' ? `mod(i, ${USERS})` : `i % ${USERS}`;
  await withConnection(url, async (connection) => {
    await connection.run(
      `INSERT INTO linkis_ps_cs_context_id (id, ${quote}user${quote}, application, source, instance, backup_instance, update_time, create_time, access_time)
       SELECT i, ${text(kind, "'user'", modulo)}, 'dss', '${source}', 'cs_1_dev', 'cs_1_dev', ${times} FROM ${numbers(kind, count)}`,
    );
    for (let number = 0; number < VALUES_EACH; number++)
      await connection.run(
        `INSERT INTO linkis_ps_cs_context_map (${quote}key${quote}, context_scope, context_type, props, value, context_id, keywords, update_time, create_time, access_time)
         SELECT ${text(kind, `'node.sql_${number}.table.cs_tmp_'`, 'i')}, 'PUBLIC', 'METADATA', '{}', ${value}, i, '["key"]', ${times} FROM ${numbers(kind, count)}`,
      );
    const tables = ['linkis_ps_cs_context_id', 'linkis_ps_cs_context_map'];
    for (const table of tables) await connection.run(kind === 'mysql' ? `ANALYZE TABLE ${table}` : `ANALYZE ${table}`);
  });
}

const STOCK_SAMPLE = 5;

/** Milliseconds a context of the original's way: two statements an id, without an index that begins with the context. */
export async function stockMilliseconds(kind: DatabaseKind, url: string): Promise<number> {
  return withConnection(url, async (connection) => {
    const values = {
      sqlite: 'DELETE FROM linkis_ps_cs_context_map NOT INDEXED WHERE context_id = ',
      mysql:
        'DELETE m FROM linkis_ps_cs_context_map AS m IGNORE INDEX (er_context_value_context) WHERE m.context_id = ',
      postgresql: 'DELETE FROM linkis_ps_cs_context_map WHERE context_id = ',
    }[kind];
    if (kind === 'postgresql') {
      await connection.run('SET enable_indexscan = off');
      await connection.run('SET enable_bitmapscan = off');
    }
    const begun = performance.now();
    for (let id = 1; id <= STOCK_SAMPLE; id++) {
      await connection.run(`${values}${id}`);
      await connection.run(`DELETE FROM linkis_ps_cs_context_id WHERE id = ${id}`);
    }
    return (performance.now() - begun) / STOCK_SAMPLE;
  });
}
