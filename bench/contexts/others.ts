import { randomUUID } from 'node:crypto';
import type { Client } from '../client';
import { percentile } from '../figure';

/** What others felt: the time of their requests in milliseconds. */
export interface Felt {
  writerP99: number;
  readerP95: number;
  requests: number;
}

const BETWEEN_MS = 20;

/** A writer of engine events and a reader of contexts, each with a short pause between requests, while something runs. */
export async function othersDuring(client: Client, work: () => Promise<unknown>): Promise<Felt> {
  const writes: number[] = [];
  const reads: number[] = [];
  let ends = false;
  const loop = async (times: number[], ask: () => Promise<{ status: number; milliseconds: number }>) => {
    while (!ends) {
      const { status, milliseconds } = await ask();
      if (status !== 200) throw new Error(`another's request was answered ${status}`);
      times.push(milliseconds);
      await new Promise((done) => setTimeout(done, BETWEEN_MS));
    }
  };
  const event = () => ({
    eventId: randomUUID(),
    ticketId: randomUUID(),
    phase: 'request',
    time: new Date().toISOString(),
    labels: { user: 'alice', creator: 'IDE', engineType: 'spark', engineVersion: '3.2.1' },
  });
  const loops = [
    loop(writes, () => client.send('POST', '/api/v1/engine-records/events', { events: [event()] })),
    loop(reads, () => client.send('GET', '/api/v1/engine-records?pageSize=50')),
  ];
  try {
    await work();
  } finally {
    ends = true;
  }
  await Promise.all(loops);
  return {
    writerP99: percentile(writes, 0.99),
    readerP95: percentile(reads, 0.95),
    requests: writes.length + reads.length,
  };
}
