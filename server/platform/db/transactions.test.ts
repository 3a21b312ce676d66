import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import { type Database, openDatabase } from './database';
import { sql } from './dialect';

const TIME = '2026-05-06 10:20:30';

describe.each(KINDS)('long transactions on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  let database: Database;
  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    database = opened.database;
  });
  afterAll(() => opened.drop());

  const add = (on: Parameters<Parameters<Database['transaction']>[0]>[0], user: string) => {
    const time = database.dialect.timeValue(TIME);
    const name = database.dialect.quoted('user');
    return database.execute(
      sql`INSERT INTO linkis_ps_cs_context_id (${name}, update_time, create_time, access_time) VALUES (${user}, ${time}, ${time}, ${time})`,
      on,
    );
  };
  const count = (user: string) => database.client.contextId.count({ where: { user } });

  it('are there whole or not at all', async () => {
    await database.longTransaction(async (on) => {
      await add(on, 'kept');
      await on.contextId.updateMany({ where: { user: 'kept' }, data: { application: 'changed' } });
    });
    expect(await database.client.contextId.findFirst({ where: { user: 'kept' } })).toMatchObject({
      application: 'changed',
    });
    const failed = database.longTransaction(async (on) => {
      await add(on, 'taken back');
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect(await count('taken back')).toBe(0);
  });

  it('let readers see what was committed, and other writers follow in turn', async () => {
    const order: string[] = [];
    let go = () => {};
    const held = new Promise<void>((done) => {
      go = done;
    });
    const long = database.longTransaction(async (on) => {
      await add(on, 'long');
      order.push('long writes');
      await held;
      order.push('long ends');
    });
    while (order.length === 0) await new Promise((done) => setTimeout(done, 5));
    expect(await count('long')).toBe(0);
    expect(await database.query(sql`SELECT id FROM linkis_ps_cs_context_id WHERE id = ${-1}`)).toEqual([]);
    // On SQLite there is one writer at a time: these wait; on a server they touch other rows.
    const short = database.transaction((on) => add(on, 'short')).then(() => order.push('short'));
    const single = add(database.client, 'single').then(() => order.push('single'));
    setTimeout(go, 50);
    await Promise.all([long, short, single]);
    if (kind === 'sqlite') expect(order).toEqual(['long writes', 'long ends', 'short', 'single']);
    expect(await Promise.all(['long', 'short', 'single'].map(count))).toEqual([1, 1, 1]);
  });

  it('of two that change one row at once lose nothing', async () => {
    await database.transaction((on) => add(on, 'both'));
    const row = await database.client.contextId.findFirstOrThrow({ where: { user: 'both' } });
    const grow = async (through: 'transaction' | 'longTransaction') => {
      for (let turn = 0; turn < 10; turn++)
        await database[through](async (on) => {
          await database.query(
            sql`SELECT id FROM linkis_ps_cs_context_id WHERE id = ${row.id} ${database.dialect.forUpdate}`,
            on,
          );
          const now = await on.contextId.findUniqueOrThrow({ where: { id: row.id } });
          const instance = String(Number(now.instance ?? 0) + 1);
          await on.contextId.update({ where: { id: row.id }, data: { instance } });
        });
    };
    await Promise.all([grow('transaction'), grow('longTransaction')]);
    expect(await database.client.contextId.findUnique({ where: { id: row.id } })).toMatchObject({ instance: '20' });
  });

  it('are waited for when the database is closed', async () => {
    const other = await openDatabase({ url: opened.url, timeZone: 'UTC', poolSize: 2 });
    const running = other.longTransaction((on) => add(on, 'at the end')).catch(() => 'failed');
    await other.close();
    const failed = (await running) === 'failed';
    expect(await count('at the end')).toBe(failed ? 0 : 1);
  });
});
