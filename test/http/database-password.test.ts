import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { openMigrationConnection } from '@/server/platform/db/migrate/connection';
import { makeEmptyDatabase, OTHER_KINDS, onServer, type TestDatabase } from '../setup/databases';
import { startServer, type TestServer } from '../setup/server';

const USER = `er_test_${randomBytes(5).toString('hex')}`;
const PASSWORD = 'the right one';

/** A database user of one's own, with a password and every right in one database. */
const MAKING = {
  mysql: (name: string) => [
    `CREATE USER '${USER}'@'%' IDENTIFIED BY '${PASSWORD}'`,
    `CREATE USER '${USER}'@'127.0.0.1' IDENTIFIED BY '${PASSWORD}'`,
    `GRANT ALL ON ${name}.* TO '${USER}'@'%'`,
    `GRANT ALL ON ${name}.* TO '${USER}'@'127.0.0.1'`,
  ],
  postgresql: (name: string) => [
    `CREATE ROLE ${USER} LOGIN PASSWORD '${PASSWORD}'`,
    `ALTER DATABASE ${name} OWNER TO ${USER}`,
  ],
};
const REMOVING = {
  mysql: [`DROP USER IF EXISTS '${USER}'@'%', '${USER}'@'127.0.0.1'`],
  postgresql: [`DROP ROLE IF EXISTS ${USER}`],
};

describe.each(OTHER_KINDS)('signing in to %s', (kind) => {
  let made: TestDatabase | null = null;
  let server: TestServer | null = null;
  const on = kind as 'mysql' | 'postgresql';

  /** URL of a new database as this user. */
  async function urlAs(user: string, password: string): Promise<string> {
    made ??= await makeEmptyDatabase(kind);
    const url = new URL(made.url);
    url.username = user;
    url.password = encodeURIComponent(password);
    return url.toString();
  }

  afterEach(async () => {
    await server?.stop();
    server?.remove();
    await made?.drop();
    await onServer(on, REMOVING[on]);
    made = null;
  });

  const problem = async (of: TestServer) => {
    const answer = await fetch(`${of.base}/api/health/ready`);
    return { status: answer.status, body: (await answer.json()) as { code?: string; detail?: string } };
  };

  async function expectRefusal(url: string): Promise<void> {
    server = await startServer({ environment: { DATABASE_URL: url }, untilLive: true });
    const said = await problem(server);
    expect(said).toMatchObject({ status: 503, body: { code: 'not_ready' } });
    expect(said.body.detail).toMatch(/refuses the user name or password in DATABASE_URL/);
    // The log says it once, not at every try, and keeps out what was tried.
    await new Promise((done) => setTimeout(done, 2500));
    expect(server.output().split('"msg":"The database refuses the user name or password').length).toBe(2);
    expect(server.output()).not.toContain('the wrong one');
    await server.stop();
    server.remove();
    server = null;
  }

  it('with a wrong password: says so in the log and where readiness is asked for', async (context) => {
    const right = await urlAs(USER, PASSWORD);
    await onServer(on, MAKING[on](new URL(right).pathname.slice(1)));
    const wrong = await urlAs(USER, 'the wrong one');
    const trusting = await openMigrationConnection(wrong).then(
      (connection) => connection.close().then(() => true),
      () => false,
    );
    if (trusting) return context.skip(`${kind} takes any password from here (trust in pg_hba.conf)`);
    await expectRefusal(wrong);
    server = await startServer({ environment: { DATABASE_URL: right } });
    expect(await problem(server)).toMatchObject({ status: 200 });
  });

  it('with an unknown user, or one that may not sign in: says the same', async () => {
    await expectRefusal(await urlAs(`${USER}_unknown`, 'the wrong one'));
    const right = await urlAs(USER, PASSWORD);
    await onServer(on, MAKING[on](new URL(right).pathname.slice(1)));
    const lock = { mysql: `ALTER USER '${USER}'@'127.0.0.1' ACCOUNT LOCK`, postgresql: `ALTER ROLE ${USER} NOLOGIN` };
    await onServer(on, [lock[on]]);
    await expectRefusal(right);
  });
});

// A file without any test is an error; where no server answers, the run names what it skips.
if (OTHER_KINDS.length === 0) it.skip('needs MariaDB, MySQL or PostgreSQL', () => {});
