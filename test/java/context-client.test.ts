import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HAS_JAVA, javaLibraries, runCommand } from '../setup/java';
import { LibraryServer } from '../setup/library-server';

describe.runIf(HAS_JAVA)("Linkis' published Java client of contexts", () => {
  let server: LibraryServer;
  const classes = mkdtempSync(join(tmpdir(), 'engineroom-java-'));

  beforeAll(async () => {
    server = await LibraryServer.start();
  }, 60_000);
  afterAll(async () => {
    await server?.end();
    rmSync(classes, { recursive: true, force: true });
  });

  it('creates, sets, searches, and clears by id and by time', async () => {
    const libraries = join(javaLibraries('context-client'), '*');
    const source = join('test', 'java', 'context-client', 'ContextCleaner.java');
    const compiled = await runCommand('javac', ['-encoding', 'UTF-8', '-cp', libraries, '-d', classes, source]);
    expect(compiled).toMatchObject({ code: 0 });
    const settings = {
      'wds.linkis.gateway.url': server.server.base,
      'wds.linkis.context.client.auth.value': 'LIBRARY-TEST',
    };
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
    writeFileSync(join(classes, 'linkis.properties'), lines.join('\n'));
    const classPath = [classes, libraries].join(delimiter);
    const ran = await runCommand('java', ['-Dfile.encoding=UTF-8', '-cp', classPath, 'ContextCleaner']);
    const said = ran.output.split('\n').filter((line) => /FAILED|Exception|all went well/.test(line));
    expect(said.at(-1)).toBe('all went well');
    expect(ran.code).toBe(0);
    const rows = await server.rows('SELECT COUNT(*) AS n FROM linkis_ps_cs_context_map');
    expect(Number(rows[0]?.n)).toBe(0);
  }, 300_000);
});
