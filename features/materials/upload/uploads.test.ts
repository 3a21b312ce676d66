import { createHash, randomBytes } from 'node:crypto';
import { openAsBlob, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ApiProblem } from '@/lib/api-client';
import { UploadHost } from '@/test/setup/upload-host';
import { hashFile } from './hash-file';
import { FileUnreadable, sendFile } from './send-file';
import type { Phase } from './upload';
import { Uploads } from './uploads';

const SLICE = 64 * 1024;
const content = randomBytes(5 * SLICE + 123);
const file = () => new File([content], 'spark.zip');

let host: UploadHost;
let uploads: Uploads;
const begin = () => new Uploads(host.client(), { sliceBytes: SLICE, pauseMs: () => 5 });
beforeEach(async () => {
  host = await UploadHost.start();
  uploads = begin();
});
afterEach(() => host.stop());

const first = (of = uploads) => {
  const [upload] = of.current();
  if (!upload) throw new Error('no upload');
  return upload;
};
const reaches = (phase: Phase, of = uploads) => vi.waitFor(() => expect(first(of).phase).toBe(phase), 5000);
/** Holds bytes back until it is called. */
function holdBytes(): () => void {
  let open = () => {};
  host.gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  return open;
}

describe('an upload', () => {
  test('goes in slices, is inspected, and every byte arrives', async () => {
    uploads.add([file()], null);
    await reaches('inspected');
    expect(host.offsets).toEqual([0, 1, 2, 3, 4, 5].map((number) => number * SLICE));
    expect(host.only.bytes.equals(content)).toBe(true);
    expect(first()).toMatchObject({ sentBytes: content.length, error: null });
  });

  test('says the hash of the file that was picked last, read beside the sending', async () => {
    const open = holdBytes();
    const hashed: Blob[] = [];
    let stopped = 0;
    const digest = (blob: Blob) => {
      hashed.push(blob);
      return { sha256: hashFile(blob), stop: () => void stopped++ };
    };
    const own = new Uploads(host.client(), { sliceBytes: SLICE, pauseMs: () => 5, digest });
    own.add([file()], null);
    await reaches('sending', own);
    own.pause(first(own).key);
    open();
    own.continueWith(first(own).key, file());
    await reaches('inspected', own);
    expect([hashed.length, stopped]).toEqual([2, 1]);
    expect(host.only.upload.sha256).toBe(createHash('sha256').update(content).digest('hex'));
  });

  test('announces the engine version that the archive must hold', async () => {
    uploads.add([file()], { engineType: 'spark', engineVersion: '3.3.1' });
    await reaches('inspected');
    expect(host.only.upload).toMatchObject({ fileName: 'spark.zip', engineType: 'spark', engineVersion: '3.3.1' });
  });

  test('goes on where the server is after broken connections', async () => {
    host.cuts = { count: 3, afterBytes: 1000 };
    const phases = new Set<Phase>();
    uploads.watch(() => phases.add(first().phase));
    uploads.add([file()], null);
    await reaches('inspected');
    expect(phases).toContain('waiting');
    expect(host.only.bytes.equals(content)).toBe(true);
    expect(host.offsets.slice(0, 4)).toEqual([0, 1000, 2000, 3000]);
  });

  test('asks for the offset when another one was due', async () => {
    host.refusals.push({ status: 409, code: 'conflict' });
    uploads.add([file()], null);
    await reaches('inspected');
    expect(host.only.bytes.equals(content)).toBe(true);
  });

  test('stops when another attempt is of no use, and goes on when it is asked to', async () => {
    host.refusals.push({ status: 413, code: 'too_large' });
    uploads.add([file()], null);
    await reaches('stopped');
    expect(first().error).toBeInstanceOf(ApiProblem);
    expect(host.offsets).toEqual([0]);
    uploads.resume(first().key);
    await reaches('inspected');
    expect(host.announced).toBe(1);
  });

  test('gives up after many attempts that bring nothing', async () => {
    for (let number = 0; number < 30; number++) host.refusals.push({ status: 503, code: 'not_ready' });
    uploads.add([file()], null);
    await reaches('stopped');
    expect(host.offsets).toHaveLength(10);
  });

  test('is paused and goes on', async () => {
    const open = holdBytes();
    uploads.add([file()], null);
    await vi.waitFor(() => expect(host.offsets).toHaveLength(1));
    uploads.pause(first().key);
    open();
    await new Promise((done) => setTimeout(done, 50));
    expect(first().phase).toBe('paused');
    const sent = host.offsets.length;
    uploads.resume(first().key);
    await reaches('inspected');
    expect(sent).toBe(1);
    expect(host.only.bytes.equals(content)).toBe(true);
  });

  test('that is paused and resumed before it has a name is announced once', async () => {
    uploads.add([file()], null);
    uploads.pause(first().key);
    uploads.resume(first().key);
    await reaches('inspected');
    expect(host.announced).toBe(1);
  });

  test('is given up while it is sent, on the server too', async () => {
    holdBytes();
    uploads.add([file()], null);
    await vi.waitFor(() => expect(host.offsets).toHaveLength(1));
    await uploads.discard(first().key);
    expect(uploads.current()).toEqual([]);
    expect(host.only.upload.state).toBe('cancelled');
  });

  test('that failed to be inspected is inspected again', async () => {
    host.verdict = 'failed';
    uploads.add([file()], null);
    await reaches('failed');
    host.verdict = 'refused';
    uploads.resume(first().key);
    await reaches('refused');
    expect(host.offsets).toHaveLength(6);
  });

  test('waits while three others are sent', async () => {
    const open = holdBytes();
    uploads.add([file(), file(), file(), file()], null);
    await vi.waitFor(() => expect(host.offsets).toHaveLength(3));
    expect(uploads.current().map(({ phase }) => phase)).toEqual(['sending', 'sending', 'sending', 'queued']);
    open();
    await vi.waitFor(() => expect(uploads.current().every(({ phase }) => phase === 'inspected')).toBe(true), 5000);
  });
});

describe('an upload from before', () => {
  /** As after loading the page again while it was sent. */
  async function interrupted(): Promise<Uploads> {
    host.cuts = { count: 1000, afterBytes: 1000 };
    uploads.add([file()], null);
    await vi.waitFor(() => expect(host.only.bytes.length).toBeGreaterThan(2000));
    uploads.pause(first().key);
    await new Promise((done) => setTimeout(done, 50));
    host.cuts.count = 0;
    const later = begin();
    await later.loadOpen();
    return later;
  }

  test('goes on with the same file only', async () => {
    const later = await interrupted();
    const { key, phase, sentBytes } = first(later);
    expect({ phase, sentBytes }).toEqual({ phase: 'orphaned', sentBytes: host.only.bytes.length });
    later.continueWith(key, new File(['other'], 'spark.zip'));
    expect(first(later)).toMatchObject({ phase: 'orphaned', mismatch: { fileName: 'spark.zip', sizeBytes: 5 } });
    later.continueWith(key, file());
    await reaches('inspected', later);
    expect(first(later).mismatch).toBe(null);
    expect(host.only.bytes.equals(content)).toBe(true);
  });

  test('goes on when its file is added as if it were new', async () => {
    const later = await interrupted();
    expect(later.add([file()], null)).toEqual([first(later).key]);
    await reaches('inspected', later);
    expect(host.announced).toBe(1);
    expect(later.add([file()], null)).not.toEqual([first(later).key]);
  });

  test('is listed once, and discarded', async () => {
    const later = await interrupted();
    await later.loadOpen();
    expect(later.current()).toHaveLength(1);
    await later.discard(first(later).key);
    expect(host.only.upload.state).toBe('cancelled');
  });
});

test('a file that is gone is no broken connection', async () => {
  const path = join(tmpdir(), `engineroom-${process.pid}-gone.zip`);
  writeFileSync(path, content);
  const blob = await openAsBlob(path);
  const server = host.client();
  const { id } = await server.announce({ fileName: 'gone.zip', sizeBytes: content.length });
  rmSync(path);
  const sending = sendFile({
    server,
    uploadId: id,
    file: blob,
    signal: new AbortController().signal,
    onProgress: () => {},
    onWait: () => {},
    pauseMs: () => 5,
  });
  await expect(sending).rejects.toBeInstanceOf(FileUnreadable);
});
