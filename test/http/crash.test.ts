import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { type Caller, signIn, startServer, type TestServer } from '../setup/server';

const KILLS = 20;
const BATCH = 50;
const LABELS = { user: 'alice', creator: 'IDE', engineType: 'spark', engineVersion: '3.2.1' };

/** Sends batches until the server is gone; returns the events that were acknowledged and those that were under way. */
async function sendUntilCut(
  admin: Caller,
  tickets: string[],
): Promise<{ acknowledged: number[]; open: unknown[] | null }> {
  const acknowledged = tickets.map(() => 0);
  for (;;) {
    const events = Array.from({ length: BATCH }, (_, index) => ({
      eventId: randomUUID(),
      ticketId: tickets[index % tickets.length],
      phase: 'used',
      time: '2026-05-06T10:20:05Z',
      labels: LABELS,
    }));
    const answer = await admin.post('/api/v1/engine-records/events', { events }).catch(() => null);
    if (answer?.status !== 200) return { acknowledged, open: events };
    for (const event of events)
      acknowledged[tickets.indexOf(event.ticketId as string)] =
        (acknowledged[tickets.indexOf(event.ticketId as string)] ?? 0) + 1;
  }
}

describe('kill -9 in the middle of a stream of batches', () => {
  let server: TestServer | null = null;
  afterAll(async () => {
    await server?.kill();
    server?.remove();
  });

  it(`loses nothing that was acknowledged and keeps nothing twice, ${KILLS} times`, async () => {
    const tickets = Array.from({ length: 10 }, (_, index) => `crash-${index}`);
    const totals = tickets.map(() => 0);
    let dataDirectory: string | undefined;
    for (let round = 0; round < KILLS; round++) {
      server = await startServer({ dataDirectory, environment: { LOG_LEVEL: 'error', CHECK_ANSWERS: 'false' } });
      dataDirectory = server.dataDirectory;
      const admin = await signIn(server.base);
      const sending = sendUntilCut(admin, tickets);
      await new Promise((done) => setTimeout(done, 20 + Math.random() * 250));
      await server.kill();
      const { acknowledged, open } = await sending;
      for (const [index, count] of acknowledged.entries()) totals[index] = (totals[index] ?? 0) + count;
      server = await startServer({ dataDirectory, environment: { LOG_LEVEL: 'error', CHECK_ANSWERS: 'false' } });
      const again = await signIn(server.base);
      // The batch that was cut is sent again, as a client would: each of its events counts once, kept before or not.
      expect((await again.post('/api/v1/engine-records/events', { events: open })).body).toMatchObject({ rejected: 0 });
      for (const [index, ticket] of tickets.entries()) {
        totals[index] = (totals[index] ?? 0) + BATCH / tickets.length;
        expect((await again.get(`/api/v1/engine-records/${ticket}`)).body.usedTimes).toBe(totals[index]);
      }
      await server.stop();
    }
    expect(totals.reduce((sum, count) => sum + count)).toBeGreaterThan(KILLS * BATCH);
  }, 300_000);
});
