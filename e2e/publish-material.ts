import type { Page } from '@playwright/test';
import { type BuiltEntry, buildZip } from '../test/setup/zip-builder';

/** An archive of one engine version; `salt` makes its libraries differ from another one's. */
export function pluginArchive(engineType: string, engineVersion: string, salt = ''): Buffer {
  const entries: BuiltEntry[] = [
    { name: `${engineType}/dist/${engineVersion}/conf/linkis-engineconn.properties`, content: 'wds.linkis.e2e=1\n' },
    {
      name: `${engineType}/dist/${engineVersion}/lib/a.jar`,
      content: `${engineType} ${engineVersion} ${salt}`.repeat(50),
    },
    { name: `${engineType}/plugin/${engineVersion}/linkis-engineplugin-${engineType}.jar`, content: 'plugin' },
  ];
  return buildZip(entries);
}

/** Uploads, inspects and publishes an archive through the API, as the signed-in administrator. */
export async function publishArchive(page: Page, at: string, fileName: string, archive: Buffer): Promise<void> {
  const uploads = `${at}/api/v1/material-uploads`;
  const send = async (method: 'post' | 'put', url: string, data: object | Buffer, type = 'application/json') => {
    const answer = await page.request[method](url, { data, headers: { 'content-type': type } });
    if (!answer.ok()) throw new Error(`${method} ${url}: ${answer.status()} ${await answer.text()}`);
    return answer.json();
  };
  const { id } = (await send('post', uploads, { fileName, sizeBytes: archive.length })) as { id: string };
  await send('put', `${uploads}/${id}/content?offset=0`, archive, 'application/octet-stream');
  await send('post', `${uploads}/${id}/inspection`, {});
  for (let tries = 0; tries < 100; tries++) {
    const { state } = (await (await page.request.get(`${uploads}/${id}`)).json()) as { state: string };
    if (state === 'inspected') break;
    if (state !== 'inspecting') throw new Error(`the upload is ${state}`);
    await page.waitForTimeout(100);
  }
  await send('post', `${uploads}/${id}/publication`, {});
}
