import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { type BuiltEntry, buildZip, engineEntries } from '../test/setup/zip-builder';
import { expect, LOOKS, showAs, test } from './fixtures';
import { pluginArchive, publishArchive } from './publish-material';
import { violations } from './violations';

const folder = mkdtempSync(join(tmpdir(), 'engineroom-e2e-zips-'));
const CONTENT = '**/api/v1/material-uploads/*/content?**';

/** An archive on the disk; `megabytes` of it that cannot be compressed. */
function archive(name: string, type: string, more: BuiltEntry[] = [], megabytes = 0): string {
  const path = join(folder, name);
  const ballast = { name: `${type}/dist/2.4.3/lib/big.jar`, content: randomBytes(megabytes * 1024 ** 2), method: 0 };
  writeFileSync(path, buildZip([...engineEntries(type), ...more, ...(megabytes > 0 ? [ballast] : [])]));
  return path;
}

async function openDialog(page: Page, base: string): Promise<Locator> {
  await page.goto(`${base}/materials`, { waitUntil: 'networkidle' });
  await page.getByRole('main').getByRole('button', { name: 'Upload', exact: true }).first().click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  return dialog;
}

async function pick(page: Page, button: Locator, ...paths: string[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await button.click();
  await (await chooser).setFiles(paths);
}

const choose = (dialog: Locator) => dialog.getByRole('button', { name: 'Choose files' });
const itemOf = (dialog: Locator, name: string) => dialog.getByRole('listitem').filter({ hasText: name }).first();

/** Lets requests for bytes through up to so many, and holds the next ones until it is called. */
async function holdAfter(page: Page, count: number): Promise<() => Promise<void>> {
  let passed = 0;
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(CONTENT, async (route) => {
    passed += 1;
    if (passed > count) await released;
    await route.continue().catch(() => {});
  });
  return async () => {
    release();
    await page.unroute(CONTENT);
  };
}

test.describe('uploading materials', () => {
  test('a picked archive is inspected and published; the same again changes nothing', async ({
    signedIn: page,
    server,
  }) => {
    const path = archive('picked.zip', 'picked');
    const dialog = await openDialog(page, server.base);
    await expect(choose(dialog)).toBeFocused();
    const inspection = page.waitForRequest(/\/inspection\?/);
    await pick(page, choose(dialog), path);
    await expect(dialog.getByRole('heading', { name: 'Accepted' })).toBeVisible();
    const told = new URL((await inspection).url()).searchParams.get('sha256');
    expect(told).toBe(createHash('sha256').update(readFileSync(path)).digest('hex'));
    await expect(dialog.getByRole('row', { name: /^lib\.zip New/ })).toBeVisible();
    await expect(dialog.getByText('Plugin directory: 1 file')).toBeVisible();
    await dialog.getByLabel('Note').fill('first of its kind');
    await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
    await expect(dialog.getByRole('heading', { name: 'Published: picked.zip' })).toBeFocused();
    await expect(dialog.getByText('v000001, new')).toHaveCount(2);
    await expect(dialog.getByRole('link', { name: /Open picked/ })).toHaveAttribute(
      'href',
      /\/materials\/picked\/v?2\.4\.3/,
    );
    await dialog.getByRole('button', { name: 'Remove from list: picked.zip' }).click();
    await expect(choose(dialog)).toBeFocused();

    await pick(page, choose(dialog), path);
    await expect(dialog.getByText('All materials are the same as what is current')).toBeVisible();
    await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
    await expect(dialog.getByRole('heading', { name: 'Nothing changed: picked.zip' })).toBeFocused();
    await expect(dialog.getByText('v000001, unchanged')).toHaveCount(2);
    await dialog.getByRole('button', { name: 'Remove from list: picked.zip' }).click();

    await pick(page, choose(dialog), path);
    await dialog.getByRole('switch', { name: 'New version although nothing changed' }).press('Space');
    await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
    await expect(dialog.getByText('v000002, was v000001')).toHaveCount(2);
  });

  test('what changed is counted and named', async ({ signedIn: page, server }) => {
    const dialog = await openDialog(page, server.base);
    await pick(page, choose(dialog), archive('first.zip', 'diff'));
    await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
    await expect(dialog.getByRole('heading', { name: 'Published: first.zip' })).toBeVisible();
    const more = [{ name: 'diff/dist/2.4.3/lib/added.jar', content: 'new jar' }];
    await pick(page, choose(dialog), archive('second.zip', 'diff', more));
    await expect(dialog.getByRole('row', { name: /lib\.zip Changed v000001 2 .*\+1 −0 ~0/ })).toBeVisible();
    await expect(dialog.getByRole('row', { name: /conf\.zip Same/ })).toBeVisible();
    await dialog.getByText('1 file added to lib.zip').click();
    await expect(dialog.getByText('added.jar', { exact: true }).first()).toBeVisible();
    await dialog.getByText('Files in the archive (4)').click();
    await expect(dialog.getByRole('button', { name: /^lib\// })).toHaveAttribute('aria-expanded', 'false');
    await dialog.getByRole('button', { name: /^lib\// }).click();
    await expect(dialog.getByText('a.jar', { exact: true })).toBeVisible();
  });

  test('an archive dropped on the page is uploaded; others are named and left out', async ({
    signedIn: page,
    server,
  }) => {
    await page.goto(`${server.base}/materials`, { waitUntil: 'networkidle' });
    const bytes = buildZip(engineEntries('dropped')).toString('base64');
    const transfer = await page.evaluateHandle((base64) => {
      const data = new DataTransfer();
      const content = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      data.items.add(new File([content], 'dropped.zip', { type: 'application/zip' }));
      data.items.add(new File(['text'], 'readme.txt', { type: 'text/plain' }));
      return data;
    }, bytes);
    await page.dispatchEvent('main', 'dragenter', { dataTransfer: transfer });
    const cover = page.getByTestId('drop-cover');
    await expect(cover).toBeVisible();
    await cover.dispatchEvent('dragenter', { dataTransfer: transfer });
    await cover.dispatchEvent('dragleave', { dataTransfer: transfer });
    await expect(cover).toBeHidden();
    await page.dispatchEvent('main', 'dragenter', { dataTransfer: transfer });
    await cover.dispatchEvent('drop', { dataTransfer: transfer });
    const dialog = page.getByRole('dialog');
    await expect(itemOf(dialog, 'dropped.zip').getByRole('heading', { name: 'Accepted' })).toBeVisible();
    await expect(dialog.getByRole('alert')).toContainText('readme.txt is not a .zip file');
    await expect(cover).toBeHidden();
  });

  test('a bad archive is refused in words, and another one can be chosen', async ({ signedIn: page, server }) => {
    const dialog = await openDialog(page, server.base);
    const twelve = Array.from({ length: 12 }, (_, index) => ({ name: `../out-${index}`, content: 'x' }));
    await pick(page, choose(dialog), archive('bad.zip', 'bad', twelve));
    await expect(dialog.getByRole('heading', { name: 'Refused' })).toBeVisible();
    await expect(dialog.getByText('Nothing has changed. Repair the archive')).toBeVisible();
    await expect(dialog.getByText('ZIP_PATH_TRAVERSAL').first()).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Publish', exact: true })).toHaveCount(0);
    await pick(page, dialog.getByRole('button', { name: 'Choose another file' }), archive('good.zip', 'good'));
    await expect(itemOf(dialog, 'good.zip').getByRole('heading', { name: 'Accepted' })).toBeVisible();
    await dialog.getByRole('button', { name: 'Discard: bad.zip' }).click();
    await expect(dialog.getByRole('listitem').filter({ hasText: 'bad.zip' })).toHaveCount(0);
  });

  test('what the server does not take says why and to which file', async ({ signedIn: page, server }) => {
    const dialog = await openDialog(page, server.base);
    const path = join(folder, 'empty.zip');
    writeFileSync(path, '');
    await pick(page, choose(dialog), path);
    const item = itemOf(dialog, 'empty.zip');
    await expect(item.getByText('empty.zip was not uploaded.')).toBeVisible();
    await expect(item.getByRole('alert')).toContainText('the file is empty');
    await expect(item.getByRole('alert')).toContainText('Request id');
    await expect(item.getByRole('button', { name: /Try again/ })).toHaveCount(0);
  });

  test('goes on by itself after a broken connection', async ({ signedIn: page, server }) => {
    let requests = 0;
    await page.route(CONTENT, (route) => {
      requests += 1;
      return requests === 2 || requests === 3 ? route.abort('connectionreset') : route.continue();
    });
    const dialog = await openDialog(page, server.base);
    await pick(page, choose(dialog), archive('cut.zip', 'cut', [], 34));
    await expect(dialog.getByText('The connection broke. What arrived is kept')).toBeVisible();
    const accepted = itemOf(dialog, 'cut.zip').getByRole('heading', { name: 'Accepted' });
    await expect(accepted).toBeVisible({ timeout: 20_000 });
    expect(requests).toBe(5);
  });

  test('is paused, left to the tray, gone on with and cancelled', async ({ signedIn: page, server }) => {
    const dialog = await openDialog(page, server.base);
    const release = await holdAfter(page, 1);
    await pick(page, choose(dialog), archive('paused.zip', 'paused', [], 34));
    const bar = dialog.getByRole('progressbar', { name: 'Progress of paused.zip' });
    await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(40);
    await dialog.getByRole('button', { name: 'Pause: paused.zip' }).click();
    await expect(itemOf(dialog, 'paused.zip').getByText('Paused', { exact: true })).toBeVisible();
    await page.keyboard.press('Escape');
    const tray = page.getByRole('region', { name: 'Uploads under way' });
    await expect(tray).toContainText('1 upload is unfinished');
    await tray.getByRole('button', { name: 'Show' }).click();
    await release();
    await dialog.getByRole('button', { name: 'Resume: paused.zip' }).click();
    await expect(itemOf(dialog, 'paused.zip').getByRole('heading', { name: 'Accepted' })).toBeVisible();

    const releaseNext = await holdAfter(page, 0);
    await pick(page, choose(dialog), archive('cancelled.zip', 'cancelled'));
    await dialog.getByRole('button', { name: 'Cancel upload: cancelled.zip' }).click();
    await expect(dialog.getByRole('listitem').filter({ hasText: 'cancelled.zip' })).toHaveCount(0);
    await releaseNext();
    const open = await (await page.request.get(`${server.base}/api/v1/material-uploads`)).json();
    expect(open.items.map(({ fileName }: { fileName: string }) => fileName)).not.toContain('cancelled.zip');
  });

  test('an update of one engine version takes no other, until any engine is asked for', async ({
    signedIn: page,
    server,
  }) => {
    await publishArchive(page, server.base, 'aimed.zip', pluginArchive('aimed', '2.4.3'));
    await page.goto(`${server.base}/materials/aimed/2.4.3`, { waitUntil: 'networkidle' });
    await page.getByRole('main').getByRole('button', { name: 'Update', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Upload materials' });
    await expect(dialog.getByText('Only an archive of aimed 2.4.3 is accepted here.')).toBeVisible();
    await pick(page, choose(dialog), archive('missed.zip', 'missed'));
    await expect(itemOf(dialog, 'missed.zip')).toContainText('aimed');
    await expect(itemOf(dialog, 'missed.zip').getByRole('heading', { name: 'Refused' })).toBeVisible();
    await pick(page, choose(dialog), archive('aimed.zip', 'aimed'));
    await expect(itemOf(dialog, 'aimed.zip').getByRole('heading', { name: 'Accepted' })).toBeVisible();
    await dialog.getByRole('button', { name: 'Accept any engine' }).click();
    await pick(page, choose(dialog), archive('missed.zip', 'missed'));
    await expect(itemOf(dialog, 'missed.zip').getByRole('heading', { name: 'Accepted' })).toBeVisible();

    // What earlier tests have left goes too.
    const discard = dialog.getByRole('button', { name: /^Discard all \d+$/ });
    await discard.click();
    await expect(dialog.getByRole('button', { name: 'Keep them' })).toBeFocused();
    await discard.click();
    await expect(dialog.getByRole('listitem')).toHaveCount(0);
    const open = await (await page.request.get(`${server.base}/api/v1/material-uploads`)).json();
    expect(open.items.map(({ fileName }: { fileName: string }) => fileName)).not.toContain('missed.zip');
  });

  test('warns before the page is left, and goes on after it was loaded again', async ({ signedIn: page, server }) => {
    const asked: string[] = [];
    page.on('dialog', (dialog) => {
      asked.push(dialog.type());
      return dialog.accept();
    });
    const dialog = await openDialog(page, server.base);
    const release = await holdAfter(page, 1);
    const path = archive('reloaded.zip', 'reloaded', [], 34);
    await pick(page, choose(dialog), path);
    const bar = dialog.getByRole('progressbar', { name: 'Progress of reloaded.zip' });
    await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(40);
    await page.reload();
    expect(asked).toEqual(['beforeunload']);
    await release();
    const tray = page.getByRole('region', { name: 'Uploads under way' });
    await tray.getByRole('button', { name: 'Show' }).click();
    const item = itemOf(dialog, 'reloaded.zip');
    await expect(item.getByText('Choose the same file again to go on')).toBeVisible();
    const again = item.getByRole('button', { name: 'Choose the file again: reloaded.zip' });
    await pick(page, again, archive('other.zip', 'other'));
    await expect(item.getByRole('alert')).toContainText('other.zip');
    await pick(page, again, path);
    await expect(item.getByRole('heading', { name: 'Accepted' })).toBeVisible();
    await page.reload({ waitUntil: 'networkidle' });
    await tray.getByRole('button', { name: 'Show' }).click();
    await expect(item.getByRole('heading', { name: 'Accepted' })).toBeVisible();
    expect(asked).toEqual(['beforeunload']);
  });
});

const WORDS = {
  en: { upload: 'Upload', publish: 'Publish', tree: /Files in the archive/ },
  'zh-CN': { upload: '上传', publish: '发布', tree: /压缩包中的文件/ },
};

for (const [locale, scheme] of LOOKS)
  test(`no accessibility fault in any step in ${locale}, ${scheme}`, async ({ signedIn: page, server }) => {
    const words = WORDS[locale];
    await showAs(page, server.base, locale, scheme);
    await page.goto(`${server.base}/materials`, { waitUntil: 'networkidle' });
    const dialog = page.getByRole('dialog');
    // Where there are no materials yet, the empty list has such a button too.
    const open = page.getByRole('main').getByRole('button', { name: words.upload, exact: true }).first();
    const input = dialog.locator('input[type="file"]').first();
    await open.click();
    const found: Record<string, string[]> = { empty: await violations(page) };
    const release = await holdAfter(page, 0);
    await input.setInputFiles(archive('axe-sending.zip', 'axe', [], 1));
    await expect(dialog.getByRole('progressbar')).toBeVisible();
    found.sending = await violations(page);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    found.tray = await violations(page);
    await open.click();
    await release();
    await expect(dialog.getByRole('button', { name: words.publish, exact: true })).toBeVisible();
    await dialog.getByText(words.tree).click();
    found.accepted = await violations(page);
    await dialog.getByRole('button', { name: words.publish, exact: true }).click();
    await expect(dialog.getByRole('link')).toBeVisible();
    found.published = await violations(page);
    await input.setInputFiles(archive('axe-bad.zip', 'axe', [{ name: '/absolute', content: 'x' }]));
    await expect(dialog.getByText('ZIP_ABSOLUTE_PATH')).toBeVisible();
    found.refused = await violations(page);
    expect(found).toEqual({ empty: [], sending: [], tray: [], accepted: [], published: [], refused: [] });
  });
