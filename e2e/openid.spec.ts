import { CLIENT, startOpenIdProvider } from '../test/setup/openid-provider';
import { freePort, startServer } from '../test/setup/server';
import { test as base, expect, LOOKS, showAs } from './fixtures';
import { violations } from './violations';

/** A server whose people may come from an OpenID Connect provider. */
const test = base.extend<object, { open: { home: string; claims: Record<string, unknown> } }>({
  open: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
    async ({}, use) => {
      const port = await freePort();
      const home = `http://127.0.0.1:${port}`;
      const provider = await startOpenIdProvider(home);
      const environment = {
        PUBLIC_URL: home,
        OIDC_ISSUER: provider.issuer,
        OIDC_CLIENT_ID: CLIENT.id,
        OIDC_CLIENT_SECRET: CLIENT.secret,
        OIDC_NAME: 'The Bank',
      };
      const server = await startServer({ port, environment });
      await use({ home, claims: provider.signedIn.claims });
      await server.stop();
      server.remove();
      await provider.stop();
    },
    { scope: 'worker' },
  ],
});

test('somebody comes from the page that was wanted, over the provider, back to it', async ({ page, open }) => {
  open.claims.preferred_username = 'alice';
  await page.goto(`${open.home}/contexts`);
  await page.getByRole('button', { name: 'Sign in with The Bank' }).click();
  await page.waitForURL(`${open.home}/contexts`);
  await page.getByRole('button', { name: 'Account: alice' }).click();
  await expect(page.getByRole('menuitem', { name: 'Change password' })).toHaveCount(0);
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByLabel('Name')).toBeFocused();

  open.claims.preferred_username = 'not a name';
  await page.goto(`${open.home}/contexts`);
  await page.getByRole('button', { name: 'Sign in with The Bank' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'may not sign in here' })).toBeVisible();
});

for (const [locale, scheme] of LOOKS) {
  test(`no accessibility fault in ${locale}, ${scheme}`, async ({ page, open }) => {
    await showAs(page, open.home, locale, scheme);
    await page.goto(`${open.home}/sign-in?error=OAuthCallback`);
    await expect(page.getByRole('button', { name: /The Bank/ })).toBeEnabled();
    expect(await violations(page)).toEqual([]);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/openid-${locale}-${scheme}.png` });
  });
}
