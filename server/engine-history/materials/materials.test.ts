import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contextFor } from '@/test/setup/context';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import { expectReadsByIndex, fillRecords } from '@/test/setup/plans';
import { deleteEngineRecord, getEngineRecord, recordEngineEvents } from '../service';
import { findRunningEngines } from './service';

const LABELS = { user: 'alice', creator: 'IDE', engineType: 'shell', engineVersion: '1' };
const CONF = { fileName: 'conf.zip', resourceId: 'resource-conf', materialVersion: 'v000002' };
const LIB = { fileName: 'lib.zip', resourceId: 'resource-lib', materialVersion: 'v000001' };

describe.each(KINDS)('what engines started with, on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  const context = () => contextFor(opened.database);

  beforeAll(async () => {
    opened = await openTestDatabase(kind);
  });
  afterAll(() => opened.drop());

  function report(ticketId: string, phase: string, more: Record<string, unknown> = {}) {
    const time = '2026-05-06T10:20:05Z';
    return recordEngineEvents(context(), {
      events: [{ eventId: randomUUID(), ticketId, phase, time, labels: LABELS, ...more }],
    });
  }

  it('is told by events, kept from the first report of each resource, and shown', async () => {
    const ticketId = randomUUID();
    await report(ticketId, 'request', { materials: [LIB, CONF] });
    await report(ticketId, 'used', { materials: [{ ...LIB, materialVersion: 'v000009' }], status: 'Running' });
    expect((await getEngineRecord(context(), ticketId)).materials).toEqual([CONF, LIB]);
    const silent = randomUUID();
    await report(silent, 'request');
    expect((await getEngineRecord(context(), silent)).materials).toEqual([]);
  });

  it('is refused with the field that is wrong', async () => {
    const answer = await report(randomUUID(), 'request', { materials: [{ ...LIB, materialVersion: '1' }] });
    expect(answer).toMatchObject({
      recorded: 0,
      results: [{ reason: 'materials.0.materialVersion: expected a material version such as v000001' }],
    });
  });

  it('tells of the engines that run, and goes with the record', async () => {
    const [running, ended] = [randomUUID(), randomUUID()];
    await report(running, 'used', {
      materials: [LIB],
      status: 'Idle',
      instance: 'h:1',
      labels: { ...LABELS, engineVersion: '7' },
    });
    await report(ended, 'release', { materials: [LIB], status: 'Success', labels: { ...LABELS, engineVersion: '7' } });
    const find = () => findRunningEngines(context(), 'shell', ['7', 'v7']);
    expect(await find()).toEqual([{ ticketId: running, user: 'alice', instance: 'h:1', materials: [LIB] }]);
    expect(await findRunningEngines(context(), 'shell', ['8', 'v8'])).toEqual([]);
    await deleteEngineRecord(context(), ended);
    expect(await opened.database.client.engineMaterial.count({ where: { ticketId: ended } })).toBe(0);
  });

  it('finds running engines by index', async () => {
    await fillRecords(opened.database, 20_000);
    await expectReadsByIndex(opened.database, ['linkis_cg_ec_resource_info_record'], (database) =>
      findRunningEngines(contextFor(database), 'spark', ['3.2.1', 'v3.2.1']),
    );
  });
});
