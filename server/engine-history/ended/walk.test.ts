import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ArchiveBench, START } from '@/test/setup/archive';
import { actorOf } from '@/test/setup/context';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import { expectReadsByIndex, fillRecords } from '@/test/setup/plans';
import { recordEngineEvents } from '../service';
import { ENDED_WALKS, type EndedWalk, stepEnded } from './walk';

const ADMIN = actorOf('root', 'admin');

describe.each(KINDS)('meeting ended engines on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  let bench: ArchiveBench;
  /** Where each walk has come to. */
  let positions: Map<EndedWalk, string>;

  beforeAll(async () => {
    opened = await openTestDatabase(kind);
  });
  afterAll(() => opened.drop());
  beforeEach(async () => {
    bench = new ArchiveBench(opened.database);
    positions = new Map();
    await bench.clear();
    await opened.database.client.engineEvent.deleteMany();
  });

  /** Steps until there is nothing more; the tickets met. */
  async function meet(walk: EndedWalk): Promise<string[]> {
    const met: string[] = [];
    for (let steps = 0; steps < 100; steps++) {
      const step = await stepEnded(bench.context, walk, positions.get(walk) ?? null);
      positions.set(walk, step.position);
      met.push(...step.engines.map(({ ticketId }) => ticketId));
      if (!step.more) return met;
    }
    throw new Error('the walk does not end');
  }

  it('finds what Linkis releases, also what it wrote down late', async () => {
    await bench.addEngine('yesterday', -80_000);
    await bench.addEngine('long-ago', -200_000);
    await bench.addEngine('running', -50, 'Running');
    expect(await meet('released')).toEqual(['yesterday']);
    await bench.addEngine('late', -120, 'Failed');
    await bench.addEngine('ahead', 300);
    bench.wait(30);
    expect(await meet('released')).toEqual(['late']);
    bench.wait(600);
    expect(await meet('released')).toContain('ahead');
  });

  it('stands still when nothing happens', async () => {
    for (const walk of ENDED_WALKS) await meet(walk);
    const before = new Map(positions);
    bench.wait(15);
    for (const walk of ENDED_WALKS) expect(await meet(walk)).toEqual([]);
    expect(positions).toEqual(before);
  });

  it('comes through many that were released in one second', async () => {
    for (let index = 0; index < 620; index++) await bench.addEngine(`same-${index}`, -30);
    expect(new Set(await meet('released')).size).toBe(620);
  });

  it('finds ends that are reported long after they happened', async () => {
    const context = { ...bench.context, actor: ADMIN };
    const time = new Date(START.getTime() - 5 * 86_400_000).toISOString();
    const labels = { user: 'alice', creator: 'IDE', engineType: 'spark', engineVersion: '3.2.1' };
    await recordEngineEvents(context, {
      events: [
        { eventId: 'a1', ticketId: 'a', phase: 'request', time, labels },
        { eventId: 'a2', ticketId: 'a', phase: 'status', status: 'Failed', time },
        { eventId: 'b1', ticketId: 'b', phase: 'request', time, labels },
      ],
    });
    expect(await meet('reported')).toEqual([]);
    bench.wait(61);
    expect(await meet('reported')).toEqual(['a']);
    expect(await meet('reported')).toEqual([]);
    bench.wait(60);
    const late = { ...bench.context, actor: ADMIN };
    await recordEngineEvents(late, { eventId: 'b2', ticketId: 'b', phase: 'release', time });
    bench.wait(61);
    expect(await meet('reported')).toEqual(['b']);
  });

  it('goes round those that have ended without a release', async () => {
    for (let index = 0; index < 260; index++) await bench.addEngine(`running-${index}`, null, 'Running');
    await bench.addEngine('failed', null, 'Failed');
    expect(await meet('unreleased')).toEqual(['failed']);
    expect(await meet('unreleased')).toEqual([]);
    expect(await meet('unreleased')).toEqual(['failed']);
  });

  it('reads by index', async () => {
    await fillRecords(opened.database, 5000);
    for (const walk of ENDED_WALKS) {
      await expectReadsByIndex(opened.database, ['linkis_cg_ec_resource_info_record', 'er_engine_event'], (database) =>
        stepEnded({ ...bench.context, database }, walk, null),
      );
    }
  });
});
