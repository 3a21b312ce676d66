import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newPasswordSchema } from '@/contracts/accounts';
import { COMPLETED_STATUSES, ENGINE_STATUSES, TIME_FIELDS } from '@/contracts/engine-history';
import { LOG_STREAMS } from '@/contracts/engine-logs';
import type { Operation } from '@/contracts/operation';
import { ROLES } from '@/contracts/roles';
import * as accounts from '@/features/accounts/format';
import { hasEnded, statusMeaning } from '@/features/engine-history/format';
import { listParsers } from '@/features/engine-history/search-params';
import { logParsers } from '@/features/engine-logs/search-params';

/** Source files of the browser, by path. */
function sources(folder: string): { path: string; text: string }[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) ? [{ path, text: readFileSync(path, 'utf8') }] : [];
  });
}

/** Everything that contracts export, by name. */
async function exportsOfContracts(): Promise<Map<string, unknown>> {
  const modules = await Promise.all(
    readdirSync('contracts')
      .filter((name) => name.endsWith('.ts'))
      .map((name) => import(`../../contracts/${name.slice(0, -3)}.ts`) as Promise<Record<string, unknown>>),
  );
  return new Map(modules.flatMap((module) => Object.entries(module)));
}

// The browser has copies of a few of the contracts' values, since importing those would bring zod into its bundle.
describe("the browser's copies of contracts", () => {
  const endpoints = [...sources('features'), ...sources('components'), ...sources('lib')].flatMap(({ path, text }) =>
    [...text.matchAll(/(?<!`)endpoint<typeof (\w+)>\(\s*'(\w+)',\s*'([^']+)',?\s*\)/g)].map(
      ([, name = '', method, place]) => ({ file: path, name, method, path: place }),
    ),
  );

  it('call every operation where its contract says', async () => {
    const known = await exportsOfContracts();
    expect(endpoints.length).toBeGreaterThan(15);
    for (const { file, name, method, path } of endpoints) {
      const operation = known.get(name) as Operation | undefined;
      expect({ file, name, method, path }).toEqual({ file, name, method: operation?.method, path: operation?.path });
    }
  });

  it('have no address of an operation but those', () => {
    const elsewhere = [...sources('features'), ...sources('components')].flatMap(({ path, text }) =>
      [...text.matchAll(/['"`](\/api\/v1\/[^'"`]*)/g)].map(([, address]) => ({ path, address })),
    );
    const named = endpoints.filter(({ file }) => !file.startsWith('lib'));
    expect(elsewhere.map(({ address }) => address).sort()).toEqual(named.map(({ path }) => path).sort());
  });

  it('know the roles, least first', () => {
    expect(accounts.ROLES).toEqual(ROLES);
  });

  it('ask for passwords as long as the server does', () => {
    expect(newPasswordSchema.safeParse('x'.repeat(accounts.MIN_PASSWORD)).success).toBe(true);
    expect(newPasswordSchema.safeParse('x'.repeat(accounts.MIN_PASSWORD - 1)).success).toBe(false);
  });

  it('know which statuses are final, and the meaning of every status', () => {
    const ended = ENGINE_STATUSES.filter((status) => hasEnded(status));
    expect([...ended].sort()).toEqual([...COMPLETED_STATUSES].sort());
    expect(ENGINE_STATUSES.filter((status) => statusMeaning(status) === 'unknown')).toEqual([]);
  });

  it('know the times that lists are ordered by', () => {
    for (const parser of [listParsers.sort, listParsers.timeField])
      expect(TIME_FIELDS.map((field) => parser.parse(field))).toEqual([...TIME_FIELDS]);
  });

  it('know the streams of logs', () => {
    expect(LOG_STREAMS.map((stream) => logParsers.log.parse(stream))).toEqual([...LOG_STREAMS]);
  });
});
