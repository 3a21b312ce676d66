import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MATERIAL_SORTS, MATERIAL_STATES, type Material, type MaterialListQuery } from '@/contracts/materials';
import { sql } from '@/server/platform/db/dialect';
import { actorOf, contextFor } from '@/test/setup/context';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import { findMaterialList } from './list';

/** A material as the test knows it; names may be missing, as Linkis' table allows. */
interface Known {
  id: number;
  engineType: string;
  engineVersion: string | null;
  fileName: string | null;
  changedTime: string;
  createTime: string;
  state: Material['state'];
}

const TYPES = ['spark', 'hive', 'shell_50%'];
const VERSIONS = ['2.4.3', 'v3.2.1', '', null];
const FILES = ['conf.zip', 'lib.zip', 'Größe.zip', null];
const TIMES = ['2026-05-06 10:20:05', '2026-05-06 10:20:06', '2026-05-07 00:00:00'];

/** Every combination of names, three times over: with ties in every order. */
const KNOWN: Known[] = TYPES.flatMap((engineType) =>
  VERSIONS.flatMap((engineVersion) =>
    FILES.flatMap((fileName) => [0, 1, 2].map(() => ({ engineType, engineVersion, fileName }))),
  ),
).map((names, index) => ({
  ...names,
  id: index + 1,
  changedTime: TIMES[index % 3] as string,
  createTime: TIMES[(index >> 2) % 3] as string,
  state: MATERIAL_STATES[index % 7 < 4 ? index % 7 : 0] as Material['state'],
}));

const seven = (number: number) => `v${String(number).padStart(6, '0')}`;
const query = (more: Partial<MaterialListQuery> = {}): MaterialListQuery => ({
  sort: 'changedTime',
  pageSize: 50,
  ...more,
});

/** Code points decide, and what is missing comes first: as the databases order these names. */
function compare(left: string | number | null, right: string | number | null): number {
  if (left === right) return 0;
  if (left === null) return -1;
  if (right === null) return 1;
  return left < right ? -1 : 1;
}

function expected({ search, engineType, state, sort, order }: MaterialListQuery): number[] {
  const keys = (known: Known) =>
    sort === 'name' ? [known.engineType, known.engineVersion, known.fileName, known.id] : [known[sort], known.id];
  const words = search?.toLowerCase().split(/\s+/) ?? [];
  const found = KNOWN.filter(
    (known) =>
      (!engineType || engineType.includes(known.engineType)) &&
      (!state || known.state === state) &&
      words.every((word) =>
        [known.engineType, known.engineVersion, known.fileName].some((name) => name?.toLowerCase().includes(word)),
      ),
  );
  found.sort((left, right) => {
    const others = keys(right);
    return keys(left).reduce<number>((known, key, at) => known || compare(key, others[at] ?? null), 0);
  });
  if ((order ?? (sort === 'name' ? 'asc' : 'desc')) === 'desc') found.reverse();
  return found.map(({ id }) => id);
}

describe.each(KINDS)('the list of materials on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  const context = (role: 'admin' | 'user' = 'admin') => contextFor(opened.database, actorOf('root', role));

  /** Writes a material with two versions: which of them is current, stored and whole makes its state. */
  async function write({
    id,
    engineType,
    engineVersion,
    fileName,
    changedTime,
    createTime,
    state,
  }: Known): Promise<void> {
    const { database } = opened;
    const { timeValue } = database.dialect;
    const resource = `resource-${id}`;
    // What Linkis stored stays external, also where it is rolled back or we keep something about it.
    const current = state === 'rolledBack' || (state === 'external' && id % 3 === 0) ? 1 : 2;
    const noted = state !== 'external' || id % 2 === 0;
    await database.execute(
      sql`INSERT INTO linkis_cg_engine_conn_plugin_bml_resources (id, engine_conn_type, version, file_name, file_size, bml_resource_id, bml_resource_version, create_time, last_update_time)
        VALUES (${id}, ${engineType}, ${engineVersion}, ${fileName}, ${id}, ${resource}, ${seven(current)}, ${timeValue(createTime)}, ${timeValue(changedTime)})`,
    );
    for (const number of [1, 2]) {
      const sha256 = createHash('sha256').update(`${id} ${number}`).digest('hex');
      await database.execute(
        sql`INSERT INTO linkis_ps_bml_resources_version (resource_id, file_md5, version, size, resource, client_ip) VALUES (${resource}, 'md5', ${seven(number)}, 1, 'x', '')`,
      );
      if (!noted) continue;
      const time = new Date('2026-05-06T10:20:05Z');
      await database.client.blob.create({
        data: {
          sha256,
          md5: 'md5',
          size: 1,
          blockCrc: '',
          state: 'stored',
          createdTime: time,
          touchedTime: time,
          fault: state === 'damaged' && number === current ? 'gone' : null,
        },
      });
      await database.client.libraryVersionState.create({
        data: {
          resourceId: resource,
          number,
          version: seven(number),
          sha256: state === 'external' ? null : sha256,
          size: 1,
          createdBy: 'root',
          createdTime: time,
        },
      });
    }
  }

  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    for (const known of KNOWN) await write(known);
  }, 60_000);
  afterAll(() => opened.drop());

  /** Pages from the first to the last, and then back to the first. */
  async function walk(asked: MaterialListQuery): Promise<{ forth: number[]; back: number[] }> {
    const forth: number[] = [];
    let page = await findMaterialList(context(), asked);
    const pages = [page];
    for (;;) {
      forth.push(...page.items.map(({ id }) => id));
      if (page.nextCursor === null) break;
      page = await findMaterialList(context(), { ...asked, cursor: page.nextCursor });
      pages.push(page);
    }
    const back: number[] = page.items.map(({ id }) => id);
    while (page.previousCursor !== null) {
      page = await findMaterialList(context(), { ...asked, cursor: page.previousCursor });
      back.unshift(...page.items.map(({ id }) => id));
    }
    expect(new Set(pages.map(({ total }) => total))).toEqual(new Set([expected(asked).length]));
    return { forth, back };
  }

  it('is whole, in order and the same forth and back, whatever is asked for', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record(
          {
            search: fc.constantFrom('SPARK', 'spark 2.4', 'zip', 'größe', '%', '_', 'nothing like it', '!'),
            engineType: fc.subarray(TYPES, { minLength: 1 }),
            state: fc.constantFrom(...MATERIAL_STATES),
            order: fc.constantFrom('asc' as const, 'desc' as const),
          },
          { requiredKeys: [] },
        ),
        fc.constantFrom(...MATERIAL_SORTS),
        fc.integer({ min: 7, max: 60 }),
        async (filter, sort, pageSize) => {
          const asked = query({ ...filter, sort, pageSize });
          // SQLite knows upper and lower case of ASCII only.
          fc.pre(!(kind === 'sqlite' && filter.search === 'größe'));
          const ids = expected(asked);
          const { forth, back } = await walk(asked);
          expect(forth).toEqual(ids);
          expect(back).toEqual(ids);
        },
      ),
      { numRuns: 40 },
    );
  }, 120_000);

  it('says of each material what its versions say', async () => {
    const { items, engineTypes } = await findMaterialList(context(), query({ pageSize: 200 }));
    expect(Object.fromEntries(items.map(({ id, state }) => [id, state]))).toEqual(
      Object.fromEntries(KNOWN.map(({ id, state }) => [id, state])),
    );
    expect(new Set(items.map(({ versions, newestVersion }) => `${versions} ${newestVersion}`))).toEqual(
      new Set(['2 v000002']),
    );
    expect(engineTypes).toEqual([...TYPES].sort());
  });

  it('refuses cursors of another order and of nobody', async () => {
    const first = await findMaterialList(context(), query({ pageSize: 1 }));
    const name = await findMaterialList(context(), query({ pageSize: 1, sort: 'name' }));
    const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const wrong: [MaterialListQuery['sort'], string][] = [
      ['name', first.nextCursor ?? ''],
      ['changedTime', name.nextCursor ?? ''],
      ['changedTime', forged(['changedTime', false, [null, 1]])],
      ['changedTime', forged(['changedTime', false, ["2026-05-06' OR 1=1", 1]])],
      ['name', forged(['name', false, [null, null, null, 1]])],
      ['name', forged(['name', 'no', ['a', 'b', 'c', 1]])],
      ['changedTime', 'nonsense'],
      ['changedTime', ''],
    ];
    for (const [sort, cursor] of wrong)
      await expect(findMaterialList(context(), query({ sort, cursor }))).rejects.toMatchObject({
        code: 'invalid_input',
      });
  });

  it('is for administrators', async () => {
    await expect(findMaterialList(context('user'), query())).rejects.toMatchObject({ code: 'forbidden' });
  });
});
