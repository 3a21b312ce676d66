import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawSql, sql } from '@/server/platform/db/dialect';
import { actorOf, clockAt, contextFor } from '@/test/setup/context';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import { findByTicket } from '../search/store';
import { recordEngineEvents } from '../service';
import { recordEvents } from './recorder';

const LABELS = { user: 'hadoop', creator: 'IDE', engineType: 'spark', engineVersion: '3.2.1' };
const RESOURCE = { instances: 1, cores: 2, memoryBytes: 2 * 1024 ** 3 };
const TIME = '2026-05-06T10:20:05Z';

function event(ticketId: string, phase: string, more: Record<string, unknown> = {}) {
  return { eventId: randomUUID(), ticketId, phase, time: TIME, ...more };
}

describe.each(KINDS)('recording on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  const context = () => contextFor(opened.database);
  const rowOf = (ticket: string) => findByTicket(opened.database, ticket);

  beforeAll(async () => {
    opened = await openTestDatabase(kind);
  });
  afterAll(() => opened.drop());

  it('records a life from request to release', async () => {
    const ticket = randomUUID();
    const answer = await recordEngineEvents(context(), {
      events: [
        event(ticket, 'request', { labels: LABELS, resource: RESOURCE, ecmInstance: 'bdp001:9102' }),
        event(ticket, 'used', { instance: 'bdp001:38701', time: '2026-05-06T10:20:40Z' }),
        event(ticket, 'release', {
          status: 'Success',
          metrics: { totalBusyTimeMills: 61000 },
          time: '2026-05-06T10:31:00Z',
        }),
      ],
    });
    expect(answer).toEqual({ recorded: 3, duplicates: 0, rejected: 0, results: [] });
    expect(await rowOf(ticket)).toMatchObject({
      label_value: 'hadoop-IDE,spark-3.2.1',
      create_user: 'hadoop',
      service_instance: 'bdp001:38701',
      ecm_instance: 'bdp001:9102',
      status: 'Success',
      log_dir_suffix: `hadoop/20260506/spark/${ticket}/logs`,
      request_times: 1,
      used_times: 1,
      release_times: 1,
      request_resource: '{"instance":1,"memory":"2.0 GB","cpu":2}',
      used_resource: '{"instance":1,"memory":"2.0 GB","cpu":2}',
      create_time: '2026-05-06 10:20:05',
      used_time: '2026-05-06 10:20:40',
      release_time: '2026-05-06 10:31:00',
      engine_type: 'spark',
      engine_version: '3.2.1',
      creator: 'IDE',
      metrics: '{"totalBusyTimeMills":61000}',
    });
  });

  it('counts each event id once, however often and in whatever batch it comes', async () => {
    const ticket = randomUUID();
    const first = event(ticket, 'request', { labels: LABELS });
    expect(await recordEvents(context(), [first, first])).toMatchObject([
      { result: 'recorded' },
      { result: 'duplicate' },
    ]);
    expect(await recordEvents(context(), [first])).toMatchObject([{ result: 'duplicate' }]);
    expect(await rowOf(ticket)).toMatchObject({ request_times: 1 });
  });

  it('an event that comes again in a batch is no duplicate of one that was not kept', async () => {
    const ticket = randomUUID();
    await recordEvents(context(), [event(ticket, 'request', { labels: LABELS })]);
    const used = event(ticket, 'used', { labels: LABELS });
    const wrong = { ...used, labels: { ...LABELS, user: 'other' } };
    expect(await recordEvents(context(), [wrong, wrong, used, used])).toMatchObject([
      { index: 0, result: 'rejected', reason: expect.stringContaining('belongs to') },
      { index: 1, result: 'rejected' },
      { index: 2, result: 'recorded' },
      { index: 3, result: 'duplicate' },
    ]);
    expect(await rowOf(ticket)).toMatchObject({ used_times: 1 });
  });

  it('what was kept before decides nothing for another ticket', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    const known = event(first, 'request', { labels: LABELS });
    await recordEvents(context(), [known]);
    const again = { ...known, ticketId: second, labels: { ...LABELS, user: 'mallory' } };
    expect(await recordEvents(context(), [again, event(second, 'used')])).toMatchObject([
      { result: 'duplicate' },
      { result: 'recorded' },
    ]);
    expect(await rowOf(second)).toMatchObject({ label_value: '', create_user: '' });
    await recordEvents(context(), [event(second, 'request', { labels: LABELS })]);
    expect(await rowOf(second)).toMatchObject({ create_user: 'hadoop' });
  });

  it('names labels that cannot be stored, and keeps the good events of the batch', async () => {
    const users = ['a\u0000b', 'a\ud800', 'a\u0007'];
    for (const user of users) {
      const good = event(randomUUID(), 'request', { labels: LABELS });
      const bad = event(randomUUID(), 'request', { labels: { ...LABELS, user } });
      expect(await recordEvents(context(), [good, bad])).toMatchObject([
        { result: 'recorded' },
        { result: 'rejected', reason: expect.stringContaining('labels.user') },
      ]);
    }
    if (kind !== 'mysql') return;
    const column = 'ALTER TABLE linkis_cg_ec_resource_info_record MODIFY create_user VARCHAR(255) CHARACTER SET';
    await opened.database.execute(rawSql(`${column} utf8mb3 COLLATE utf8mb3_bin NOT NULL`));
    const good = event(randomUUID(), 'request', { labels: LABELS });
    const bad = event(randomUUID(), 'request', { labels: { ...LABELS, user: 'u𠮷' } });
    expect(await recordEvents(context(), [bad, good])).toMatchObject([
      { result: 'rejected', reason: expect.stringContaining('cannot store') },
      { result: 'recorded' },
    ]);
    await opened.database.execute(rawSql(`${column} utf8mb4 COLLATE utf8mb4_bin NOT NULL`));
  });

  it('keeps counters right when many report at once, also for a ticket that nobody has seen', async () => {
    const ticket = randomUUID();
    await Promise.all(
      Array.from({ length: 20 }, () =>
        recordEvents(context(), [event(ticket, 'used', { labels: LABELS }), event(ticket, 'used', { labels: LABELS })]),
      ),
    );
    expect(await rowOf(ticket)).toMatchObject({ used_times: 40 });
  });

  it('makes one record of a ticket when its first events race with and without labels', async () => {
    const ticket = randomUUID();
    await Promise.all(
      [
        event(ticket, 'used'),
        event(ticket, 'request', { labels: LABELS }),
        event(ticket, 'status', { status: 'Idle' }),
      ].map((one) => recordEvents(context(), [one])),
    );
    const rows = await opened.database.client.engineRecord.count({ where: { ticketId: ticket } });
    expect(rows).toBe(1);
    expect(await rowOf(ticket)).toMatchObject({
      label_value: 'hadoop-IDE,spark-3.2.1',
      create_user: 'hadoop',
      request_times: 1,
      used_times: 1,
    });
  });

  it('gives the same record whatever the order of arrival', async () => {
    const events = (ticket: string) => [
      event(ticket, 'request', { labels: LABELS, resource: RESOURCE, ecmInstance: 'bdp001:9102' }),
      event(ticket, 'used', { instance: 'bdp001:38701', time: '2026-05-06T10:20:40Z' }),
      event(ticket, 'status', { status: 'Busy', time: '2026-05-06T10:20:50Z' }),
      event(ticket, 'release', { status: 'Failed', time: '2026-05-06T10:31:00Z' }),
    ];
    const without = (row: Awaited<ReturnType<typeof rowOf>>) => ({ ...row, id: 0, ticket_id: '', log_dir_suffix: '' });
    const straight = randomUUID();
    await recordEvents(context(), events(straight));
    const expected = without(await rowOf(straight));
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), async (order) => {
        const ticket = randomUUID();
        const all = events(ticket);
        for (const index of order) await recordEvents(context(), [all[index]]);
        expect(without(await rowOf(ticket))).toEqual(expected);
      }),
      { numRuns: 12 },
    );
  });

  it('names bad events by index and keeps the good ones', async () => {
    const ticket = randomUUID();
    const batch = [
      event(ticket, 'request', { labels: LABELS }),
      { nonsense: true },
      null,
      event(ticket, 'used', { resource: { cores: -1, memoryBytes: 1 } }),
      event(ticket, 'status'),
      event(ticket, 'request', { labels: { ...LABELS, user: 'someone-else' } }),
      event(ticket, 'used', { time: '2030-01-01T00:00:00Z' }),
      event(ticket, 'used', { logDirSuffix: '../../etc' }),
      event(ticket, 'used', { unknownMember: 1 }),
    ];
    const fates = await recordEvents(context(), batch);
    expect(fates.map(({ result }) => result)).toEqual(['recorded', ...Array(8).fill('rejected')]);
    expect(fates[3]?.reason).toContain('resource.cores');
    expect(fates[4]?.reason).toContain('status');
    expect(fates[5]?.reason).toContain('labels');
    expect(fates[6]?.reason).toContain('time');
    expect(fates[7]?.reason).toContain('logDirSuffix');
    expect(fates[8]?.reason).toContain('unknownMember');
    expect(await rowOf(ticket)).toMatchObject({ used_times: 0, request_times: 1 });
  });

  it('lets people report their own engines only', async () => {
    const alice = contextFor(opened.database, actorOf('alice'));
    const own = randomUUID();
    expect(await recordEvents(alice, [event(own, 'request', { labels: { ...LABELS, user: 'alice' } })])).toMatchObject([
      { result: 'recorded' },
    ]);
    expect(await recordEvents(alice, [event(randomUUID(), 'request', { labels: LABELS })])).toMatchObject([
      { result: 'rejected' },
    ]);
    const others = randomUUID();
    await recordEvents(context(), [event(others, 'request', { labels: LABELS })]);
    expect(await recordEvents(alice, [event(others, 'release', { status: 'Failed' })])).toMatchObject([
      { result: 'rejected' },
    ]);
    expect(await rowOf(others)).toMatchObject({ status: 'Starting', release_times: 0 });
  });

  it('goes on with a record that Linkis made', async () => {
    const ticket = randomUUID();
    await opened.database.execute(sql`INSERT INTO linkis_cg_ec_resource_info_record
      (ticket_id, label_value, create_user, status, request_times, used_times, release_times, used_resource, service_instance)
      VALUES (${ticket}, 'hadoop-IDE,spark-3.2.1', 'hadoop', 'Running', 1, 1, 0, 'kept', 'h:1')`);
    const { create_time: created } = (await rowOf(ticket)) as { create_time: string };
    await recordEvents(contextFor(opened.database, actorOf('root', 'admin'), clockAt(new Date().toISOString())), [
      event(ticket, 'release', { status: 'Success' }),
    ]);
    expect(await rowOf(ticket)).toMatchObject({
      status: 'Success',
      request_times: 1,
      used_times: 1,
      release_times: 1,
      released_resource: 'kept',
      create_time: created,
    });
  });

  it('takes a full batch and writes one audit row for it', async () => {
    const events = Array.from({ length: 1000 }, (_, index) =>
      event(`full-${kind}-${index % 400}`, 'status', { status: 'Idle', labels: LABELS }),
    );
    const before = await opened.database.client.auditEvent.count();
    expect(await recordEngineEvents(context(), { events })).toMatchObject({ recorded: 1000, rejected: 0 });
    expect(await opened.database.client.auditEvent.count()).toBe(before + 1);
  });
});
