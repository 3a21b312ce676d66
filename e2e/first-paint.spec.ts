import type { EngineRecordPage } from '@/contracts/engine-history';
import type { LogPage } from '@/contracts/engine-logs';
import { expect, test } from './fixtures';

test('rows, times in the zone of the visitor and the end of a log are there before any script has run', async ({
  signedIn,
  server,
  browser,
}) => {
  const storageState = await signedIn.context().storageState();
  const context = await browser.newContext({ javaScriptEnabled: false, storageState });
  await context.addCookies([{ name: 'engineroom_time_zone', value: 'Asia/Shanghai', url: server.base }]);
  const page = await context.newPage();

  await page.goto(`${server.base}/engine-history?status=Success`);
  const newest = page.locator('tbody tr[data-row]').first().locator('time').first();
  const instant = Date.parse((await newest.getAttribute('datetime')) ?? '');
  await expect(newest).toBeVisible();
  const inShanghai = new Date(instant + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
  await expect(newest).toContainText(inShanghai);

  // What no browser calls a zone is as if it were not known.
  await context.addCookies([{ name: 'engineroom_time_zone', value: 'Nowhere/"<b>', url: server.base }]);
  await page.reload();
  await expect(newest).toBeHidden();

  const address = `${server.base}/api/v1/engine-records`;
  const found = (await (await page.request.get(`${address}?status=Success&pageSize=50`)).json()) as EngineRecordPage;
  // Those of the example data: what other tests write into logs is not always shown as it is written.
  const examples = found.items.filter((engine) => !engine.ticketId.startsWith('e2e'));
  const logs = await Promise.all(
    examples.map(async ({ ticketId }) => {
      const answer = await page.request.get(`${address}/${ticketId}/logs/stdout?limit=1`);
      return { ticketId, log: answer.ok() ? ((await answer.json()) as LogPage) : null };
    }),
  );
  const { ticketId = '', log = null } = logs.find((engine) => engine.log) ?? {};
  for (const place of ['', '/logs']) {
    // A log that takes long to open does not hold up the page: on a busy machine that may be any.
    await expect(async () => {
      await page.goto(`${server.base}/engine-history/${ticketId}${place}`);
      await expect(page.locator('pre')).toContainText(log?.lines[0]?.text ?? 'no line', { timeout: 500 });
    }).toPass({ timeout: 20_000 });
  }
  // A link to a line opens there, not at the end.
  await page.goto(`${server.base}/engine-history/${ticketId}/logs?log=stdout&anchor=${log?.parts[0]?.fingerprint}-0`);
  await expect(page.getByRole('tab', { name: /stdout/ })).toBeVisible();
  await expect(page.locator('pre')).toHaveCount(0);
  await context.close();
});
