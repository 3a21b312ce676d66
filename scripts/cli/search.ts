import { parseArgs } from 'node:util';
import type { Context } from '@/contracts/contexts';
import type { EngineRecord } from '@/contracts/engine-history';
import type { Api } from './api';
import { CommandError, EXIT } from './errors';

type Write = (json: unknown, text: string) => void;

const PAGE = 200;

/** What can be searched: its address, and a row as people read it. */
const KINDS = {
  contexts: {
    path: '/api/v1/contexts',
    text: ({ id, contextId, user, values, createTime, accessTime }: Context) =>
      [id, contextId ?? '-', user ?? '-', `${values} values`, `created ${createTime}`, `used ${accessTime}`].join('\t'),
  },
  engines: {
    path: '/api/v1/engine-records',
    text: ({ ticketId, status, user, engineType, engineVersion, instance, createTime }: EngineRecord) =>
      [ticketId, status ?? '-', user, `${engineType}-${engineVersion}`, instance ?? '-', createTime].join('\t'),
  },
};

/** `name=value` → parameters of the API's own list. @throws CommandError */
function filters(args: readonly string[]): URLSearchParams {
  const query = new URLSearchParams();
  for (const arg of args) {
    const at = arg.indexOf('=');
    if (at < 1) throw new CommandError(EXIT.usage, `${arg}: expected a filter such as user=alice.`);
    query.append(arg.slice(0, at), arg.slice(at + 1));
  }
  return query;
}

/** `search contexts|engines [filter=value …] [--limit N]`, newest first. @throws CommandError */
export async function search(api: Api, args: string[], write: Write): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { limit: { type: 'string', default: '50' } },
  });
  const [what, ...given] = positionals;
  if (what !== 'contexts' && what !== 'engines')
    throw new CommandError(EXIT.usage, `search ${what ?? ''}: expected contexts or engines.`);
  const limit = Number(values.limit);
  if (!Number.isInteger(limit) || limit < 1)
    throw new CommandError(EXIT.usage, `--limit ${values.limit}: expected a whole number from 1 on.`);
  const query = filters(given);
  const { path, text } = KINDS[what];
  for (let left = limit; left > 0; ) {
    query.set('pageSize', String(Math.min(PAGE, left)));
    const page = await api.json<{ items: never[]; nextCursor: string | null }>('GET', `${path}?${query}`);
    for (const item of page.items) write(item, text(item));
    left -= page.items.length;
    if (page.nextCursor === null) return;
    query.set('cursor', page.nextCursor);
  }
}
