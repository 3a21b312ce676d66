import type { DatabaseKind } from '@/server/platform/db/dialect';
import type { MigrationConnection } from '@/server/platform/db/migrate/connection';

const RAISE = {
  sqlite: (verb: string, table: string) =>
    `CREATE TRIGGER trap_${verb} BEFORE ${verb} ON ${table} BEGIN SELECT RAISE(ABORT, 'trapped'); END`,
  mysql: (verb: string, table: string) =>
    `CREATE TRIGGER trap_${verb} BEFORE ${verb} ON ${table} FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'trapped'`,
  postgresql: (verb: string, table: string) =>
    `CREATE TRIGGER trap_${verb} BEFORE ${verb} ON ${table} FOR EACH ROW EXECUTE FUNCTION trapped()`,
};
const VERBS = ['INSERT', 'UPDATE', 'DELETE'];

/** Makes the database refuse every change of a table while some work runs. */
export async function whileTrapped<T>(
  connection: MigrationConnection,
  kind: DatabaseKind,
  table: string,
  work: () => Promise<T>,
): Promise<T> {
  if (kind === 'postgresql')
    await connection.run(
      "CREATE OR REPLACE FUNCTION trapped() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'trapped'; END $$",
    );
  for (const verb of VERBS) await connection.run(RAISE[kind](verb, table));
  try {
    return await work();
  } finally {
    for (const verb of VERBS)
      await connection.run(`DROP TRIGGER trap_${verb}${kind === 'postgresql' ? ` ON ${table}` : ''}`);
  }
}
