import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { Actor } from '@/server/platform/auth/actor';
import { readConfiguration } from '@/server/platform/config/environment';
import type { Context } from '@/server/platform/context';
import type { Database } from '@/server/platform/db/database';
import { rawSql, sql } from '@/server/platform/db/dialect';
import { actorOf, contextFor } from './context';

const TABLES = [
  'linkis_ps_bml_resources',
  'linkis_ps_bml_resources_version',
  'linkis_ps_bml_resources_task',
  'linkis_ps_resources_download_history',
  'linkis_ps_bml_project',
  'linkis_ps_bml_project_user',
  'linkis_ps_bml_project_resource',
  'linkis_cg_engine_conn_plugin_bml_resources',
  'er_blob',
  'er_library_resource',
  'er_library_version',
  'er_material_release',
  'er_material_upload_blob',
  'er_audit_event',
];

/** Chunks as an upload brings them. */
export async function* chunksOf(...pieces: (Buffer | string)[]): AsyncGenerator<Buffer> {
  for (const piece of pieces) yield Buffer.from(piece);
}

/** All of a stream. */
export async function bytesOf(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const chunk of chunks) pieces.push(chunk);
  return Buffer.concat(pieces);
}

/** A folder for blobs, a clock to turn, and contexts that use both. */
export class LibraryBench {
  now = new Date('2026-05-06T10:20:30Z');
  readonly context: Context;

  constructor(
    readonly database: Database,
    environment: Record<string, string> = {},
    readonly folder = mkdtempSync(join(tmpdir(), 'engineroom-library-')),
  ) {
    const configuration = readConfiguration({ DATA_DIR: this.folder, ...environment });
    this.context = {
      ...contextFor(database, actorOf('alice'), { now: () => this.now }),
      configuration,
    };
  }

  /** The context of somebody else. */
  as(name: string, role: Actor['role'] = 'user'): Context {
    return { ...this.context, actor: actorOf(name, role) };
  }

  /** Turns the clock on. */
  wait(seconds: number): void {
    this.now = new Date(this.now.getTime() + seconds * 1000);
  }

  /** Files below the folder of blobs, as paths in it. */
  files(): string[] {
    const root = join(this.folder, 'blobs');
    if (!statSync(root, { throwIfNoEntry: false })) return [];
    return readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(root, join(entry.parentPath, entry.name)))
      .sort();
  }

  /** Rows of a table in the order of their first column. */
  async rows(table: string): Promise<Record<string, unknown>[]> {
    return this.database.query(sql`SELECT * FROM ${rawSql(table)} ORDER BY 1`, this.database.client);
  }

  /** Forgets everything of the library. */
  async clear(): Promise<void> {
    for (const table of TABLES) await this.database.execute(sql`DELETE FROM ${rawSql(table)}`);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
