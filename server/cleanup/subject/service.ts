import type { CleanupRule, CleanupSubjectName, CleanupTimeField, SKIP_REASONS } from '@/contracts/cleanup';
import type { Database, Queryable } from '@/server/platform/db/database';

/** A rule whose times do not move any more. */
export type FixedRule = Pick<CleanupRule, 'users' | 'applications' | 'ids'> & {
  timeField: CleanupTimeField;
  /** Instants; included and not included. */
  from: Date | null;
  before: Date | null;
};

/** What no cleanup removes. */
export interface Protections {
  users: string[];
  applications: string[];
  ids: number[];
}

/** Which rows are meant: those that fit the rule and are not protected. */
export interface Target {
  rule: FixedRule;
  protections: Protections;
}

/** Rows that agree in what a preview counts them by. `age` is the place of the first edge that they are younger than. */
export interface Group {
  user: string | null;
  application: string | null;
  age: number;
  count: number;
}

/** A row as a preview shows it. */
export interface SampleRow {
  id: number;
  user: string | null;
  application: string | null;
  createTime: Date;
  updateTime: Date;
  accessTime: Date;
}

/** A frozen row that has to be left alone. */
export interface SkippedRow {
  id: number;
  reason: (typeof SKIP_REASONS)[number];
}

/**
 * Something that is cleaned up: rows with numbers, and what hangs on them. What a cleanup does with them is the same for
 * all; each subject knows its own tables.
 */
export interface CleanupSubject {
  name: CleanupSubjectName;
  /** The next ids that a target finds beyond one, in order, at most `size`. */
  freeze(database: Database, target: Target, after: number, size: number): Promise<number[]>;
  /** What the target finds, counted. @param edges ages as instants, the youngest first */
  groups(database: Database, target: Target, edges: readonly Date[]): Promise<Group[]>;
  /** How many rows fit the rule, but are protected. */
  countProtected(database: Database, target: Target): Promise<number>;
  /** Rows by their ids, in their order. */
  sample(database: Database, ids: readonly number[]): Promise<SampleRow[]>;
  /**
   * Locks rows and tells which may go: they are there, unprotected, fit the rule, and nobody has used them since.
   * @param touchedSince rows with a time from here on have been used
   */
  judge(
    database: Database,
    on: Queryable,
    ids: readonly number[],
    target: Target,
    touchedSince: Date,
  ): Promise<{ doomed: number[]; skipped: SkippedRow[] }>;
  /** Of these ids in order, how many from the first have rows that fit into so many bytes; at least one. */
  fitting(database: Database, on: Queryable, ids: readonly number[], bytes: number): Promise<number>;
  /** The rows with all that hangs on them, one line of JSON each, to be kept. */
  read(database: Database, on: Queryable, ids: readonly number[]): Promise<{ text: string; childRows: number }>;
  /** Removes the rows with all that hangs on them. */
  remove(database: Database, on: Queryable, ids: readonly number[]): Promise<void>;
  /**
   * Brings rows back as `read` gave them. What is back already counts for neither; a row whose id belongs to another one
   * by now is left out with what hung on it.
   * @param user only what this user owned; null for all
   */
  restore(
    database: Database,
    on: Queryable,
    text: string,
    user: string | null,
  ): Promise<{ restored: number; taken: number }>;
}
