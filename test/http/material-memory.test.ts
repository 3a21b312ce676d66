import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { platform } from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FORM, formOf } from '../setup/library-server';
import { UploadClient } from '../setup/material-client';
import { sendBody } from '../setup/sending';
import { type Caller, signIn, startServer, type TestServer } from '../setup/server';
import { buildZip, engineEntries } from '../setup/zip-builder';

const MEBIBYTE = 1 << 20;
const BODY = 300 * MEBIBYTE;
/** Far below a body: whoever holds one, or half of one, is found out. */
const MOST_GROWTH_MEBIBYTES = 128;

/** An archive that does not shrink, so that all of it comes over the wire. */
const archive = buildZip([
  ...engineEntries(),
  { name: 'spark/dist/2.4.3/lib/large.jar', content: randomBytes(BODY), method: 0 },
]);

describe.runIf(platform === 'linux')('bodies of some hundred mebibytes', () => {
  let server: TestServer;
  let admin: Caller;

  beforeAll(async () => {
    server = await startServer();
    admin = await signIn(server.base);
    // What a server that has worked holds anyway.
    const small = buildZip(engineEntries());
    expect((await new UploadClient(admin).upload(small)).status).toBe(200);
  });
  afterAll(async () => {
    await server?.stop();
    server?.remove();
  });

  function resident(): number {
    const status = readFileSync(`/proc/${server.process.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  }

  /** The most memory that the server took during some work, more than before. */
  async function growthDuring(work: () => Promise<void>): Promise<number> {
    const before = resident();
    let most = before;
    const timer = setInterval(() => {
      most = Math.max(most, resident());
    }, 50);
    try {
      await work();
    } finally {
      clearInterval(timer);
    }
    return most - before;
  }

  it('are uploaded, published and downloaded without being held', async () => {
    const client = new UploadClient(admin);
    const growth = await growthDuring(async () => {
      const id = await client.create(archive.length);
      const sent = await sendBody(admin, 'PUT', `/api/v1/material-uploads/${id}/content?offset=0`, archive, {
        declares: true,
        type: 'application/octet-stream',
      });
      expect(sent?.status).toBe(200);
      expect((await client.inspect(id)).state).toBe('inspected');
      expect((await client.publish(id)).status).toBe(200);
      const content = '/api/v1/materials/spark/2.4.3/lib.zip/versions/v000002/content';
      const answer = await fetch(admin.base + content, { headers: admin.headers });
      let bytes = 0;
      for await (const chunk of answer.body ?? []) bytes += chunk.length;
      expect(bytes).toBeGreaterThan(BODY);
    });
    expect(growth).toBeLessThan(MOST_GROWTH_MEBIBYTES);
  }, 120_000);

  it('come in forms, and go out by the library, without being held', async () => {
    const sha256 = createHash('sha256').update(archive).digest('hex');
    const form = formOf([{ name: 'file', content: archive, fileName: 'large.zip' }]);
    const growth = await growthDuring(async () => {
      const stored = await sendBody(admin, 'POST', '/api/rest_j/v1/bml/upload', form, { declares: true, type: FORM });
      const { resourceId } = (stored?.body.data ?? {}) as { resourceId?: string };
      expect(resourceId).toBeTruthy();
      const answer = await fetch(`${admin.base}/api/rest_j/v1/bml/download?resourceId=${resourceId}`, {
        headers: admin.headers,
      });
      const hash = createHash('sha256');
      for await (const chunk of answer.body ?? []) hash.update(chunk);
      expect(hash.digest('hex')).toBe(sha256);
    });
    expect(growth).toBeLessThan(MOST_GROWTH_MEBIBYTES);
  }, 120_000);
});
