import { expect, showAs, test } from './fixtures';
import { violations } from './violations';

const ALL_LOOKS = [
  ['en', 'light'],
  ['en', 'dark'],
  ['zh-CN', 'light'],
  ['zh-CN', 'dark'],
] as const;

for (const [locale, scheme] of ALL_LOOKS) {
  test(`no accessibility fault on any page in ${locale}, ${scheme}`, async ({ signedIn: page, server }) => {
    await showAs(page, server.base, locale, scheme);
    const failed = await page.request.get(`${server.base}/api/v1/engine-records?status=Failed&pageSize=1`);
    const { items } = (await failed.json()) as { items: { ticketId: string }[] };
    const pages = [
      '/engine-history',
      '/engine-history?user=no-such-user',
      `/engine-history/${items[0]?.ticketId}`,
      '/engine-history/no-such-ticket',
      '/settings',
      '/audit',
      '/materials',
      '/contexts',
      '/cleanup',
      '/cleanup/policies',
      '/cleanup/policies/new',
      '/cleanup/policies/999999',
      '/cleanup/protections',
      '/change-password',
    ];
    for (const path of pages) {
      await page.goto(server.base + path);
      await expect(page.locator('h1')).toHaveCount(1);
      await page.waitForLoadState('networkidle');
      expect(await page.locator('html').getAttribute('lang')).toBe(locale);
      expect({ path, violations: await violations(page) }).toEqual({ path, violations: [] });
    }
    await page.context().clearCookies({ name: 'engineroom.session' });
    await page.goto(`${server.base}/sign-in`);
    await expect(page.locator('input[type="password"]')).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
}
