import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type MigrationConnection, openMigrationConnection } from '@/server/platform/db/migrate/connection';
import { migrate, splitStatements } from '@/server/platform/db/migrate/runner';
import { makeLogger } from '@/server/platform/log/logger';
import { KINDS, makeEmptyDatabase, type TestDatabase } from '../setup/databases';

const log = makeLogger('silent');
const root = process.cwd();
/** Names of all migrations, in order: the same for every database. */
const ALL = readdirSync(join(root, 'prisma', 'migrations', 'sqlite')).sort();

interface Model {
  table: string;
  columns: string[];
  indexes: string[];
}

/** Tables, columns and named indexes that a Prisma schema declares. */
function modelsOf(schema: string): Model[] {
  return [...schema.matchAll(/^model \w+ \{\n([\s\S]*?)^\}/gm)].map(([, body = '']) => {
    const fields = [...body.matchAll(/^ {2}(\w+) +\w+[?]?(?: .*)?$/gm)].map(
      ([line, name]) => /@map\("(\w+)"\)/.exec(line)?.[1] ?? name ?? '',
    );
    return {
      table: /@@map\("(\w+)"\)/.exec(body)?.[1] ?? '',
      columns: fields.sort(),
      indexes: [...body.matchAll(/map: "(\w+)"/g)].map(([, name]) => name ?? '').sort(),
    };
  });
}

describe.each(KINDS)('migrations on %s', (kind) => {
  let made: TestDatabase | null = null;
  const opened: MigrationConnection[] = [];

  async function emptyDatabase(): Promise<{ url: string; connection: MigrationConnection }> {
    made = await makeEmptyDatabase(kind);
    const connection = await openMigrationConnection(made.url);
    opened.push(connection);
    return { url: made.url, connection };
  }

  afterEach(async () => {
    for (const connection of opened.splice(0)) await connection.close();
    await made?.drop();
    made = null;
  });

  it('give the tables, columns and indexes that the generated schema declares', async () => {
    const { url, connection } = await emptyDatabase();
    await migrate(url, root, log);
    const models = modelsOf(readFileSync(join(root, 'prisma', 'generated-schema', kind, 'schema.prisma'), 'utf8'));
    expect(models.length).toBeGreaterThan(10);
    for (const { table, columns, indexes } of models) {
      expect({ table, columns: (await connection.columns(table)).sort() }).toEqual({ table, columns });
      expect(await connection.indexes(table)).toEqual(expect.arrayContaining(indexes));
    }
  });

  it('have the names of the other databases', () => {
    expect(readdirSync(join(root, 'prisma', 'migrations', kind)).sort()).toEqual(ALL);
  });

  it('are applied once, also by several processes at once', async () => {
    const { url, connection } = await emptyDatabase();
    const applied = await Promise.all([migrate(url, root, log), migrate(url, root, log), migrate(url, root, log)]);
    expect(applied.flat().sort()).toEqual(ALL);
    expect(await migrate(url, root, log)).toEqual([]);
    expect(
      await connection.rows('SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL'),
    ).toHaveLength(ALL.length);
  });

  it('refuse a database of a newer version', async () => {
    const { url, connection } = await emptyDatabase();
    await migrate(url, root, log);
    await connection.run(
      "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '9999_future', CURRENT_TIMESTAMP)",
    );
    await expect(migrate(url, root, log)).rejects.toThrow(/9999_future.*newer version/);
  });

  it('refuse a migration that was changed after it was applied', async () => {
    const { url, connection } = await emptyDatabase();
    await migrate(url, root, log);
    await connection.run("UPDATE _prisma_migrations SET checksum = 'other' WHERE migration_name = '0002_engineroom'");
    await expect(migrate(url, root, log)).rejects.toThrow(/0002_engineroom.*not the one/);
  });

  it('name a half-applied one, and go on with it when told to', async () => {
    const { url, connection } = await emptyDatabase();
    await migrate(url, root, log);
    await connection.run('DROP TABLE er_audit_event');
    await connection.run("UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = '0002_engineroom'");
    await expect(migrate(url, root, log)).rejects.toThrow(/never finished.*migrate -- resume/);
    expect(await connection.columns('er_audit_event')).toEqual([]);
    if (kind === 'mysql') {
      expect(await migrate(url, root, log, { resume: true })).toEqual(['0002_engineroom']);
      expect(await connection.columns('er_audit_event')).toContain('outcome');
    }
  });

  it('leave nothing behind when they fail, where the database can take back', async () => {
    const { url, connection } = await emptyDatabase();
    await connection.run('CREATE TABLE er_setting (other INTEGER)');
    await migrate(url, root, log).catch(() => {});
    if (kind !== 'mysql')
      expect(await connection.rows('SELECT 1 AS one FROM _prisma_migrations WHERE finished_at IS NULL')).toEqual([]);
  });

  it('refuse a history table that is too old', async () => {
    const { url, connection } = await emptyDatabase();
    await connection.run(
      'CREATE TABLE linkis_cg_ec_resource_info_record (id INTEGER PRIMARY KEY, ticket_id VARCHAR(100), label_value VARCHAR(255), create_user VARCHAR(128), create_time VARCHAR(30))',
    );
    await expect(migrate(url, root, log)).rejects.toThrow(/lacks status, metrics.*upgrade scripts/);
  });
});

describe('splitting migrations', () => {
  it('takes comments away and keeps statements whole', () => {
    expect(splitStatements("-- a\nCREATE TABLE a (\n  b TEXT DEFAULT 'x;y'\n);\n\n-- c\nDROP TABLE d;\n")).toEqual([
      "CREATE TABLE a (\n  b TEXT DEFAULT 'x;y'\n)",
      'DROP TABLE d',
    ]);
  });
});
