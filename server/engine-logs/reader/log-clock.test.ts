import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfiguration } from '@/server/platform/config/environment';
import { readStamp, type Stamp } from '../rules/stamp';
import { openFilePart } from './file-part';
import { LogClock } from './log-clock';
import { indexLog } from './log-index';
import type { LogPart } from './part';

let folder: string;
let files = 0;
const parts: LogPart[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'engineroom-clock-'));
});
afterAll(async () => {
  await Promise.all(parts.map((part) => part.close()));
  rmSync(folder, { recursive: true, force: true });
});

async function clockOf(text: string, modified: string, zone = 'UTC'): Promise<LogClock> {
  const configuration = readConfiguration({ DATA_DIR: folder });
  const path = join(folder, `log-${files++}`);
  writeFileSync(path, text);
  utimesSync(path, new Date(modified), new Date(modified));
  const part = await openFilePart(configuration, path);
  if (!part) throw new Error('no part');
  parts.push(part);
  return LogClock.of(zone, await indexLog(configuration, [part]), part.modifiedTime);
}

const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString());
const stampOf = (line: string) => readStamp(line) as Stamp;

describe('times in a log', () => {
  it('of the day get their days from when the log was last written', async () => {
    // Two midnights lie between the first line and the last.
    const lines: string[] = [];
    const start = Date.parse('2026-05-04T22:00:00Z');
    for (let minute = 0; minute < 60 * 30; minute++) {
      const time = new Date(start + minute * 60_000).toISOString().slice(11, 23);
      lines.push(`${time} INFO a line ${'x'.repeat(300)}`);
    }
    const text = `${lines.join('\n')}\n`;
    const clock = await clockOf(text, '2026-05-06T03:59:30Z');
    const at = (minute: number) => lines.slice(0, minute).reduce((sum, line) => sum + line.length + 1, 0);
    for (const minute of [0, 119, 120, 600, 1559, 1560, 1799])
      expect(iso(clock.instant(stampOf(lines[minute] as string), at(minute)))).toBe(
        new Date(start + minute * 60_000).toISOString(),
      );
    const offset = clock.before(Date.parse('2026-05-05T10:00:00Z'));
    expect(offset).toBeLessThanOrEqual(at(720));
    expect(offset).toBeGreaterThan(at(720) - (128 << 10));
  });

  it('since the beginning are counted back from the last line', async () => {
    const clock = await clockOf('[0.022s][info][gc] Using G1\n[98.170s][info][gc] last\n', '2026-05-06T10:00:00Z');
    expect(iso(clock.instant(stampOf('[0.022s][info][gc] Using G1'), 0))).toBe('2026-05-06T09:58:21.852Z');
  });

  it('with a date are of the zone of the logs, unless they name theirs', async () => {
    const clock = await clockOf('2026-05-06 10:00:00.000 [INFO ] x\n', '2026-05-06T10:00:00Z', 'Asia/Shanghai');
    expect(iso(clock.instant(stampOf('2026-05-06 10:00:00.000 x'), 0))).toBe('2026-05-06T02:00:00.000Z');
    expect(iso(clock.instant(stampOf('[2026-05-06T10:00:00.000+0200] x'), 0))).toBe('2026-05-06T08:00:00.000Z');
  });

  it('need not be everywhere', async () => {
    const gap = 'no time here\n'.repeat(40_000);
    const text = `2026-05-06 10:00:00.000 a\n${gap}2026-05-06 11:00:00.000 b\n${gap}2026-05-06 12:00:00.000 c\n`;
    const clock = await clockOf(text, '2026-05-06T12:00:00Z');
    expect(clock.before(Date.parse('2026-05-06T11:00:00Z'))).toBeLessThanOrEqual(text.indexOf('2026-05-06 11'));
    expect(clock.before(Date.parse('2026-05-06T09:00:00Z'))).toBe(0);
    expect(clock.before(Date.parse('2027-01-01T00:00:00Z'))).toBeLessThanOrEqual(text.indexOf('2026-05-06 12'));
  });
});
