import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HAS_JAVA, javaLibraries, runCommand } from '../setup/java';
import { LibraryServer } from '../setup/library-server';

describe.runIf(HAS_JAVA)("Linkis' published Java client", () => {
  let library: LibraryServer;
  const classes = mkdtempSync(join(tmpdir(), 'engineroom-java-'));

  beforeAll(async () => {
    library = await LibraryServer.start();
  }, 60_000);
  afterAll(async () => {
    await library?.end();
    rmSync(classes, { recursive: true, force: true });
  });

  it('uploads, updates, downloads, rolls back, shares, copies and deletes', async () => {
    const libraries = join(javaLibraries('linkis-client'), '*');
    const source = join('test', 'java', 'linkis-client', 'LibraryClient.java');
    const compiled = await runCommand('javac', ['-encoding', 'UTF-8', '-cp', libraries, '-d', classes, source]);
    expect(compiled).toMatchObject({ code: 0 });
    const classPath = [classes, libraries].join(delimiter);
    const ran = await runCommand('java', ['-cp', classPath, 'LibraryClient', library.server.base, 'LIBRARY-TEST']);
    expect(
      ran.output
        .split('\n')
        .filter((line) => /FAILED|Exception|all went well/.test(line))
        .at(-1),
    ).toBe('all went well');
    expect(ran.code).toBe(0);
    const rows = await library.rows("SELECT COUNT(*) AS n FROM linkis_ps_bml_resources WHERE owner = 'bob'");
    expect(Number(rows[0]?.n)).toBe(2);
  }, 180_000);
});
