import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CleanupPolicyBody } from '@/contracts/cleanup-policies';
import { renderMetrics } from '@/server/metrics/service';
import { CleanupBench } from '@/test/setup/cleanup';
import { actorOf } from '@/test/setup/context';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import * as cleanup from '../service';
import { workOnPreviews } from '../work';
import { beginDuePolicy, hasDuePolicy } from './policies';

const WEEKLY: CleanupPolicyBody = {
  name: 'weekly',
  subject: 'contexts',
  rule: { time: 'access', olderThanSeconds: 86_400 },
  cron: '30 2 * * 6',
  timeZone: 'Asia/Shanghai',
  mode: 'delete',
  enabled: true,
};

describe.each(KINDS)('policies on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  let bench: CleanupBench;
  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    bench = new CleanupBench(opened.database);
    await bench.add([{ id: 1 }, { id: 2, ageDays: 0 }]);
  });
  afterAll(async () => {
    bench.remove();
    await opened.drop();
  });

  it('run when they are due, once, whatever the number of workers', async () => {
    const policy = await cleanup.createPolicy(bench.context(), WEEKLY);
    expect(policy).toMatchObject({
      nextTime: '2026-05-08T18:30:00.000Z',
      secondsPastDue: 0,
      lastRun: null,
      recentRuns: [],
    });
    expect(await hasDuePolicy(bench.context())).toBe(false);
    bench.now = new Date('2026-05-08T18:31:40Z');
    expect((await cleanup.listPolicies(bench.context())).items).toMatchObject([{ secondsPastDue: 100 }]);
    const { text } = await renderMetrics(bench.context());
    expect(text).toContain(`engineroom_cleanup_policy_past_due_seconds{policy="${policy.id}",name="weekly"} 100\n`);
    await expect(renderMetrics(bench.context(actorOf('mallory', 'history-admin')))).rejects.toThrow('administrators');
    await Promise.all([1, 2, 3].map(() => beginDuePolicy(bench.context())));
    const { items } = await cleanup.listPolicyRuns(bench.context(), policy.id, { pageSize: 10 });
    expect(items).toMatchObject([{ policyId: policy.id, state: 'previewing' }]);
    await expect(cleanup.runPolicyNow(bench.context(), policy.id, 'preview')).rejects.toMatchObject({
      code: 'conflict',
    });
    await workOnPreviews(bench.context(), bench.signal);
    bench.wait(1);
    const run = await bench.work(items[0]?.id ?? 0);
    expect(run).toMatchObject({ state: 'done', reason: 'Policy weekly', affected: 2 });
    expect((await cleanup.listPolicies(bench.context())).items).toMatchObject([
      {
        nextTime: '2026-05-15T18:30:00.000Z',
        secondsPastDue: 0,
        lastRun: { id: run.id, state: 'done' },
        recentRuns: [{ id: run.id, state: 'done', total: 2 }],
      },
    ]);
  });

  it('wait while their run before has not ended, and run once for all that was missed', async () => {
    const [policy] = (await cleanup.listPolicies(bench.context())).items;
    const id = policy?.id ?? 0;
    const dry = await cleanup.runPolicyNow(bench.context(), id, 'preview');
    bench.now = new Date('2026-06-30T00:00:00Z');
    expect(await beginDuePolicy(bench.context())).toBe(false);
    await workOnPreviews(bench.context(), bench.signal);
    expect(await cleanup.readRun(bench.context(), dry.id)).toMatchObject({ state: 'previewed' });
    expect(await beginDuePolicy(bench.context())).toBe(true);
    expect(await beginDuePolicy(bench.context())).toBe(false);
    expect((await cleanup.listPolicies(bench.context())).items).toMatchObject([
      { nextTime: '2026-07-03T18:30:00.000Z' },
    ]);
  });

  it('are changed, switched off and removed', async () => {
    const [policy] = (await cleanup.listPolicies(bench.context())).items;
    const id = policy?.id ?? 0;
    const off = await cleanup.updatePolicy(bench.context(), id, { ...WEEKLY, name: 'off', enabled: false });
    expect(off).toMatchObject({ name: 'off', nextTime: null });
    await cleanup.createPolicy(bench.context(), WEEKLY);
    await expect(cleanup.updatePolicy(bench.context(), id, WEEKLY)).rejects.toMatchObject({ code: 'conflict' });
    await expect(cleanup.createPolicy(bench.context(), WEEKLY)).rejects.toMatchObject({ code: 'conflict' });
    await cleanup.removePolicy(bench.context(), id);
    await expect(cleanup.removePolicy(bench.context(), id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(cleanup.listPolicyRuns(bench.context(), id, { pageSize: 5 })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('are not replaced unseen when somebody else has changed them', async () => {
    const [seen] = (await cleanup.listPolicies(bench.context())).items;
    if (!seen) throw new Error('no policy');
    const save = (name: string, ifChangedTime?: string) =>
      cleanup.updatePolicy(bench.context(actorOf(name, 'admin')), seen.id, { ...WEEKLY, name, ifChangedTime });
    // In the same second, too: what was looked at is named by its time.
    const first = await save('first', seen.changedTime);
    await expect(save('second', seen.changedTime)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('first has changed'),
    });
    const both = await Promise.allSettled([save('left', first.changedTime), save('right', first.changedTime)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await save('last')).toMatchObject({ changedBy: 'last' });
  });

  it('are refused when their schedule or rule cannot be, and to others than administrators', async () => {
    const create = (change: Partial<CleanupPolicyBody>) =>
      cleanup.createPolicy(bench.context(), { ...WEEKLY, name: 'bad', ...change });
    await expect(create({ cron: '61 * * * *' })).rejects.toMatchObject({ detail: { faults: [{ path: 'cron' }] } });
    await expect(create({ cron: '0 0 30 2 *' })).rejects.toMatchObject({ detail: { faults: [{ path: 'cron' }] } });
    await expect(create({ timeZone: 'Nowhere' })).rejects.toMatchObject({ detail: { faults: [{ path: 'timeZone' }] } });
    const user = bench.context(actorOf('mallory'));
    await expect(cleanup.listPolicies(user)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(cleanup.createPolicy(user, WEEKLY)).rejects.toMatchObject({ code: 'forbidden' });
  });
});
