import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogFollowEvents } from '@/contracts/engine-logs';
import { readConfiguration } from '@/server/platform/config/environment';
import { Serialized } from '@/server/platform/http/event-stream';
import { openEngineLog } from '../open-log';
import { type FollowEvent, type FollowedLog, follow } from './hub';

const suffix = 'alice/20260506/spark/t1/logs';
let root: string;
let file: string;
let ended = false;
let opened = 0;
let names = 0;
let name: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'engineroom-follow-'));
  mkdirSync(join(root, 'roots', suffix), { recursive: true });
  file = join(root, 'roots', suffix, 'stdout');
  ended = false;
  opened = 0;
  name = `log ${names++}`;
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function followed(): FollowedLog {
  const configuration = readConfiguration({ LOG_ROOTS: join(root, 'roots'), DATA_DIR: join(root, 'data') });
  const location = { ticketId: 't1', suffix, ecm: null, instance: null, ended: false };
  return {
    reopen: () => {
      opened++;
      return openEngineLog(configuration, location, 'stdout');
    },
    ended: async () => ended,
  };
}

/** Somebody who follows the log and keeps what is told. */
class Viewer {
  readonly texts: string[] = [];
  readonly numbers: (number | null)[] = [];
  readonly events: string[] = [];
  anchor: string | undefined;
  readonly #gone = new AbortController();
  readonly done: Promise<unknown>;

  constructor(after: number | null = null) {
    this.done = follow(name, followed(), after, async (event) => this.#tell(event), this.#gone.signal);
  }

  #tell({ name: event, data, id }: FollowEvent): void {
    this.events.push(event);
    if (event !== 'lines') return;
    const { lines } = (data instanceof Serialized ? JSON.parse(data.json) : data) as LogFollowEvents['lines'];
    this.texts.push(...lines.map((line) => line.text));
    this.numbers.push(...lines.map((line) => line.number));
    this.anchor = id ?? this.anchor;
  }

  async until(what: () => boolean): Promise<void> {
    for (let round = 0; round < 200 && !what(); round++) await new Promise((wait) => setTimeout(wait, 50));
  }

  has(count: number): Promise<void> {
    return this.until(() => this.texts.length >= count);
  }

  leave(): void {
    this.#gone.abort();
  }
}

const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `line ${from + index}\n`).join('');
const texts = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `line ${from + index}`);

describe('following', () => {
  it('tells what is written after, whole lines only, with their numbers', async () => {
    writeFileSync(file, lines(0, 3));
    const viewer = new Viewer();
    await viewer.until(() => viewer.events.length > 0);
    appendFileSync(file, `${lines(3, 5)}half`);
    await viewer.has(2);
    appendFileSync(file, ' and half\n');
    await viewer.has(3);
    viewer.leave();
    await viewer.done;
    expect(viewer.texts).toEqual(['line 3', 'line 4', 'half and half']);
    expect(viewer.numbers).toEqual([4, 5, 6]);
  });

  it('brings everybody up from where they are, whenever they come, with one reader', async () => {
    writeFileSync(file, lines(0, 1000));
    const viewers = [new Viewer(0), new Viewer(), ...Array.from({ length: 200 }, () => new Viewer(0))];
    await viewers[1]?.until(() => (viewers[1]?.events.length ?? 0) > 0);
    const before = opened;
    appendFileSync(file, lines(1000, 1500));
    await viewers[1]?.has(500);
    const late = new Viewer(lines(0, 700).length);
    for (const viewer of [...viewers, late]) await viewer.until(() => viewer.texts.at(-1) === 'line 1499');
    const looks = opened - before;
    for (const viewer of [...viewers, late]) viewer.leave();
    expect(viewers[0]?.texts).toEqual(texts(0, 1500));
    expect(viewers[1]?.texts).toEqual(texts(1000, 1500));
    expect(viewers.slice(2).every((viewer) => viewer.texts.length === 1500)).toBe(true);
    expect(late.texts).toEqual(texts(700, 1500));
    expect(looks).toBeLessThan(60);
  });

  it('loses and doubles nothing when the file is rolled', async () => {
    writeFileSync(file, lines(0, 200));
    const viewer = new Viewer(0);
    await viewer.has(200);
    appendFileSync(file, lines(200, 300));
    renameSync(file, `${file}.1`);
    writeFileSync(file, lines(300, 350));
    await viewer.has(350);
    renameSync(`${file}.1`, `${file}.2`);
    renameSync(file, `${file}.1`);
    writeFileSync(file, lines(350, 360));
    await viewer.has(360);
    viewer.leave();
    expect(viewer.texts).toEqual(texts(0, 360));
    expect(viewer.events).toContain('rotated');
  });

  it('goes on when the file is copied and cut, and when it is simply cut', async () => {
    writeFileSync(file, lines(0, 200));
    const viewer = new Viewer(0);
    await viewer.has(200);
    copyFileSync(file, `${file}.1`);
    truncateSync(file);
    appendFileSync(file, lines(200, 210));
    await viewer.has(210);
    truncateSync(file);
    await viewer.until(() => viewer.events.filter((event) => event === 'rotated').length > 1);
    appendFileSync(file, lines(210, 220));
    await viewer.has(220);
    viewer.leave();
    expect(viewer.texts).toEqual(texts(0, 220));
  });

  it('goes on at the anchor of what was told last', async () => {
    writeFileSync(file, lines(0, 10));
    const viewer = new Viewer();
    await viewer.until(() => viewer.events.length > 0);
    appendFileSync(file, lines(10, 15));
    await viewer.has(5);
    viewer.leave();
    await viewer.done;
    appendFileSync(file, lines(15, 20));
    const log = await followed().reopen();
    if ('reason' in log) throw new Error(log.reason);
    const again = new Viewer(await log.resolveAnchor(viewer.anchor ?? ''));
    await log.close();
    await again.has(5);
    again.leave();
    expect(again.texts).toEqual(texts(15, 20));
  });

  it('ends by itself when the engine has ended and all is told, a last line without an end too', async () => {
    writeFileSync(file, lines(0, 2));
    const viewer = new Viewer(0);
    await viewer.has(2);
    appendFileSync(file, 'last words');
    ended = true;
    await viewer.done;
    expect(viewer.texts).toEqual(['line 0', 'line 1', 'last words']);
    expect(viewer.events.at(-1)).toBe('ended');
  });

  it('says why there is nothing to follow', async () => {
    expect(await new Viewer().done).toMatchObject({ state: 'missing' });
  });
});
