import { appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportEngine, suffixOf } from '../setup/engine-reports';
import { type Caller, signIn, signInAs, startServer, type TestServer } from '../setup/server';

const RECORDS = '/api/v1/engine-records';
const LINES = 5000;
const STDOUT = Array.from({ length: LINES }, (_, index) => {
  const time = new Date(Date.parse('2026-05-06T10:00:00Z') + index * 1000).toISOString().slice(0, 19).replace('T', ' ');
  return index % 1000 === 500
    ? `${time}.000 [ERROR] [main] a - failed ${index}\njava.lang.IllegalStateException: ${index}\n\tat a.b(C.java:1)\n`
    : `${time}.000 [INFO ] [main] a - line ${index} 中文\n`;
}).join('');

let server: TestServer;
let admin: Caller;
let stranger: Caller;
let roots: string;

const directory = (ticket: string) => join(roots, suffixOf(ticket));

async function engine(ticket: string, ended: boolean): Promise<void> {
  mkdirSync(directory(ticket), { recursive: true });
  const report = { ticketId: ticket, instance: 'bdp001:38701', status: ended ? 'Success' : null } as const;
  expect((await reportEngine(admin, report)).body.rejected).toBe(0);
}

beforeAll(async () => {
  roots = mkdtempSync(join(tmpdir(), 'engineroom-http-logs-'));
  server = await startServer({ environment: { LOG_ROOTS: roots, LOG_ARCHIVE: 'off' } });
  admin = await signIn(server.base);
  stranger = await signInAs(admin, 'stranger', 'user');
  await engine('ended', true);
  writeFileSync(join(directory('ended'), 'stdout'), STDOUT);
  writeFileSync(join(directory('ended'), 'stderr'), '10:00:02.500 ERROR x - from stderr\n\tat x.y(Z.java:1)\n');
});
afterAll(async () => {
  await server?.stop();
  server?.remove();
  rmSync(roots, { recursive: true, force: true });
});

const get = (path: string, headers: Record<string, string> = {}, caller = admin) =>
  fetch(`${server.base}${RECORDS}/${path}`, { headers: { ...caller.headers, ...headers } });
const json = async (path: string) => {
  const answer = await get(path);
  return { status: answer.status, body: await answer.json() };
};
const page = (query: string) => json(`ended/logs/stdout?${query}`);

/** Events of a stream that ends by itself. */
async function events(path: string): Promise<{ event: string; data: Record<string, unknown> }[]> {
  const text = await (await get(path)).text();
  return text.split('\n\n').flatMap((block) => {
    const event = /^event: (.*)$/m.exec(block)?.[1];
    const data = /^data: (.*)$/m.exec(block)?.[1];
    return event && data ? [{ event, data: JSON.parse(data) }] : [];
  });
}

describe('places in a log', () => {
  it('are its end, a line, a percentage, a time, an offset and an anchor', async () => {
    const end = (await page('limit=2')).body;
    expect(end).toMatchObject({
      atEnd: true,
      growing: false,
      totalLines: LINES + 10,
      sizeBytes: Buffer.byteLength(STDOUT),
    });
    expect(end.lines.map((line: { number: number }) => line.number)).toEqual([LINES + 9, LINES + 10]);
    const line = (await page('line=1001&limit=1')).body.lines[0];
    expect(line).toMatchObject({
      number: 1001,
      text: expect.stringContaining('line 998 '),
      level: 'info',
      time: '2026-05-06T10:16:38.000Z',
    });
    expect((await page(`after=${line.offset}&limit=1`)).body.lines[0]).toEqual(line);
    expect((await page('time=2026-05-06T12:16:38%2B02:00&limit=1')).body.lines[0]).toEqual(line);
    const anchor = `${end.parts[0].fingerprint}-${line.offset}`;
    expect((await page(`anchor=${anchor}&limit=1`)).body.lines[0]).toEqual(line);
    expect((await page('percent=0&limit=1')).body).toMatchObject({ atStart: true, lines: [{ number: 1 }] });
    expect((await page('line=99999999&limit=1')).body).toMatchObject({ atEnd: true, lines: [{ number: LINES + 10 }] });
  });

  it('give pages that fit together in either direction', async () => {
    const forward: string[] = [];
    for (let after = 0; ; ) {
      const { body } = await page(`after=${after}&limit=700`);
      forward.push(...body.lines.map((line: { text: string }) => line.text));
      if (body.atEnd) break;
      after = body.endOffset;
    }
    expect(forward.join('\n')).toBe(STDOUT.trimEnd());
  });

  it.each([
    'before=-1',
    'after=x',
    'line=0',
    'line=1.5',
    'percent=101',
    'percent=-1',
    'time=yesterday',
    'anchor=../../etc',
    'limit=0',
    'limit=999999',
    'after=1&line=2',
    'after=99999999999999999999',
    'query=(&mode=regex',
    'query=x&mode=perl',
    'level=loud',
    'unknown=1',
    `query=${'x'.repeat(1001)}`,
  ])('refuse %s, naming what is wrong', async (query) => {
    const { status, body } = await page(query);
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_input' });
    expect(body.faults[0].path).not.toBe('');
  });

  it('say that the part of an anchor is no more', async () => {
    expect(await page('anchor=4096-0123456789abcdef-12')).toMatchObject({ status: 410, body: { code: 'gone' } });
  });

  it.each(['stdout2', '..%2f..%2fetc%2fpasswd', 'stdout%00', 'STDOUT', 'stdout.1'])(
    'are only in streams that there are, not in %s',
    async (stream) => {
      const answer = await get(`ended/logs/${stream}`);
      expect([400, 404]).toContain(answer.status);
    },
  );

  it('are in nobody else’s logs', async () => {
    for (const path of [
      'logs',
      'logs/stdout',
      'logs/stdout/search?query=x',
      'logs/stdout/errors',
      'logs/stdout/follow',
      'logs/stdout/download',
      'merged-log',
    ])
      expect((await get(`ended/${path}`, {}, stranger)).status).toBe(404);
  });
});

describe('what is looked for', () => {
  it('is found with its exact number, its places and its spread', async () => {
    const found = await events('ended/logs/stdout/search?query=failed&caseSensitive=true');
    const offsets = found.filter(({ event }) => event === 'hits').flatMap(({ data }) => data.offsets as number[]);
    const { event, data } = found.at(-1) as (typeof found)[number];
    expect(event).toBe('done');
    expect(data).toMatchObject({ matches: 5, sizeBytes: Buffer.byteLength(STDOUT) });
    expect((data.buckets as number[]).reduce((sum, count) => sum + count, 0)).toBe(5);
    expect(offsets).toEqual(
      [...STDOUT.matchAll(/^.*failed/gm)].map(({ index }) => Buffer.byteLength(STDOUT.slice(0, index))),
    );
    expect((await json(`ended/logs/stdout/nearest?query=failed&from=${(offsets[2] as number) + 1}`)).body.offset).toBe(
      offsets[3],
    );
    expect(
      (await json(`ended/logs/stdout/nearest?query=failed&from=${offsets[2]}&direction=previous`)).body.offset,
    ).toBe(offsets[1]);
  });

  it('is kept with its stack trace when only that is to be shown', async () => {
    const { body } = await page('level=error&after=0&limit=3');
    expect(body.lines.map((line: { text: string }) => line.text.slice(-22))).toEqual([
      'ROR] [main] a - failed 500'.slice(-22),
      'galStateException: 500',
      '\tat a.b(C.java:1)',
    ]);
    expect(body.lines.map((line: { number: number }) => line.number)).toEqual([501, 502, 503]);
  });

  it('can be unknown, a bad expression, or nothing at all', async () => {
    expect((await events('ended/logs/stdout/search?query=nowhere')).at(-1)).toMatchObject({
      event: 'done',
      data: { matches: 0 },
    });
    const bad = await json('ended/logs/stdout/search?query=%5Ba&mode=regex');
    expect(bad).toMatchObject({ status: 400, body: { code: 'invalid_input', faults: [{ path: 'query' }] } });
    expect(await json('ended/logs/stdout/search')).toMatchObject({ status: 400 });
    expect(await json('ended/logs/gc/search?query=x')).toMatchObject({ status: 404 });
  });

  it('may be an expression made to explode', async () => {
    await engine('explode', true);
    writeFileSync(join(directory('explode'), 'stdout'), `${'a'.repeat(100_000)}!\n`.repeat(5));
    const found = await events(
      `explode/logs/stdout/search?mode=regex&query=${encodeURIComponent('^(a+)+$|(a|aa)+$|(.*a){20}$')}`,
    );
    expect(found.at(-1)).toMatchObject({ event: 'done', data: { matches: 0 } });
  });

  it('are errors, the first and those that are alike', async () => {
    const found = await events('ended/logs/stdout/errors');
    expect(found.find(({ event }) => event === 'first')?.data.offset).toBe(
      Buffer.byteLength(STDOUT.slice(0, STDOUT.search(/^.*failed 500/m))),
    );
    expect(found.at(-1)).toMatchObject({
      event: 'done',
      data: {
        errors: 5,
        clusters: [
          {
            count: 5,
            level: 'error',
            firstTime: '2026-05-06T10:08:20.000Z',
            pattern: expect.stringContaining('failed …'),
          },
        ],
      },
    });
  });

  it('is in the order of time when all streams are one', async () => {
    // Times of day in stderr are of the day on which it was written last.
    const { body } = await json('ended/merged-log?after=stdout:0,stderr:0&limit=2000');
    expect(body.lines.length).toBeGreaterThan(1999);
    const last = await json('ended/merged-log?limit=3');
    expect(last.body.lines.map((line: { stream: string }) => line.stream)).toEqual(['stdout', 'stderr', 'stderr']);
    const before = await json(`ended/merged-log?limit=1&before=${last.body.before}`);
    expect(before.body.after).toBe(last.body.before);
    expect(await json('ended/merged-log?after=nowhere:1')).toMatchObject({ status: 400 });
    expect(await json('ended/merged-log?after=stdout:1&before=stdout:1')).toMatchObject({ status: 400 });
  });
});

describe('states of logs', () => {
  it('are told one by one', async () => {
    await engine('odd', true);
    mkdirSync(join(directory('odd'), 'stderr'));
    symlinkSync('/etc/passwd', join(directory('odd'), 'gc'));
    writeFileSync(join(directory('odd'), 'stdout'), '');
    const { body } = await json('odd/logs');
    expect(body.streams.map(({ stream, state }: Record<string, string>) => [stream, state])).toEqual([
      ['stdout', 'complete'],
      ['stderr', 'unreadable'],
      ['gc', 'unreadable'],
      ['yarnApp', 'missing'],
      ['udfLog', 'missing'],
    ]);
    expect((await json('odd/logs/stdout')).body).toMatchObject({ lines: [], sizeBytes: 0, atStart: true, atEnd: true });
    const refused = await json('odd/logs/gc');
    expect(refused).toMatchObject({
      status: 404,
      body: { detail: expect.stringMatching(/gc of ticket odd cannot be shown: .+/) },
    });
  });

  it('grow while the engine runs: a line counts once it has ended', async () => {
    await engine('running', false);
    const file = join(directory('running'), 'stdout');
    writeFileSync(file, 'one\ntwo');
    expect((await json('running/logs/stdout')).body).toMatchObject({ growing: true, lines: [{ text: 'one' }] });
    const gone = new AbortController();
    const answer = await fetch(`${server.base}${RECORDS}/running/logs/stdout/follow?after=0`, {
      headers: admin.headers,
      signal: gone.signal,
    });
    appendFileSync(file, ' ends\nthree\n');
    let text = '';
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString();
      if (text.includes('three')) break;
    }
    gone.abort();
    expect(text).toMatch(/one.*two ends.*three/s);
  });
});
