import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection } from 'mariadb';
import { Client } from 'pg';
import { fill } from '@/prisma/seed/fill';
import { SCENARIOS } from '@/prisma/seed/scenarios';
import type { DatabaseKind } from '@/server/platform/db/dialect';
import { type MigrationConnection, openMigrationConnection } from '@/server/platform/db/migrate/connection';
import { migrate } from '@/server/platform/db/migrate/runner';
import { makeLogger } from '@/server/platform/log/logger';
import { toWallClock } from '@/server/platform/time-zone';

/** Servers on which databases are made; to be set where they are elsewhere. */
const SERVERS = {
  mysql: process.env.BENCH_MYSQL_URL || 'mysql://root@127.0.0.1:3306',
  postgresql: process.env.BENCH_POSTGRESQL_URL || 'postgresql://postgres@127.0.0.1:5432',
};

/** A database filled with engine records for measuring. */
export interface MeasuredDatabase {
  kind: DatabaseKind;
  url: string;
  records: number;
  drop(): Promise<void>;
}

export const RECORDS = 'linkis_cg_ec_resource_info_record';

async function onServer(kind: 'mysql' | 'postgresql', statement: string): Promise<void> {
  if (kind === 'mysql') {
    const at = new URL(SERVERS.mysql);
    const connection = await createConnection({
      host: at.hostname,
      port: Number(at.port || 3306),
      user: decodeURIComponent(at.username),
      password: decodeURIComponent(at.password),
    });
    await connection.query(statement).finally(() => connection.end());
    return;
  }
  const client = new Client({ connectionString: `${SERVERS.postgresql}/postgres` });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

/** An empty database of this name, or one that an earlier run left. */
export async function makeDatabase(
  kind: DatabaseKind,
  name: string,
  folder: string,
): Promise<Omit<MeasuredDatabase, 'records'>> {
  if (kind === 'sqlite') {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${name}.db`);
    const drop = async () => {
      for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true });
    };
    return { kind, url: `file:${path}`, drop };
  }
  await onServer(kind, kind === 'mysql' ? `CREATE DATABASE IF NOT EXISTS ${name}` : `CREATE DATABASE ${name}`).catch(
    (error: unknown) => {
      if (!String(error).includes('already exists')) throw error;
    },
  );
  return {
    kind,
    url: `${SERVERS[kind]}/${name}`,
    drop: () => onServer(kind, `DROP DATABASE ${name}${kind === 'postgresql' ? ' WITH (FORCE)' : ''}`),
  };
}

/** Runs statements of one's own on a database. */
export async function withConnection<T>(
  url: string,
  work: (connection: MigrationConnection) => Promise<T>,
): Promise<T> {
  const connection = await openMigrationConnection(url);
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}

/** A number that a statement answers with. */
export async function numberOf(
  connection: MigrationConnection,
  statement: string,
  values: unknown[] = [],
): Promise<number> {
  const [row] = await connection.rows(statement, values);
  return Number(Object.values(row ?? {})[0] ?? 0);
}

/**
 * The database of a kind with so many records: made and filled, or taken as an earlier run left it.
 * @param folder where SQLite files go
 */
export async function measuredDatabase(
  kind: DatabaseKind,
  records: number,
  root: string,
  folder: string,
): Promise<MeasuredDatabase> {
  const database = await makeDatabase(kind, `er_bench_${records}`, folder);
  await migrate(database.url, root, makeLogger('warn'));
  const present = await withConnection(database.url, (connection) =>
    numberOf(connection, `SELECT COUNT(*) FROM ${RECORDS}`),
  );
  const scenario = SCENARIOS.find(({ name }) => name === 'million');
  if (present < records && scenario) {
    const request = { url: database.url, root, scenario, records, now: Date.now(), append: present > 0 };
    const say = (line: string) => process.stderr.write(`${kind}:${line}\n`);
    await fill({ ...request, records: records - present, toColumnTime: (instant) => toWallClock(instant, 'UTC'), say });
  }
  return { ...database, records };
}
