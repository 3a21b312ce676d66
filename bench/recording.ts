import { randomUUID } from 'node:crypto';
import type { Client } from './client';
import { type MeasuredDatabase, numberOf, withConnection } from './databases';
import { type Figure, report } from './figure';
import type { Server } from './server';

const SENDERS = 4;
const BATCH = 1000;
const SECONDS = 12;
const LEAST_EVENTS_A_SECOND = 2000;
const PHASES = ['request', 'used', 'release'] as const;
const GB = 2 ** 30;

interface BatchAnswer {
  recorded: number;
  duplicates: number;
  rejected: number;
}

function eventsOf(tickets: readonly string[], phase: (typeof PHASES)[number], sender: number): unknown[] {
  const time = new Date().toISOString();
  const resource = { cores: 1, memoryBytes: 2 * GB, queue: { name: 'dws', cores: 8, memoryBytes: 24 * GB } };
  return tickets.map((ticketId, index) => ({
    eventId: randomUUID(),
    ticketId,
    phase,
    time,
    labels: { user: `bench${sender}`, creator: 'IDE', engineType: 'spark', engineVersion: '3.2.1' },
    ecmInstance: `bench${sender}:9102`,
    resource,
    ...(phase !== 'request' && { instance: `bench${sender}:${30_000 + index}` }),
    ...(phase === 'release' && {
      status: 'Success',
      metrics: { ticketId, totalBusyTimeMills: 61_000, yarnqueueName: 'dws' },
    }),
  }));
}

interface Sent {
  events: number;
  /** Tickets that went through all phases. */
  finished: number;
}

/** One engine manager: asks for a thousand engines, uses and releases them, and again, until the time is up. */
async function sendUntil(client: Client, sender: number, run: string, deadline: number): Promise<Sent> {
  const sent = { events: 0, finished: 0 };
  for (let round = 0; Date.now() < deadline; round++) {
    const tickets = Array.from({ length: BATCH }, (_, index) => `${run}-${sender}-${round}-${index}`);
    for (const phase of PHASES) {
      const answer = await client.json<BatchAnswer>('POST', '/api/v1/engine-records/events', {
        events: eventsOf(tickets, phase, sender),
      });
      if (answer.recorded !== BATCH)
        throw new Error(`A batch of ${BATCH} new events was answered with ${JSON.stringify(answer)}.`);
      sent.events += answer.recorded;
    }
    sent.finished += BATCH;
  }
  return sent;
}

/** Compares what was acknowledged with what the database holds. @throws Error when anything is missing */
async function checkKept({ url }: MeasuredDatabase, run: string, sent: Sent): Promise<void> {
  await withConnection(url, async (connection) => {
    const among = 'ticket_id LIKE ?';
    const pattern = [`${run}-%`];
    const events = await numberOf(connection, `SELECT COUNT(*) FROM er_engine_event WHERE ${among}`, pattern);
    const whole = `status = 'Success' AND request_times = 1 AND used_times = 1 AND release_times = 1`;
    const table = 'linkis_cg_ec_resource_info_record';
    const records = await numberOf(connection, `SELECT COUNT(*) FROM ${table} WHERE ${among} AND ${whole}`, pattern);
    if (events !== sent.events || records !== sent.finished) {
      const held = `${events} of ${sent.events} acknowledged events and ${records} of ${sent.finished} engines`;
      throw new Error(`After the server was killed the database holds ${held}.`);
    }
    await connection.run(`DELETE FROM er_engine_event WHERE ${among}`, pattern);
    await connection.run(`DELETE FROM ${table} WHERE ${among}`, pattern);
  });
}

/**
 * Measures recording: four senders with batches of a thousand events. Then the server is killed, and everything that
 * it acknowledged must be there. The rows are removed again.
 */
export async function measureRecording(
  client: Client,
  server: Server,
  database: MeasuredDatabase,
  bareRate: number,
): Promise<void> {
  const run = `bench-${randomUUID().slice(0, 8)}`;
  const started = performance.now();
  const deadline = Date.now() + SECONDS * 1000;
  const all = await Promise.all(
    Array.from({ length: SENDERS }, (_, sender) => sendUntil(client, sender, run, deadline)),
  );
  const seconds = (performance.now() - started) / 1000;
  await server.stop('SIGKILL');
  const sent = all.reduce((sum, one) => ({ events: sum.events + one.events, finished: sum.finished + one.finished }));
  await checkKept(database, run, sent);
  const figure: Figure = {
    figure: 'recorded events, batches of 1,000 from 4 senders',
    value: sent.events / seconds,
    unit: 'events/s',
    limit: database.kind === 'sqlite' ? LEAST_EVENTS_A_SECOND : null,
    better: 'higher',
    baseline: { name: 'plain inserts into a bare table, rows/s', value: bareRate },
    data: `${database.records} records`,
    database: database.kind,
    detail: { events: sent.events, 'held after kill -9': 'all' },
  };
  report(figure);
}
