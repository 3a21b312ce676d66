import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mariadb';
import { Client } from 'pg';
import { type Database, openDatabase } from '@/server/platform/db/database';
import type { DatabaseKind } from '@/server/platform/db/dialect';
import { migrate } from '@/server/platform/db/migrate/runner';
import { makeLogger } from '@/server/platform/log/logger';

/** Where test databases are made; names of databases are added to these. */
export const SERVERS = {
  mysql: process.env.TEST_MYSQL_URL ?? 'mysql://root@127.0.0.1:3306',
  postgresql: process.env.TEST_POSTGRESQL_URL ?? 'postgresql://postgres@127.0.0.1:5432',
};

/** Kinds of database that tests can use here; `scripts/test.mjs` finds out and says which are skipped. */
export const KINDS: DatabaseKind[] = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseKind[];

/** Those of them that are servers. */
export const OTHER_KINDS = KINDS.filter((kind) => kind !== 'sqlite');

/** Runs statements on a server's own connection. */
export async function onServer(kind: 'mysql' | 'postgresql', statements: string[], database?: string): Promise<void> {
  if (kind === 'postgresql') {
    const client = new Client({ connectionString: `${SERVERS.postgresql}/${database ?? 'postgres'}` });
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
    return;
  }
  const at = new URL(SERVERS.mysql);
  const connection = await createConnection({
    host: at.hostname,
    port: Number(at.port || 3306),
    user: at.username,
    password: at.password,
    database,
    multipleStatements: true,
  });
  for (const statement of statements) await connection.query(statement);
  await connection.end();
}

/** A database of its own for one test file. */
export interface TestDatabase {
  kind: DatabaseKind;
  url: string;
  drop(): Promise<void>;
}

/** Makes an empty database. */
export async function makeEmptyDatabase(kind: DatabaseKind): Promise<TestDatabase> {
  if (kind === 'sqlite') {
    const folder = mkdtempSync(join(tmpdir(), 'engineroom-test-'));
    return {
      kind,
      url: `file:${join(folder, 'test.db')}`,
      drop: async () => rmSync(folder, { recursive: true, force: true }),
    };
  }
  const name = `er_test_${randomBytes(6).toString('hex')}`;
  await onServer(kind, [`CREATE DATABASE ${name}`]);
  const force = kind === 'postgresql' ? ' WITH (FORCE)' : '';
  return {
    kind,
    url: `${SERVERS[kind]}/${name}`,
    drop: () => onServer(kind, [`DROP DATABASE IF EXISTS ${name}${force}`]),
  };
}

/** Makes a database with all tables and opens it. */
export async function openTestDatabase(
  kind: DatabaseKind,
  timeZone = 'UTC',
): Promise<TestDatabase & { database: Database }> {
  const empty = await makeEmptyDatabase(kind);
  await migrate(empty.url, process.cwd(), makeLogger('silent'));
  const database = await openDatabase({ url: empty.url, timeZone, poolSize: 6 });
  return {
    ...empty,
    database,
    drop: async () => {
      await database.close();
      await empty.drop();
    },
  };
}

/** Tables and rows of a real Linkis installation, when the recorded material is beside the checkout. */
export function stockSql(name: string): string | null {
  const path = join(process.cwd(), '..', 'shared', 'conformance', 'data', name);
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}
