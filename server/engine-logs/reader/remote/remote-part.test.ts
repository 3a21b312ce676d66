import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfiguration } from '@/server/platform/config/environment';
import { look, type RemoteBench, settingsFor, startRemote, stopRemote, TEXT } from '@/test/setup/linkis-gateway';

let { folder, gateway, base, configuration } = {} as RemoteBench;
beforeEach(async () => {
  ({ folder, gateway, base, configuration } = await startRemote());
});
afterEach(() => stopRemote({ folder, gateway }));

const nextSecond = () => new Promise((done) => setTimeout(done, 1010));

/** The same text as pages give it: they do not tell how lines ended. */
const PAGED = 'one\ntwo 中文\nthree\nfour\n\nlast';

describe('a log of a remote engine manager', () => {
  it('is not looked for where none is configured', async () => {
    expect(await look(readConfiguration({ DATA_DIR: folder }), true, 'stdout')).toBeNull();
    const other = settingsFor(folder, base, { LINKIS_ECM_URLS: `other:9102=${base}` });
    expect(await look(other, true, 'stdout')).toBeNull();
    expect(gateway.pages).toBe(0);
    expect(
      await look(settingsFor(folder, base, { LINKIS_ECM_URLS: `other:1=http://x,*=${base}` }), true, 'stdout'),
    ).toMatchObject({
      state: 'complete',
    });
  });

  it('needs settings that say where and with what proof', () => {
    const settings = (more: Record<string, string>) => () => readConfiguration({ DATA_DIR: folder, ...more });
    for (const urls of ['bdp001:9102', 'bdp001=http://x', '*=ftp://x'])
      expect(settings({ LINKIS_ECM_URLS: urls, LINKIS_ECM_TOKEN: 'T' })).toThrow(/LINKIS_ECM_URLS.*host:port=http/);
    expect(settings({ LINKIS_ECM_URLS: '*=http://x' })).toThrow(/LINKIS_ECM_TOKEN/);
  });

  it('says so when the cache cannot be written, without the path', async () => {
    writeFileSync(join(folder, 'log-cache'), '');
    const found = await look(configuration);
    expect(found).toEqual({ state: 'unreachable', reason: expect.stringMatching(/log cache.*(EEXIST|ENOTDIR)/) });
    expect(JSON.stringify(found)).not.toContain(folder);
  });

  it('is fetched byte for byte, once, with the token', async () => {
    expect(await look(configuration)).toEqual({ state: 'complete', reason: null, text: TEXT });
    expect([...gateway.tokens]).toEqual(['LAB-AUTH hadoop']);
    const asked = gateway.pages;
    await nextSecond();
    expect(await look(configuration)).toEqual({ state: 'complete', reason: null, text: TEXT });
    expect([gateway.downloads, gateway.pages]).toEqual([1, asked]);
  });

  it('is empty only when the engine manager says so', async () => {
    gateway.text = '';
    expect(await look(configuration)).toEqual({ state: 'complete', reason: null, text: '' });
  });

  it('is read by pages when it is too large to be sent, or is not sent as a file', async () => {
    gateway.mostBytes = 10;
    gateway.text = Array.from({ length: 12_345 }, (_, number) => `line ${number}`).join('\n');
    const found = await look(configuration);
    expect(found).toMatchObject({ state: 'complete', reason: null });
    expect((found as { text: string }).text === gateway.text).toBe(true);
    const before = gateway.downloads;
    gateway.text = TEXT;
    expect(await look(configuration, true, 'udfLog')).toEqual({ state: 'complete', reason: null, text: PAGED });
    expect(gateway.downloads).toBe(before);
  });

  it('grows by what is new; a line that was half written is not doubled', async () => {
    gateway.text = 'one\ntwo\nthr';
    expect(await look(configuration, false)).toEqual({ state: 'growing', reason: null, text: 'one\ntwo\nthr' });
    gateway.text += 'ee\nfour\n';
    expect(await look(configuration, false)).toMatchObject({ text: 'one\ntwo\nthr' });
    await nextSecond();
    expect(await look(configuration, false)).toEqual({ state: 'growing', reason: null, text: 'one\ntwo\nthree\nfour' });
    gateway.text += 'five\n';
    await nextSecond();
    expect(await look(configuration, true)).toEqual({
      state: 'complete',
      reason: null,
      text: 'one\ntwo\nthree\nfour\nfive',
    });
    expect(gateway.downloads).toBe(1);
  });

  it('is fetched once for all who ask at the same time', async () => {
    const found = await Promise.all(Array.from({ length: 8 }, () => look(configuration)));
    expect(found).toEqual(Array(8).fill({ state: 'complete', reason: null, text: TEXT }));
    expect(gateway.downloads).toBe(1);
  });

  it('begins anew when the remote log was replaced', async () => {
    await look(configuration, false);
    gateway.text = 'new\n';
    await nextSecond();
    expect(await look(configuration, false)).toEqual({ state: 'growing', reason: null, text: 'new' });
  });

  it('stays readable, and says what is missing, when the engine manager goes away', async () => {
    gateway.text = 'one\ntwo\n';
    await look(configuration, false);
    gateway.stop();
    await nextSecond();
    const found = await look(configuration, false);
    expect(found).toMatchObject({ state: 'truncated', text: 'one\ntwo\n' });
    expect(found).toHaveProperty('reason', expect.stringMatching(/refuses connections/));
  });

  it('makes room by removing the log that was used longest ago', async () => {
    const small = { ...configuration, logCacheBytes: 3000 };
    gateway.text = `${'x'.repeat(1999)}\n`;
    for (const stream of ['stdout', 'stderr'] as const)
      expect(await look(small, true, stream)).toMatchObject({ state: 'complete' });
    const kept = readdirSync(join(folder, 'log-cache/remote')).filter((name) => name.endsWith('.log'));
    expect(kept.map((name) => statSync(join(folder, 'log-cache/remote', name)).size)).toEqual([2000]);
    expect(await look(small, true, 'stdout')).toMatchObject({ state: 'complete', text: gateway.text });
    gateway.text = `${'x'.repeat(1999)}\n`.repeat(2);
    const found = await look(small, true, 'gc');
    expect(found).toMatchObject({ state: 'truncated' });
    expect(found).toHaveProperty('reason', expect.stringMatching(/LOG_CACHE_GIB/));
  });
});
