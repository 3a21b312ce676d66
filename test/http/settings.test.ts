import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

describe('settings that cannot be used', () => {
  const folder = mkdtempSync(join(tmpdir(), 'engineroom-settings-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    [{ DATABASE_URL: 'oracle://x' }, 'DATABASE_URL: expected a URL'],
    [{ PORT: 'abc' }, 'PORT: '],
    [{ OIDC_ISSUER: 'https://id.example' }, 'OIDC_CLIENT_ID: is needed'],
  ])('end the start with what to do: %j', (settings, message) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/serve.mjs'], {
      encoding: 'utf8',
      timeout: 30_000,
      env: { PATH: process.env.PATH, NODE_ENV: 'production', DATA_DIR: folder, ...settings },
    });
    expect(status).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
    expect(stdout).not.toContain('Engineroom is at');
  });
});
