import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { DatabaseKind } from '@/server/platform/db/dialect';
import { type MigrationConnection, openMigrationConnection } from '@/server/platform/db/migrate/connection';
import { KINDS, makeEmptyDatabase, type TestDatabase } from '../setup/databases';
import { type Caller, signIn, startServer, type TestServer } from '../setup/server';

const EVENTS = '/api/v1/engine-records/events';
const RECORDS = 'linkis_cg_ec_resource_info_record';
const LABELS = { user: 'alice', creator: 'IDE', engineType: 'spark', engineVersion: '3.2.1' };
const REFUSED = 'poison:1';

/** Makes the database refuse rows with one address, and takes that back. */
const TRAPS: Record<DatabaseKind, { set: string[]; lift: string[] }> = {
  sqlite: {
    set: ['INSERT', 'UPDATE'].map(
      (verb) =>
        `CREATE TRIGGER trap_${verb} BEFORE ${verb} ON ${RECORDS} WHEN NEW.service_instance = '${REFUSED}' BEGIN SELECT RAISE(ABORT, 'trapped'); END`,
    ),
    lift: ['DROP TRIGGER trap_INSERT', 'DROP TRIGGER trap_UPDATE'],
  },
  mysql: {
    set: [`ALTER TABLE ${RECORDS} ADD CONSTRAINT trap CHECK (service_instance <> '${REFUSED}')`],
    lift: [`ALTER TABLE ${RECORDS} DROP CONSTRAINT trap`],
  },
  postgresql: {
    set: [`ALTER TABLE ${RECORDS} ADD CONSTRAINT trap CHECK (service_instance <> '${REFUSED}')`],
    lift: [`ALTER TABLE ${RECORDS} DROP CONSTRAINT trap`],
  },
};

function event(ticketId: string, phase: string, more: Record<string, unknown> = {}) {
  return { eventId: randomUUID(), ticketId, phase, time: '2026-05-06T10:20:05Z', labels: LABELS, ...more };
}

describe.each(KINDS)('a database error in the middle of a batch on %s', (kind) => {
  let made: TestDatabase | null = null;
  let server: TestServer | null = null;
  let connection: MigrationConnection | null = null;

  afterEach(async () => {
    await connection?.close();
    await server?.stop();
    server?.remove();
    await made?.drop();
  });

  const counts = async (on: MigrationConnection) => {
    const [row] = await on.rows(
      `SELECT (SELECT COUNT(*) FROM ${RECORDS}) AS records, (SELECT COUNT(*) FROM er_engine_event) AS events, (SELECT COUNT(*) FROM er_audit_event WHERE action = 'engineRecords.recordEvents') AS batches`,
    );
    return { records: Number(row?.records), events: Number(row?.events), batches: Number(row?.batches) };
  };

  const used = async (admin: Caller, ticket: string) => (await admin.get(`/api/v1/engine-records/${ticket}`)).body;

  it.each(['a new ticket', 'a ticket that is known'])(
    'of %s fails the whole batch, clearly, and keeps nothing of it',
    async (which) => {
      made = await makeEmptyDatabase(kind);
      server = await startServer({ environment: { DATABASE_URL: made.url } });
      const admin = await signIn(server.base);
      connection = await openMigrationConnection(made.url);
      const known = Array.from({ length: 5 }, (_, index) => `known-${index}`);
      const before = known.map((ticket) => event(ticket, 'request'));
      expect((await admin.post(EVENTS, { events: before })).body).toMatchObject({ recorded: 5 });
      for (const statement of TRAPS[kind].set) await connection.run(statement);

      // More than one statement's rows, the refused one among the last.
      const fresh = Array.from({ length: 450 }, (_, index) => `fresh-${String(index).padStart(3, '0')}`);
      const refused = which === 'a new ticket' ? 'fresh-400' : 'known-3';
      const events = [...known, ...fresh].map((ticket) =>
        event(ticket, 'used', { instance: ticket === refused ? REFUSED : 'bdp001:38001' }),
      );
      const stored = await counts(connection);
      const answer = await admin.post(EVENTS, { events });
      expect(answer).toMatchObject({
        status: 500,
        body: {
          code: 'internal',
          requestId: expect.any(String),
          detail: expect.stringContaining('Send the same events again'),
        },
      });
      expect(answer.body.detail).not.toMatch(/trap|CHECK|INSERT/);
      const line =
        server
          .output()
          .split('\n')
          .find((text) => text.includes(answer.body.requestId)) ?? '';
      expect(line).toMatch(/trap/);

      expect(await counts(connection)).toEqual(stored);
      for (const ticket of known) expect(await used(admin, ticket)).toMatchObject({ requestTimes: 1, usedTimes: 0 });
      expect((await admin.get('/api/v1/engine-records/fresh-000')).status).toBe(404);

      // Others report meanwhile, also of a ticket of the batch that failed.
      expect(
        (await admin.post(EVENTS, { events: [event('known-0', 'used'), event('other', 'used')] })).body,
      ).toMatchObject({
        recorded: 2,
      });
      for (const statement of TRAPS[kind].lift) await connection.run(statement);
      expect((await admin.post(EVENTS, { events })).body).toMatchObject({ recorded: 455, duplicates: 0, rejected: 0 });
      expect((await admin.post(EVENTS, { events })).body).toMatchObject({ recorded: 0, duplicates: 455 });
      expect(await used(admin, 'known-0')).toMatchObject({ requestTimes: 1, usedTimes: 2 });
      expect(await used(admin, refused)).toMatchObject({ usedTimes: 1, instance: REFUSED });
      expect(await counts(connection)).toEqual({ records: 456, events: 462, batches: stored.batches + 2 });
    },
  );
});
