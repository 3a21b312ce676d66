import type { Page } from '@playwright/test';
import { pluginZip } from '../test/setup/materials';
import { signIn, signInAs, type TestServer } from '../test/setup/server';
import { expect, LOOKS, showAs, signInOnPage, test } from './fixtures';
import { violations } from './violations';

const CONF = 'conf/linkis-engineconn.properties';
const FIRST = { [CONF]: lines(['wds.linkis.engineconn.debug=false']), 'lib/a.jar': 'jar a', 'lib/old.jar': 'old jar' };
const SECOND = {
  [CONF]: lines(['wds.linkis.engineconn.debug=true', 'wds.linkis.engineconn.memory=2g']),
  'lib/a.jar': 'jar a, changed',
  'lib/new.jar': 'new jar',
};

/** A configuration whose lines differ near its beginning and near its end. */
function lines(settings: string[]): string {
  const many = Array.from({ length: 40 }, (_, index) => `setting.${index}=${index}`);
  return `${[...settings, ...many, settings.at(0) ?? ''].join('\n')}\n`;
}

/** Uploads, inspects and publishes an archive as a script would. */
async function publish(page: Page, { base }: TestServer, archive: Buffer, note: string): Promise<void> {
  const api = page.request;
  const made = await api.post(`${base}/api/v1/material-uploads`, {
    data: { fileName: `${note.replaceAll(' ', '-')}.zip`, sizeBytes: archive.length },
  });
  const { id: uploadId } = (await made.json()) as { id: string };
  const upload = `${base}/api/v1/material-uploads/${uploadId}`;
  await api.put(`${upload}/content`, { data: archive, headers: { 'content-type': 'application/octet-stream' } });
  await api.post(`${upload}/inspection`);
  await expect.poll(async () => ((await (await api.get(upload)).json()) as { state: string }).state).toBe('inspected');
  const published = await api.post(`${upload}/publication`, { data: { note } });
  expect(published.status(), await published.text()).toBe(200);
}

/** An engine version with two releases, the second of which is current. */
async function publishTwo(page: Page, server: TestServer, engineType: string): Promise<string> {
  await publish(page, server, pluginZip(engineType, '2.4.3', FIRST), 'the first archive');
  await publish(page, server, pluginZip(engineType, '2.4.3', SECOND), 'the second archive');
  return `${server.base}/materials/${engineType}/2.4.3`;
}

/** A running engine that says which version it started with. */
async function startEngine(page: Page, { base }: TestServer, engineType: string, materialVersion: string) {
  const detail = await (await page.request.get(`${base}/api/v1/materials/${engineType}/2.4.3`)).json();
  const { materials } = detail as { materials: { fileName: string; resourceId: string }[] };
  const labels = { user: 'e2e', creator: 'IDE', engineType, engineVersion: '2.4.3' };
  const ticketId = `e2e-${engineType}-${materialVersion}`;
  const event = (phase: string, more: object) => ({
    eventId: `${ticketId}-${phase}`,
    ticketId,
    phase,
    time: new Date().toISOString(),
    ...more,
  });
  const reported = await page.request.post(`${base}/api/v1/engine-records/events`, {
    data: {
      events: [
        event('request', { labels, resource: { cores: 1, memoryBytes: 1073741824 } }),
        event('used', {
          instance: 'bdp009:40002',
          status: 'Idle',
          materials: materials.map(({ fileName, resourceId }) => ({ fileName, resourceId, materialVersion })),
        }),
      ],
    },
  });
  expect(reported.status(), await reported.text()).toBe(200);
}

const versionRow = (page: Page, fileName: string, version: string) =>
  page.getByRole('region', { name: fileName, exact: true }).locator(`tr[data-row="${version}"]`);
const release = (page: Page, number: number) => page.getByRole('article', { name: `release ${number}`, exact: true });

async function choose(page: Page, what: string, action: string): Promise<void> {
  await page.getByRole('button', { name: `More actions for ${what}` }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

test.describe('an engine version', () => {
  test('shows versions and releases, rolls back after a simulation, and back again', async ({
    signedIn: page,
    server,
  }) => {
    const url = await publishTwo(page, server, 'rolling');
    await startEngine(page, server, 'rolling', 'v000002');
    await page.goto(url);
    await expect(page.getByRole('heading', { level: 1, name: 'rolling 2.4.3' })).toBeVisible();
    await expect(versionRow(page, 'lib.zip', 'v000002')).toContainText('Current');
    await expect(versionRow(page, 'lib.zip', 'v000002')).toContainText('1 running engine');
    await expect(versionRow(page, 'lib.zip', 'v000001')).toContainText('the-first-archive.zip');
    await expect(release(page, 2)).toContainText('Current');
    await expect(release(page, 1)).toContainText('the first archive');

    await page.getByRole('button', { name: 'Roll back to release 1' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('New engines get lib.zip v000001 from now on, in place of v000002.');
    await expect(dialog).toContainText('1 running engine that started with v000002 keeps it.');
    await dialog.getByLabel('Note (optional)').fill('the new one fails');
    await dialog.getByRole('button', { name: 'Roll back' }).click();
    await expect(page.getByText('Rolled back to release 1')).toBeVisible();
    await expect(versionRow(page, 'lib.zip', 'v000001')).toContainText('Current');
    await expect(release(page, 3)).toContainText('the new one fails');

    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByText('Undone: new engines get what they got before')).toBeVisible();
    await expect(versionRow(page, 'lib.zip', 'v000002')).toContainText('Current');
    await expect(release(page, 4)).toContainText('Current');

    await page.getByRole('link', { name: '1 running engine' }).click();
    await page.waitForURL(/engine-history\?/);
    await expect(page.getByText('bdp009:40002').first()).toBeVisible();
  });

  test('moves one material back and forward on its own', async ({ signedIn: page, server }) => {
    await page.goto(await publishTwo(page, server, 'single'));
    await page.getByRole('button', { name: 'Roll back to conf.zip v000001' }).click();
    await expect(page.getByRole('dialog')).toContainText('No engine of this version runs now.');
    await page.keyboard.press('Enter');
    await expect(versionRow(page, 'conf.zip', 'v000001')).toContainText('Current');
    await expect(versionRow(page, 'lib.zip', 'v000002')).toContainText('Current');
    await page.getByRole('button', { name: 'Roll forward to conf.zip v000002' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Roll forward' }).click();
    await expect(versionRow(page, 'conf.zip', 'v000002')).toContainText('Current');
  });

  test('refuses to delete what is needed, says why, and restores what was deleted', async ({
    signedIn: page,
    server,
  }) => {
    await page.goto(await publishTwo(page, server, 'guarded'));
    const dialog = page.getByRole('dialog');
    await choose(page, 'lib.zip v000002', 'Delete…');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await expect(dialog.getByRole('alert')).toContainText('is the current version. Roll back or forward');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'More actions for lib.zip v000002' })).toBeFocused();

    await choose(page, 'lib.zip v000001', 'Protect…');
    await dialog.getByLabel('Why (optional)').fill('audited in May');
    await dialog.getByRole('button', { name: 'Protect' }).click();
    await expect(versionRow(page, 'lib.zip', 'v000001')).toContainText('Protected');
    await choose(page, 'lib.zip v000001', 'Delete…');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await expect(dialog.getByRole('alert')).toContainText('is protected by root-admin (audited in May)');
    await page.keyboard.press('Escape');

    await choose(page, 'lib.zip v000001', 'End protection…');
    await dialog.getByRole('button', { name: 'End protection' }).click();
    await expect(versionRow(page, 'lib.zip', 'v000001')).not.toContainText('Protected');
    await choose(page, 'lib.zip v000001', 'Delete…');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await expect(versionRow(page, 'lib.zip', 'v000001')).toContainText('In the trash, 14 days left');
    await page.getByRole('button', { name: 'Restore lib.zip v000001' }).click();
    await dialog.getByRole('button', { name: 'Restore' }).click();
    await expect(versionRow(page, 'lib.zip', 'v000001')).not.toContainText('In the trash');
  });

  test('lists the files of a version and hands it out', async ({ signedIn: page, server }) => {
    await page.goto(await publishTwo(page, server, 'listed'));
    await choose(page, 'lib.zip v000001', 'Files');
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('2 of 2 files');
    await dialog.getByLabel('Search by path').fill('OLD');
    await expect(dialog).toContainText('1 of 2 files');
    await expect(dialog).toContainText('old.jar');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'More actions for lib.zip v000001' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'Download' }).click();
    expect(await (await download).failure()).toBeNull();
  });

  test('goes to the trash once its name is typed', async ({ signedIn: page, server }) => {
    await page.goto(await publishTwo(page, server, 'leaving'));
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('lib.zip 2 versions');
    const confirm = dialog.getByRole('button', { name: 'Delete' });
    await expect(confirm).toBeDisabled();
    await dialog.getByRole('textbox').fill('leaving 2.4.3');
    await confirm.click();
    await page.waitForURL(`${server.base}/materials`);
    await expect(page.getByText('leaving 2.4.3 is in the trash')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Open the trash' })).toHaveAttribute('href', '/materials/trash');
    await page.goto(`${server.base}/materials/leaving/2.4.3`);
    await expect(page.getByText('No materials of leaving 2.4.3')).toBeVisible();
  });

  test('is for administrators', async ({ page, server }) => {
    await signInAs(await signIn(server.base), 'e2e-reader', 'user');
    await signInOnPage(page, server.base, 'e2e-reader', 'a long new secret');
    for (const path of ['/materials/spark/2.4.3', '/materials/spark/2.4.3/compare/lib.zip']) {
      await page.goto(server.base + path);
      await expect(page.getByRole('button', { name: /Update|Swap/ })).toHaveCount(0);
      await expect(page.getByText('does not allow')).toBeVisible();
    }
  });
});

test.describe('a comparison', () => {
  test('shows files and lines that differ', async ({ signedIn: page, server }) => {
    const url = await publishTwo(page, server, 'compared');
    await page.goto(url);
    await page.getByRole('button', { name: 'More actions for lib.zip v000001' }).click();
    await page.getByRole('menuitem', { name: 'Compare with current' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Compare versions of lib.zip' })).toBeVisible();
    await expect(page).toHaveURL(/from=v000001&to=v000002/);
    await expect(page.locator('tr[data-row]')).toHaveCount(3);
    await expect(page.locator('tr[data-row$="new.jar"]')).toContainText('Added');
    await expect(page.locator('tr[data-row$="old.jar"]')).toContainText('Removed');
    await expect(page.locator('tr[data-row$="a.jar"]')).toContainText('not text');
    await page.getByRole('button', { name: 'Swap' }).click();
    await expect(page.locator('tr[data-row$="new.jar"]')).toContainText('Removed');
    await page.getByLabel('Change').selectOption('changed');
    await expect(page.locator('tr[data-row]')).toHaveCount(1);
    await page.goBack();
    await page.getByLabel('Search by path').fill('nothing like it');
    await expect(page.getByText('No file fits the filter')).toBeVisible();

    await page.goto(`${url}/compare/conf.zip`);
    await page.getByRole('button', { name: 'linkis-engineconn.properties' }).click();
    const text = page.getByRole('group', { name: /^Lines of/ });
    await expect(text).toContainText('wds.linkis.engineconn.debug=false');
    await expect(text).toContainText('wds.linkis.engineconn.memory=2g');
    await expect(page.getByText('Difference 1 of 2')).toBeVisible();
    await page.keyboard.press('n');
    await expect(page.getByText('Difference 2 of 2')).toBeVisible();
    await expect(text.locator('[data-marked]').first()).toBeInViewport();
    await page.keyboard.press('p');
    await expect(page.getByText('Difference 1 of 2')).toBeVisible();
    await page.getByRole('switch', { name: 'Side by side' }).click();
    await expect(text.locator('[data-marked]').first()).toContainText('debug=true');
  });
});

for (const [locale, scheme] of LOOKS) {
  test(`materials in detail have no accessibility fault in ${locale}, ${scheme}`, async ({
    signedIn: page,
    server,
  }) => {
    await showAs(page, server.base, locale, scheme);
    const engineType = `axe${locale.slice(0, 2)}${scheme}`;
    const url = await publishTwo(page, server, engineType);
    await startEngine(page, server, engineType, 'v000002');
    const looks = [url, `${url}/compare/conf.zip?file=${encodeURIComponent('linkis-engineconn.properties')}`];
    for (const path of [...looks, `${url}/compare/none.zip`, `${server.base}/materials/none/1.0.0`]) {
      await page.goto(path);
      await page.waitForLoadState('networkidle');
      await expect(page.locator('h1')).toHaveCount(1);
      expect({ path, violations: await violations(page) }).toEqual({ path, violations: [] });
    }
    await page.goto(url);
    await page.locator('tr[data-row="v000001"] button[aria-haspopup="menu"]').first().click();
    await expect(page.getByRole('menu')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.locator('article').last().getByRole('button').click();
    await expect(page.locator('dialog li').nth(1)).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
}
