import { kindOf } from '@/server/platform/db/url';
import type { ColumnValue } from '../record';
import { openMysqlLoader } from './mysql';
import { openPostgresqlLoader } from './postgresql';
import { openSqliteLoader } from './sqlite';

/** Fills the history table of one database through its fastest way in. */
export interface BulkLoader {
  countRecords(): Promise<number>;
  /** Stores rows, reporting how many of them have been handed over. */
  load(rows: Iterable<ColumnValue[]>, progress: (done: number) => void): Promise<void>;
  /** Runs a statement without values. */
  run(statement: string): Promise<void>;
  /** Renews the statistics by which the database chooses indexes. */
  analyze(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the loader of the database that a URL names. */
export async function openLoader(url: string): Promise<BulkLoader> {
  const kind = kindOf(url);
  if (kind === 'sqlite') return openSqliteLoader(url);
  return kind === 'mysql' ? openMysqlLoader(url) : openPostgresqlLoader(url);
}
