import type { EngineRecord, EngineRecordPage } from '@/contracts/engine-history';
import type { Client } from './client';

/** A way of asking for a page: what is measured, and the queries that it is measured with. */
export interface PageCase {
  name: string;
  /** Query strings by what they stand for: common, rare, without a match. */
  queries: Record<string, string>;
}

const LIST = '/api/v1/engine-records';
const DAY_MS = 86_400_000;

/** Path of a page with a query. */
export function pagePath(query: string): string {
  return query === '' ? LIST : `${LIST}?${query}`;
}

/** Records from the newest page and from some way back, to take values from that occur. */
export interface Samples {
  newest: EngineRecord;
  old: EngineRecord;
  now: number;
}

/** Fetches the records that queries take their values from. */
export async function fetchSamples(client: Client, now: number): Promise<Samples> {
  const pick = async (query: string) => {
    const page = await client.json<EngineRecordPage>('GET', pagePath(query));
    const found = page.items.find((item) => item.instance !== null && item.status === 'Success');
    if (!found) throw new Error('There is no ended engine among the records to measure with.');
    return found;
  };
  const newest = await pick('pageSize=200');
  return { newest, old: await pick(`pageSize=200&to=${new Date(now - 60 * DAY_MS).toISOString()}`), now };
}

const query = (members: Record<string, string | readonly string[]>): string => {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(members))
    for (const one of typeof value === 'string' ? [value] : value) parameters.append(name, one);
  return parameters.toString();
};

function valueCases({ newest, old }: Samples): PageCase[] {
  const by = (name: string, values: Record<string, string | readonly string[]>): PageCase => ({
    name,
    queries: Object.fromEntries(Object.entries(values).map(([what, value]) => [what, query({ [name]: value })])),
  });
  const [host = '', port = ''] = (old.instance ?? '').split(':');
  return [
    by('status', { common: 'Success', rare: 'Starting', none: 'Locked' }),
    by('engineType', { common: 'spark', rare: 'presto', none: 'nothing' }),
    by('engineVersion', { common: '3.2.1', rare: '0.234', none: '9.9' }),
    by('user', { common: 'hadoop', rare: 'sandbox', none: 'nobody' }),
    by('creator', { common: 'IDE', rare: 'Streamis', none: 'Nothing' }),
    by('ecm', { one: 'bdp001:9102', other: 'bdp060:9102', none: 'bdp999:9102' }),
    by('instance', { newest: newest.instance ?? '', old: old.instance ?? '', none: 'bdp001:1' }),
    {
      name: 'instancePart host',
      queries: {
        one: query({ instancePart: 'bdp001' }),
        ten: query({ instancePart: 'bdp01' }),
        all: query({ instancePart: 'bdp' }),
        none: query({ instancePart: 'xyz' }),
      },
    },
    {
      name: 'instancePart host:port',
      queries: {
        wide: query({ instancePart: 'bdp001:3' }),
        narrow: query({ instancePart: `${host}:${port.slice(0, 4)}` }),
        whole: query({ instancePart: `${host}:${port}` }),
        none: query({ instancePart: 'bdp001:99' }),
      },
    },
    {
      name: 'instancePart port',
      queries: { whole: query({ instancePart: port }), none: query({ instancePart: '64999' }) },
    },
    by('ticket', { whole: old.ticketId, beginning: old.ticketId.slice(0, 6), none: 'ffffff-none' }),
    by('label', {
      common: 'spark',
      'user and creator': 'hadoop-IDE',
      rare: `${old.user}-${old.creator ?? ''},${old.engineType ?? ''}`,
      everything: '-',
      none: 'nothing,',
    }),
    {
      name: 'several values',
      queries: {
        statuses: query({ status: ['Failed', 'ShuttingDown'] }),
        'all statuses': query({ status: ['Starting', 'Running', 'Unlock', 'Success', 'Failed', 'ShuttingDown'] }),
        users: query({ user: ['sandbox', 'hadoop', 'alice', 'bob', 'carol'] }),
      },
    },
  ];
}

function timeCases({ now }: Samples): PageCase[] {
  const ago = (days: number) => new Date(now - days * DAY_MS).toISOString();
  const ranges = (timeField: string): PageCase => ({
    name: `time range ${timeField}`,
    queries: {
      'last day': query({ timeField, from: ago(1) }),
      'old week': query({ timeField, from: ago(80), to: ago(73) }),
      'old hour': query({ timeField, from: ago(70), to: new Date(now - 70 * DAY_MS + DAY_MS / 24).toISOString() }),
      'old week in its own order': query({ timeField, sort: timeField, from: ago(80), to: ago(73) }),
      none: query({ timeField, to: ago(400) }),
    },
  });
  return [
    ...['createTime', 'usedTime', 'releaseTime'].map(ranges),
    {
      name: 'sort usedTime',
      queries: { newest: query({ sort: 'usedTime' }), oldest: query({ sort: 'usedTime', order: 'asc' }) },
    },
    {
      name: 'sort releaseTime',
      queries: { newest: query({ sort: 'releaseTime' }), oldest: query({ sort: 'releaseTime', order: 'asc' }) },
    },
    {
      name: 'oldest first',
      queries: { all: query({ order: 'asc' }), failed: query({ order: 'asc', status: 'Failed' }) },
    },
  ];
}

function combinedCases({ now }: Samples): PageCase[] {
  const ago = (days: number) => new Date(now - days * DAY_MS).toISOString();
  return [
    {
      name: 'two filters',
      queries: {
        'user and status': query({ user: 'alice', status: 'Failed' }),
        'user and type, rare': query({ user: 'sandbox', engineType: 'presto' }),
        'type and version that exclude each other': query({ engineType: 'spark', engineVersion: '3.1.3' }),
        'label and status': query({ label: 'spark', status: 'Failed' }),
        'user in an old week': query({ user: 'alice', from: ago(80), to: ago(73) }),
        'status by release time': query({ status: 'Failed', sort: 'releaseTime' }),
        'rare user by used time': query({ user: 'sandbox', sort: 'usedTime' }),
        'rare user by used time in an old week': query({
          user: 'sandbox',
          sort: 'usedTime',
          timeField: 'usedTime',
          from: ago(80),
          to: ago(73),
        }),
        'starting by used time': query({ status: 'Starting', sort: 'usedTime' }),
        'never used by used time': query({ engineType: 'presto', status: 'Running', sort: 'usedTime', order: 'asc' }),
      },
    },
  ];
}

/** Every single filter and order, and some combinations. */
export function pageCases(samples: Samples): PageCase[] {
  return [
    { name: 'no filter', queries: { newest: '' } },
    ...valueCases(samples),
    ...timeCases(samples),
    ...combinedCases(samples),
  ];
}
