import type { Actor } from '@/server/platform/auth/actor';
import { readConfiguration } from '@/server/platform/config/environment';
import type { Context } from '@/server/platform/context';
import type { Database } from '@/server/platform/db/database';
import { rawSql, sql } from '@/server/platform/db/dialect';
import { actorOf, contextFor } from './context';

const TABLES = ['context_map_listener', 'context_listener', 'context_history', 'context_map', 'context_id'];

/** Typed JSON as Linkis' clients send it. */
export const typed = (type: string, value: unknown): string =>
  JSON.stringify({ type, value: typeof value === 'string' ? value : JSON.stringify(value) });

/** The id object of a context; without an external id, of one that is to be made. */
export function idText(contextId: string | null, members: Record<string, unknown> = {}): string {
  return typed('HAWorkFlowContextID', { user: null, project: 'p', flow: 'f', contextId, ...members });
}

/** A key. */
export function keyText(key: string, contextType: string | null = 'Variable', contextScope: string | null = 'PUBLIC') {
  return typed('commonContextKey', { key, contextType, contextScope, keywords: null });
}

/** A key with a variable as its value. */
export function variableText(key: string, value: string, contextType: string | null = 'Variable') {
  const wrapped = typed('contextValue', { keywords: null, value: typed('LinkisVariable', { key, value }) });
  return typed('commonContextKeyValue', { key: keyText(key, contextType), value: wrapped });
}

/** A clock to turn, people, and a look into the tables. */
export class ContextBench {
  now = new Date('2026-05-06T10:20:30.400Z');

  constructor(
    readonly database: Database,
    private readonly environment: Record<string, string> = {},
  ) {}

  as(name: string, role: Actor['role'] = 'user', environment: Record<string, string> = {}): Context {
    const clock = { now: () => this.now };
    const configuration = readConfiguration({ ...this.environment, ...environment });
    return { ...contextFor(this.database, actorOf(name, role), clock), configuration };
  }

  /** Turns the clock on. */
  wait(seconds: number): void {
    this.now = new Date(this.now.getTime() + seconds * 1000);
  }

  rows<Row = Record<string, unknown>>(table: string, columns: string, condition = '1 = 1'): Promise<Row[]> {
    return this.database.query<Row>(
      sql`SELECT ${rawSql(columns)} FROM ${rawSql(table)} WHERE ${rawSql(condition)} ORDER BY id`,
    );
  }

  async count(table: string, condition = '1 = 1'): Promise<number> {
    const [row] = await this.database.query<{ n: number | bigint }>(
      sql`SELECT COUNT(*) AS n FROM ${rawSql(table)} WHERE ${rawSql(condition)}`,
    );
    return Number(row?.n);
  }

  /** The three times of a context as instants. */
  async times(id: number): Promise<{ create: string; update: string; access: string }> {
    const { timeText } = this.database.dialect;
    const [row] = await this.database.query<{ c: string; u: string; a: string }>(
      sql`SELECT ${timeText('create_time')} AS c, ${timeText('update_time')} AS u, ${timeText('access_time')} AS a
        FROM linkis_ps_cs_context_id WHERE id = ${id}`,
    );
    const iso = (text?: string) => this.database.isoFromColumnTime(text ?? null) ?? '';
    return { create: iso(row?.c), update: iso(row?.u), access: iso(row?.a) };
  }

  /** Puts contexts with all times the same into the table, as Linkis would. */
  async insert(ids: readonly number[], time: string, user = 'alice'): Promise<void> {
    const { quoted, timeValue } = this.database.dialect;
    for (let start = 0; start < ids.length; start += 500) {
      const some = ids.slice(start, start + 500).map((id) => `(${id}, '${user}', 'cs_1_dev', 'cs_1_dev', @, @, @)`);
      const at = timeValue(time);
      const pieces = some.join(', ').split('@');
      const values = pieces.slice(1).reduce((all, piece) => sql`${all}${at}${rawSql(piece)}`, rawSql(pieces[0] ?? ''));
      await this.database.execute(
        sql`INSERT INTO linkis_ps_cs_context_id (id, ${quoted('user')}, instance, backup_instance, create_time, update_time, access_time) VALUES ${values}`,
      );
    }
  }

  async clear(): Promise<void> {
    for (const table of TABLES) await this.database.execute(sql`DELETE FROM ${rawSql(`linkis_ps_cs_${table}`)}`);
    await this.database.execute(sql`DELETE FROM er_audit_event`);
  }
}
