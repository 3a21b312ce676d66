import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CleanupRule, CleanupSubject } from '@/contracts/cleanup';
import { previewCleanup, readRun, startRun, undoRun } from '@/server/cleanup/service';
import { expireArchives, workOnPreviews, workOnRuns } from '@/server/cleanup/work';
import type { Actor } from '@/server/platform/auth/actor';
import { readConfiguration } from '@/server/platform/config/environment';
import type { Context } from '@/server/platform/context';
import type { Database } from '@/server/platform/db/database';
import { joinSql, rawSql, type Sql, sql } from '@/server/platform/db/dialect';
import { actorOf, contextFor } from './context';

/** Tables of a subject, the root first, and what their rows are sorted by. */
type Tables = Readonly<Record<string, string>>;

const TABLES: Tables = {
  linkis_ps_cs_context_id: 'id',
  linkis_ps_cs_context_map: 'id',
  linkis_ps_cs_context_map_listener: 'id',
  linkis_ps_cs_context_history: 'id',
  linkis_ps_cs_context_listener: 'id',
};

/** A context to be made, with its values and what else belongs to it. */
export interface NewContext {
  id: number;
  user?: string | null;
  application?: string | null;
  /** Days before the bench's clock. */
  ageDays?: number;
  values?: number;
}

/** Contexts, a folder for archives, a clock to turn, and what the background does. */
export class CleanupBench {
  now = new Date('2026-05-06T10:20:30Z');
  readonly configuration;
  readonly signal = new AbortController().signal;
  readonly subject: CleanupSubject = 'contexts';
  protected readonly tables: Tables = TABLES;

  constructor(
    readonly database: Database,
    readonly folder = mkdtempSync(join(tmpdir(), 'engineroom-cleanup-')),
    environment: Record<string, string> = {},
  ) {
    this.configuration = readConfiguration({ DATA_DIR: folder, ...environment });
  }

  /** What a service gets when somebody asks; an administrator unless said otherwise. */
  context(actor: Actor = actorOf('root', 'admin')): Context {
    return {
      ...contextFor(this.database, actor, { now: () => this.now }),
      configuration: this.configuration,
    };
  }

  /** Turns the clock on. */
  wait(seconds: number): void {
    this.now = new Date(this.now.getTime() + seconds * 1000);
  }

  /** Makes contexts; each value has a listener, each context a listener and a history. */
  async add(contexts: readonly NewContext[]): Promise<void> {
    if (contexts.length === 0) return;
    const { dialect } = this.database;
    const own: Sql[] = [];
    const values: Sql[] = [];
    const valueListeners: Sql[] = [];
    const histories: Sql[] = [];
    const listeners: Sql[] = [];
    for (const one of contexts) {
      const { id, user = 'alice', application = null, ageDays = 100 } = one;
      const time = dialect.timeValue(this.database.toColumnTime(new Date(this.now.getTime() - ageDays * 86_400_000)));
      const times = sql`${time}, ${time}, ${time}`;
      own.push(
        sql`(${id}, ${user}, ${application}, ${'{"a":"„quotes“ \\"and\\" \\n"}'}, NULL, NULL, 'cs_1_dev', 'cs_1_dev', ${times})`,
      );
      for (let value = 0; value < (one.values ?? 2); value++) {
        const valueId = id * 10 + value;
        values.push(
          sql`(${valueId}, ${`node.${value}`}, 'PUBLIC', 'Variable', '{}', ${`line one\nline 'two' "three" 日本 😀 \t\\ ${id}`}, ${id}, ${value % 2 ? null : '["k"]'}, ${times})`,
        );
        valueListeners.push(sql`(${valueId}, 'listener', ${valueId}, ${times})`);
      }
      histories.push(sql`(${id}, ${id}, 'source', NULL, ${'{"x":[1,2,"…"]}'}, NULL, ${times})`);
      listeners.push(sql`(${id}, NULL, ${id}, ${times})`);
    }
    const quote = (name: string) => dialect.quoted(name);
    const TIMES = rawSql('update_time, create_time, access_time');
    const tables: readonly [Sql, readonly Sql[]][] = [
      [
        sql`linkis_ps_cs_context_id (id, ${quote('user')}, application, source, expire_type, expire_time, instance, backup_instance, ${TIMES})`,
        own,
      ],
      [
        sql`linkis_ps_cs_context_map (id, ${quote('key')}, context_scope, context_type, props, ${quote('value')}, context_id, keywords, ${TIMES})`,
        values,
      ],
      [sql`linkis_ps_cs_context_map_listener (id, listener_source, key_id, ${TIMES})`, valueListeners],
      [
        sql`linkis_ps_cs_context_history (id, context_id, source, context_type, history_json, keyword, ${TIMES})`,
        histories,
      ],
      [sql`linkis_ps_cs_context_listener (id, listener_source, context_id, ${TIMES})`, listeners],
    ];
    await this.database.transaction(async (on) => {
      for (const [into, rows] of tables)
        if (rows.length > 0) await this.database.execute(sql`INSERT INTO ${into} VALUES ${joinSql([...rows])}`, on);
    });
  }

  /** Uses a context now, as the context service does. */
  async touch(id: number, column: 'update_time' | 'access_time' = 'access_time'): Promise<void> {
    const text = this.database.dialect.timeValue(this.database.toColumnTime(this.now));
    await this.database.transaction((on) =>
      this.database.execute(sql`UPDATE linkis_ps_cs_context_id SET ${rawSql(column)} = ${text} WHERE id = ${id}`, on),
    );
  }

  /** Every row of every table, as the database shows it. */
  async dump(): Promise<Record<string, unknown[]>> {
    const all: Record<string, unknown[]> = {};
    for (const [table, order] of Object.entries(this.tables))
      all[table] = await this.database.query(sql`SELECT * FROM ${rawSql(table)} ORDER BY ${rawSql(order)}`);
    return all;
  }

  /** Ids of the roots that are there. */
  async ids(): Promise<number[]> {
    const [root = ''] = Object.keys(this.tables);
    const rows = await this.database.query<{ id: number }>(sql`SELECT id FROM ${rawSql(root)} ORDER BY id`);
    return rows.map(({ id }) => Number(id));
  }

  /** A finished preview. */
  async preview(rule: CleanupRule) {
    const { id } = await previewCleanup(this.context(), { subject: this.subject, rule });
    await workOnPreviews(this.context(), this.signal);
    return readRun(this.context(), id);
  }

  /** Does what the background would, and reads the run. */
  async work(id: number) {
    while (await workOnRuns(this.context(), this.signal));
    return readRun(this.context(), id);
  }

  /** A preview, run to its end a second later. */
  async clean(rule: CleanupRule) {
    const { id } = await this.preview(rule);
    this.wait(1);
    await startRun(this.context(), id, 'for the test');
    return this.work(id);
  }

  /** Undoes a run to its end. */
  async undo(id: number, user?: string) {
    const undo = await undoRun(this.context(), id, { reason: 'for the test', user });
    return this.work(undo.id);
  }

  /** Lets archives expire. */
  async expire(): Promise<void> {
    while (await expireArchives(this.context(), this.signal));
  }

  /** Files of archives. */
  objects(): string[] {
    const path = join(this.folder, 'cleanup');
    if (!existsSync(path)) return [];
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  }

  /** Empties all tables that a test of cleanups fills. */
  async reset(): Promise<void> {
    const own = ['run', 'chunk', 'segment', 'skipped', 'protection', 'event'].map((name) => `er_cleanup_${name}`);
    for (const table of [...Object.keys(this.tables), ...own, 'er_audit_event'])
      await this.database.execute(sql`DELETE FROM ${rawSql(table)}`);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
