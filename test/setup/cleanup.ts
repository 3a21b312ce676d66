import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CleanupRule } from '@/contracts/cleanup';
import { previewCleanup, readRun, startRun, undoRun } from '@/server/cleanup/service';
import { expireArchives, workOnPreviews, workOnRuns } from '@/server/cleanup/work';
import type { Actor } from '@/server/platform/auth/actor';
import { readConfiguration } from '@/server/platform/config/environment';
import type { Context } from '@/server/platform/context';
import type { Database } from '@/server/platform/db/database';
import { rawSql, sql } from '@/server/platform/db/dialect';
import { actorOf, contextFor } from './context';

const TABLES = [
  'linkis_ps_cs_context_id',
  'linkis_ps_cs_context_map',
  'linkis_ps_cs_context_map_listener',
  'linkis_ps_cs_context_history',
  'linkis_ps_cs_context_listener',
] as const;

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

  constructor(
    readonly database: Database,
    readonly folder = mkdtempSync(join(tmpdir(), 'engineroom-cleanup-')),
  ) {
    this.configuration = readConfiguration({ DATA_DIR: folder });
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
    const timesOf = ({ ageDays = 100 }: NewContext) => {
      const time = new Date(this.now.getTime() - ageDays * 86_400_000);
      return { createTime: time, updateTime: time, accessTime: time };
    };
    const rows = contexts.map((one) => ({ one, text: this.database.toColumnTime(timesOf(one).createTime) }));
    const time = (text: string) => this.database.dialect.timeValue(text);
    const quote = (name: string) => rawSql(this.database.kind === 'mysql' ? `\`${name}\`` : `"${name}"`);
    for (const { one, text } of rows) {
      const { id, user = 'alice', application = null, values = 2 } = one;
      await this.database.execute(
        sql`INSERT INTO linkis_ps_cs_context_id (id, ${quote('user')}, application, source, expire_type, expire_time, instance, backup_instance, update_time, create_time, access_time)
          VALUES (${id}, ${user}, ${application}, ${'{"a":"„quotes“ \\"and\\" \\n"}'}, NULL, NULL, 'cs_1_dev', 'cs_1_dev', ${time(text)}, ${time(text)}, ${time(text)})`,
      );
      for (let value = 0; value < values; value++) {
        const valueId = id * 10 + value;
        await this.database.execute(
          sql`INSERT INTO linkis_ps_cs_context_map (id, ${quote('key')}, context_scope, context_type, props, ${quote('value')}, context_id, keywords, update_time, create_time, access_time)
            VALUES (${valueId}, ${`node.${value}`}, 'PUBLIC', 'Variable', '{}', ${`line one\nline 'two' "three" 日本 😀 \t\\ ${id}`}, ${id}, ${value % 2 ? null : '["k"]'}, ${time(text)}, ${time(text)}, ${time(text)})`,
        );
        await this.database.execute(
          sql`INSERT INTO linkis_ps_cs_context_map_listener (id, listener_source, key_id, update_time, create_time, access_time)
            VALUES (${valueId}, 'listener', ${valueId}, ${time(text)}, ${time(text)}, ${time(text)})`,
        );
      }
      await this.database.execute(
        sql`INSERT INTO linkis_ps_cs_context_history (id, context_id, source, context_type, history_json, keyword, update_time, create_time, access_time)
          VALUES (${id}, ${id}, 'source', NULL, ${'{"x":[1,2,"…"]}'}, NULL, ${time(text)}, ${time(text)}, ${time(text)})`,
      );
      await this.database.execute(
        sql`INSERT INTO linkis_ps_cs_context_listener (id, listener_source, context_id, update_time, create_time, access_time)
          VALUES (${id}, NULL, ${id}, ${time(text)}, ${time(text)}, ${time(text)})`,
      );
    }
  }

  /** Uses a context now, as the context service does. */
  async touch(id: number, column: 'update_time' | 'access_time' = 'access_time'): Promise<void> {
    const text = this.database.dialect.timeValue(this.database.toColumnTime(this.now));
    await this.database.execute(sql`UPDATE linkis_ps_cs_context_id SET ${rawSql(column)} = ${text} WHERE id = ${id}`);
  }

  /** Every row of every table, as the database shows it. */
  async dump(): Promise<Record<string, unknown[]>> {
    const all: Record<string, unknown[]> = {};
    for (const table of TABLES) all[table] = await this.database.query(sql`SELECT * FROM ${rawSql(table)} ORDER BY id`);
    return all;
  }

  /** Ids of the contexts that are there. */
  async ids(): Promise<number[]> {
    const rows = await this.database.query<{ id: number }>(sql`SELECT id FROM linkis_ps_cs_context_id ORDER BY id`);
    return rows.map(({ id }) => Number(id));
  }

  /** A finished preview. */
  async preview(rule: CleanupRule) {
    const { id } = await previewCleanup(this.context(), { subject: 'contexts', rule });
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
    const own = ['run', 'chunk', 'segment', 'skipped', 'protection'].map((name) => `er_cleanup_${name}`);
    for (const table of [...TABLES, ...own, 'er_audit_event'])
      await this.database.execute(sql`DELETE FROM ${rawSql(table)}`);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
