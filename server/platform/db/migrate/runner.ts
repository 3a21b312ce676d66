import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '../../log/logger';
import { type MigrationConnection, openMigrationConnection } from './connection';

/** Why a database cannot be brought to this version; the message says what to do. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

interface Migration {
  name: string;
  checksum: string;
  statements: string[];
}

const RECORD_TABLE = 'linkis_cg_ec_resource_info_record';
/** Columns without which the history table is older than Linkis 1.3.2. */
const NEEDED_COLUMNS = ['ticket_id', 'label_value', 'create_user', 'status', 'metrics', 'create_time'];

/** Splits a migration into statements: they end with a semicolon at the end of a line. */
export function splitStatements(text: string): string[] {
  return text
    .split(/;[ \t]*(?:\r?\n|$)/)
    .map((part) => part.replace(/^\s*--.*$/gm, '').trim())
    .filter(Boolean);
}

function loadMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}_/.test(name))
    .sort()
    .map((name) => {
      const text = readFileSync(join(folder, name, 'migration.sql'), 'utf8');
      return { name, checksum: createHash('sha256').update(text).digest('hex'), statements: splitStatements(text) };
    });
}

const TABLE = '_prisma_migrations';

async function ensureTable(connection: MigrationConnection): Promise<void> {
  const time = connection.kind === 'sqlite' ? 'DATETIME' : connection.kind === 'mysql' ? 'DATETIME(3)' : 'TIMESTAMPTZ';
  await connection.run(`CREATE TABLE IF NOT EXISTS ${TABLE} (
    id VARCHAR(36) NOT NULL PRIMARY KEY, checksum VARCHAR(64) NOT NULL, finished_at ${time} NULL, migration_name VARCHAR(255) NOT NULL,
    logs TEXT NULL, rolled_back_at ${time} NULL, started_at ${time} NOT NULL DEFAULT CURRENT_TIMESTAMP, applied_steps_count INTEGER NOT NULL DEFAULT 0)`);
}

function refuseUnknown(applied: Record<string, unknown>[], known: Migration[]): void {
  const names = new Map(known.map((migration) => [migration.name, migration]));
  for (const row of applied) {
    const name = String(row.migration_name);
    const migration = names.get(name);
    if (!migration) {
      throw new MigrationError(
        `The database has the migration ${name}, which this version does not know: a newer version has used it. Start that version, or restore the backup made before the upgrade.`,
      );
    }
    if (row.finished_at === null) {
      throw new MigrationError(
        `The migration ${name} was begun at ${formatTime(row.started_at)} and never finished. Make sure that no other process is migrating, take a backup, and run "npm run migrate -- resume": it goes on where the migration stopped.`,
      );
    }
    if (row.checksum !== migration.checksum) {
      throw new MigrationError(
        `The migration ${name} in this checkout is not the one that was applied to the database. Restore prisma/migrations to the released state.`,
      );
    }
  }
}

function formatTime(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}

/** MySQL has no IF NOT EXISTS for columns and indexes, and its DDL stays when a later statement fails: look first. */
async function isDone(connection: MigrationConnection, statement: string): Promise<boolean> {
  if (connection.kind !== 'mysql') return false;
  const column = /^ALTER TABLE (\w+) ADD COLUMN (\w+)/i.exec(statement);
  if (column) return (await connection.columns(column[1] as string)).includes(column[2] as string);
  const index = /^CREATE (?:UNIQUE )?INDEX (\w+) ON (\w+)/i.exec(statement);
  if (index) return (await connection.indexes(index[2] as string)).includes(index[1] as string);
  return false;
}

async function checkHistoryTable(connection: MigrationConnection): Promise<void> {
  const columns = (await connection.columns(RECORD_TABLE)).map((name) => name.toLowerCase());
  const missing = columns.length === 0 ? [] : NEEDED_COLUMNS.filter((name) => !columns.includes(name));
  if (missing.length > 0) {
    throw new MigrationError(
      `The table ${RECORD_TABLE} lacks ${missing.join(', ')}: it belongs to a Linkis older than 1.3.2. Run Linkis' own upgrade scripts first, then start again.`,
    );
  }
}

/** Applies a migration; false when another process did so in the meantime. */
async function apply(connection: MigrationConnection, migration: Migration, resuming: boolean): Promise<boolean> {
  const id = randomUUID();
  if (connection.transactional) await connection.run(connection.kind === 'sqlite' ? 'BEGIN IMMEDIATE' : 'BEGIN');
  try {
    const rows = await connection.rows(
      `SELECT id, finished_at FROM ${TABLE} WHERE migration_name = ? AND rolled_back_at IS NULL`,
      [migration.name],
    );
    const row = rows[0];
    if (row && (row.finished_at !== null || !resuming)) {
      if (connection.transactional) await connection.run('COMMIT');
      return false;
    }
    const record = row ? String(row.id) : id;
    if (!row)
      await connection.run(`INSERT INTO ${TABLE} (id, checksum, migration_name) VALUES (?, ?, ?)`, [
        id,
        migration.checksum,
        migration.name,
      ]);
    for (const statement of migration.statements) {
      if (!(await isDone(connection, statement))) await connection.run(statement);
    }
    await connection.run(
      `UPDATE ${TABLE} SET finished_at = CURRENT_TIMESTAMP, checksum = ?, applied_steps_count = ? WHERE id = ?`,
      [migration.checksum, migration.statements.length, record],
    );
    if (connection.transactional) await connection.run('COMMIT');
    return true;
  } catch (error) {
    if (connection.transactional) await connection.run('ROLLBACK').catch(() => {});
    throw error;
  }
}

/**
 * Brings a database to this version: applies the migrations of `prisma/migrations/<kind>` that it has not had, under a
 * lock, and keeps Prisma's own table of them.
 * @param options.resume goes on with a migration that was begun and never finished
 * @throws MigrationError when the database is newer, half migrated or not understood
 */
export async function migrate(
  url: string,
  root: string,
  log: Logger,
  options: { resume?: boolean } = {},
): Promise<string[]> {
  const connection = await openMigrationConnection(url);
  try {
    await connection.lock();
    try {
      const migrations = loadMigrations(join(root, 'prisma', 'migrations', connection.kind));
      await ensureTable(connection);
      const applied = await connection.rows(
        `SELECT migration_name, checksum, started_at, finished_at FROM ${TABLE} WHERE rolled_back_at IS NULL`,
      );
      const done = new Set(applied.filter((row) => row.finished_at !== null).map((row) => String(row.migration_name)));
      refuseUnknown(options.resume ? applied.filter((row) => row.finished_at !== null) : applied, migrations);
      await checkHistoryTable(connection);
      const todo = migrations.filter((migration) => !done.has(migration.name));
      const names: string[] = [];
      for (const migration of todo) {
        log.info({ migration: migration.name }, 'applying migration');
        if (await apply(connection, migration, options.resume === true)) names.push(migration.name);
      }
      return names;
    } finally {
      await connection.unlock();
    }
  } finally {
    await connection.close();
  }
}
