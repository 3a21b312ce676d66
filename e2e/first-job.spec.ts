import { expect, showAs, signInOnPage, test } from './fixtures';

interface Item {
  ticketId: string;
  user: string;
  createTime: string;
}

test('an administrator finds a failed Spark engine of one user by URL and reads its stderr, in both languages', async ({
  signedIn: page,
  server,
}) => {
  const answer = await page.request.get(
    `${server.base}/api/v1/engine-records?status=Failed&engineType=spark&pageSize=1`,
  );
  const { items } = (await answer.json()) as { items: Item[] };
  const [engine] = items as [Item];
  const day = engine.createTime.slice(0, 10);
  const url = `${server.base}/engine-history?status=Failed&engineType=spark&user=${engine.user}&from=${day}T00:00:00.000Z&to=${day}T23:59:59.000Z`;
  for (const [locale, downloadName] of [
    ['en', /download/i],
    ['zh-CN', /下载/],
  ] as const) {
    await showAs(page, server.base, locale, 'light');
    await page.goto(url);
    const rows = page.locator('tbody tr[data-row]');
    await expect(rows.first()).toBeVisible();
    for (const text of await rows.allInnerTexts()) expect(text).toContain('Failed');
    await page.locator(`tr[data-row="${engine.ticketId}"] [data-row-link]`).click();
    await expect(page).toHaveURL(new RegExp(engine.ticketId));
    await page.goto(`${server.base}/engine-history/${engine.ticketId}`);
    await page.getByRole('tab', { name: /stderr/ }).click();
    await expect(page.getByText(/ERROR|Exception|error/).first()).toBeVisible();
    const download = page.waitForEvent('download');
    await page
      .getByRole('link', { name: downloadName })
      .or(page.getByRole('button', { name: downloadName }))
      .first()
      .click();
    expect((await download).suggestedFilename()).toMatch(/_stderr\.txt$/);
  }
});

test('what an engine reports shows up on the page', async ({ signedIn: page, server }) => {
  const labels = { user: 'e2e-user', creator: 'IDE', engineType: 'flink', engineVersion: '1.16.2' };
  const report = (phase: string, more: object) =>
    page.request.post(`${server.base}/api/v1/engine-records/events`, {
      data: {
        events: [{ eventId: `e2e-${phase}`, ticketId: 'e2e-ticket', phase, time: new Date().toISOString(), ...more }],
      },
    });
  await report('request', { labels, resource: { cores: 1, memoryBytes: 1073741824 } });
  await page.goto(`${server.base}/engine-history?user=e2e-user`);
  await expect(page.locator('tr[data-row="e2e-ticket"]')).toContainText('Starting');
  await report('used', { instance: 'bdp009:40001' });
  await page.reload();
  await expect(page.locator('tr[data-row="e2e-ticket"]')).toContainText('bdp009:40001');
  await report('release', { status: 'Success' });
  await page.goto(`${server.base}/engine-history/e2e-ticket`);
  await expect(page.getByText('Success').first()).toBeVisible();
});

test('the foot of the list shows when engines ran and how many failed', async ({ signedIn: page, server }) => {
  await page.goto(`${server.base}/engine-history?status=Failed`);
  await expect(page.getByRole('img', { name: /engines.* from .* to .*, [1-9]\d* of them failed/ })).toBeVisible();
  await page.goto(`${server.base}/engine-history?user=nobody-here`);
  await expect(page.getByText('No engine fits', { exact: true })).toBeVisible();
  await expect(page.getByRole('img', { name: /engines/ })).toHaveCount(0);
});

test('pages lead on and back, and the URL holds the whole state', async ({ signedIn: page, server }) => {
  await page.goto(`${server.base}/engine-history?pageSize=20`);
  const first = page.locator('tbody tr[data-row]').first();
  await expect(first).toBeVisible();
  const onFirstPage = await first.getAttribute('data-row');
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(first).not.toHaveAttribute('data-row', onFirstPage ?? '');
  const onSecondPage = await first.getAttribute('data-row');
  await page.reload();
  await expect(first).toHaveAttribute('data-row', onSecondPage ?? '');
  await page.getByRole('button', { name: 'Previous' }).click();
  await expect(first).toHaveAttribute('data-row', onFirstPage ?? '');
});

test('the keyboard is enough to filter and open', async ({ signedIn: page, server }) => {
  await page.goto(`${server.base}/engine-history`);
  const rows = page.locator('tbody tr[data-row]');
  await expect(rows.first()).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/engine-history\/./);
  await page.goBack();
  await expect(rows.first()).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('bdp001');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/instancePart=bdp001/);
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('an error of the server is shown with its request id, and trying again works', async ({
  signedIn: page,
  server,
}) => {
  await page.goto(`${server.base}/engine-history`);
  await expect(page.locator('tbody tr[data-row]').first()).toBeVisible();
  await page.route('**/api/v1/engine-records?**', (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        type: 'x',
        title: 'Database unavailable',
        status: 503,
        detail: 'The database does not answer.',
        code: 'database_unavailable',
        requestId: 'request-1234',
      }),
    }),
  );
  // The first rows come with the page; it is the next ones that are asked for.
  await page.getByRole('button', { name: 'Refresh', exact: true }).click();
  await expect(page.getByText('request-1234')).toBeVisible({ timeout: 20_000 });
  await page.unroute('**/api/v1/engine-records?**');
  await page
    .getByRole('button', { name: /again|retry/i })
    .first()
    .click();
  await expect(page.getByText('request-1234')).toBeHidden();
});

test('a one-time password must be changed at the first sign-in', async ({ page, signedIn, server, browser }) => {
  const made = await signedIn.request.post(`${server.base}/api/v1/accounts`, {
    data: { name: 'newcomer', role: 'user' },
  });
  const { oneTimePassword } = (await made.json()) as { oneTimePassword: string };
  const context = await browser.newContext();
  const fresh = await context.newPage();
  await signInOnPage(fresh, server.base, 'newcomer', oneTimePassword);
  await expect(fresh).toHaveURL(/change-password/);
  await fresh.goto(`${server.base}/engine-history`);
  await expect(fresh).toHaveURL(/change-password/);
  const fields = fresh.locator('input[type="password"]');
  await fields.nth(0).fill(oneTimePassword);
  for (let index = 1; index < (await fields.count()); index++) await fields.nth(index).fill('a much better one');
  await fresh.keyboard.press('Enter');
  await expect(fresh).toHaveURL(/engine-history/);
  await context.close();
  await page.close();
});

test('wrong credentials are told', async ({ page, server }) => {
  await page.goto(`${server.base}/sign-in`);
  await page.locator('input[autocomplete="username"]').fill('nobody');
  await page.locator('input[type="password"]').fill('wrong');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: /./ }).first()).toBeVisible();
});
