import { gzipSync } from 'node:zlib';
import type { Client } from './client';
import { report, reportFailure } from './figure';

const LIMIT_KB = 260;

/** Scripts that a page loads at once, without those for browsers that know no modules. */
function scriptsOf(html: string): string[] {
  const tags = html.match(/<script\b[^>]*>/gi) ?? [];
  const sources = tags
    .filter((tag) => !/\snomodule\b/i.test(tag))
    .flatMap((tag) => /\ssrc="(\/_next\/[^"]+)"/i.exec(tag)?.[1] ?? []);
  return [...new Set(sources)];
}

async function pageKilobytes(client: Client, path: string): Promise<{ kilobytes: number; scripts: number } | null> {
  const page = await client.send('GET', path);
  if (page.status === 404) return null;
  if (page.status !== 200) throw new Error(`GET ${path} answered ${page.status}`);
  const scripts = scriptsOf(page.body.toString('utf8'));
  let bytes = 0;
  for (const source of scripts) {
    const script = await client.send('GET', source.replaceAll('&amp;', '&'));
    if (script.status !== 200) throw new Error(`GET ${source} answered ${script.status}`);
    bytes += gzipSync(script.body).length;
  }
  return { kilobytes: bytes / 1024, scripts: scripts.length };
}

/** Measures the JavaScript that each page loads before it can be used, compressed. Pages that do not exist are left out. */
export async function measureFirstLoad(guest: Client, client: Client, ticketId: string): Promise<void> {
  const pages = [
    '/engine-history',
    `/engine-history/${ticketId}`,
    '/materials',
    '/materials/trash',
    '/materials/storage',
    '/contexts',
    '/cleanup',
    '/cleanup/policies',
    '/cleanup/protections',
    '/settings',
    '/audit',
  ];
  for (const [path, who] of [['/sign-in', guest] as const, ...pages.map((page) => [page, client] as const)]) {
    const name = `first-load JavaScript of ${path.replace(ticketId, '<ticket>')}, gzip`;
    try {
      const size = await pageKilobytes(who, path);
      if (!size) continue;
      const detail = { scripts: size.scripts };
      report({ figure: name, value: size.kilobytes, unit: 'KB', limit: LIMIT_KB, better: 'lower', detail });
    } catch (error) {
      reportFailure(name, error);
    }
  }
}
