import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { LogStream } from '@/contracts/engine-logs';
import { archiveDue } from '@/server/engine-logs/archive/batch';
import { queueEnded } from '@/server/engine-logs/archive/find-ended';
import { openArchived } from '@/server/engine-logs/archive/open-archived';
import { type OpenSource, openOriginal } from '@/server/engine-logs/archive/source';
import type { LogPart } from '@/server/engine-logs/reader/part';
import { SYSTEM } from '@/server/platform/auth/actor';
import { readConfiguration } from '@/server/platform/config/environment';
import type { Context } from '@/server/platform/context';
import type { Database } from '@/server/platform/db/database';
import { rawSql, sql } from '@/server/platform/db/dialect';
import { contextFor } from './context';

/** The moment at which tests of the archive begin. */
export const START = new Date('2026-05-06T10:20:30Z');

/** So many lines of a log. */
export function lines(count: number): string {
  const second = (index: number) => String(index % 60).padStart(2, '0');
  return Array.from({ length: count }, (_, index) => `2026-05-06 10:20:${second(index)} INFO line ${index}\n`).join('');
}

/** A folder with logs and an archive, a clock to turn, and a context that uses both. */
export class ArchiveBench {
  now = START;
  readonly context: Context;

  constructor(
    readonly database: Database,
    environment: Record<string, string> = {},
    readonly folder = mkdtempSync(join(tmpdir(), 'engineroom-archive-')),
  ) {
    const configuration = readConfiguration({
      DATA_DIR: join(this.folder, 'data'),
      LOG_ROOTS: join(this.folder, 'logs'),
      ...environment,
    });
    this.context = { ...contextFor(database, SYSTEM, { now: () => this.now }), configuration };
  }

  /** Turns the clock on. */
  wait(seconds: number): void {
    this.now = new Date(this.now.getTime() + seconds * 1000);
  }

  /** Writes the record of an engine, as Linkis would; times in seconds from the start. */
  async addEngine(ticketId: string, released: number | null, status = 'Success'): Promise<void> {
    const { timeValue } = this.database.dialect;
    const time = (seconds: number | null) =>
      timeValue(seconds === null ? null : this.database.toColumnTime(new Date(START.getTime() + seconds * 1000)));
    await this.database.execute(
      sql`INSERT INTO ${rawSql('linkis_cg_ec_resource_info_record')} (ticket_id, label_value, create_user, service_instance, ecm_instance, status, log_dir_suffix, create_time, release_time)
        VALUES (${ticketId}, 'alice-IDE,spark-3.2.1', 'alice', ${`h-${ticketId}:1`}, 'ecm:9102', ${status}, ${`alice/${ticketId}/logs`}, ${time((released ?? 0) - 600)}, ${time(released)})`,
    );
  }

  pathOf(ticketId: string, stream: LogStream): string {
    return join(this.folder, 'logs', 'alice', ticketId, 'logs', stream);
  }

  /** Writes a log whose last line is so many seconds after the start. */
  writeLog(ticketId: string, stream: LogStream, content: Buffer | string, seconds = -600): void {
    const path = this.pathOf(ticketId, stream);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, content);
    const time = new Date(START.getTime() + seconds * 1000);
    utimesSync(path, time, time);
  }

  /** Finds ended engines and archives what is due, until there is no more; returns nothing but leaves rows. */
  async archive(openSource: OpenSource = openOriginal, context = this.context): Promise<void> {
    const { signal } = new AbortController();
    for (;;) {
      const found = await queueEnded(context);
      const { storage } = context.configuration.logArchive;
      const left = storage !== 'off' && (await archiveDue(context, openSource, storage, signal));
      if (!found && !left) return;
    }
  }

  /** States of an engine's streams. */
  async states(ticketId: string): Promise<Record<string, string>> {
    const rows = await this.database.client.logArchive.findMany({ where: { ticketId }, orderBy: { stream: 'asc' } });
    return Object.fromEntries(rows.map((row) => [row.stream, row.state]));
  }

  row(ticketId: string, stream: LogStream = 'stdout') {
    return this.database.client.logArchive.findUniqueOrThrow({ where: { ticketId_stream: { ticketId, stream } } });
  }

  /** The whole log as the archive gives it; null when it is not archived. */
  async read(ticketId: string, stream: LogStream = 'stdout'): Promise<Buffer | null> {
    const log = await openArchived(this.context, ticketId, stream);
    if (log.state !== 'archived') return null;
    const pieces: Buffer[] = [];
    for (const part of log.parts)
      for (let at = 0; at < part.sizeBytes; at += pieces.at(-1)?.length ?? 0) pieces.push(await part.read(at, 700_001));
    return Buffer.concat(pieces);
  }

  /** The only part of an archived log. */
  async part(ticketId: string, stream: LogStream = 'stdout'): Promise<LogPart> {
    const log = await openArchived(this.context, ticketId, stream);
    const [part, ...others] = log.state === 'archived' ? log.parts : [];
    if (!part || others.length > 0) throw new Error(`${stream} of ${ticketId} is not archived as one part`);
    return part;
  }

  /** Paths of all files of the archive on local disk. */
  archives(): string[] {
    const folder = join(this.folder, 'data', 'log-archive');
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  }

  /** Forgets everything that was archived, and all engines. */
  async clear(): Promise<void> {
    const { client } = this.database;
    await client.logArchive.deleteMany();
    await client.backgroundPosition.deleteMany();
    await client.engineRecord.deleteMany();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
