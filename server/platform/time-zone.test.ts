import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromWallClock, isoFromWallClock, toWallClock } from './time-zone';

describe('wall-clock texts', () => {
  it('follow the zone', () => {
    const instant = new Date('2026-05-06T10:20:05Z');
    expect(toWallClock(instant, 'UTC')).toBe('2026-05-06 10:20:05');
    expect(toWallClock(instant, 'Asia/Shanghai')).toBe('2026-05-06 18:20:05');
    expect(fromWallClock('2026-05-06 18:20:05', 'Asia/Shanghai')).toEqual(instant);
    expect(toWallClock(new Date('2026-01-06T10:20:05Z'), 'America/New_York')).toBe('2026-01-06 05:20:05');
  });

  it('mean one instant when clocks change', () => {
    expect(fromWallClock('2026-10-25 02:30:00', 'Europe/Berlin').toISOString()).toBe('2026-10-25T00:30:00.000Z');
    expect(fromWallClock('2026-03-29 02:30:00', 'Europe/Berlin').toISOString()).toBe('2026-03-29T01:30:00.000Z');
  });

  it('give back the instant they were made from, except in the hour that is twice', () => {
    const zones = fc.constantFrom(
      'UTC',
      'Asia/Shanghai',
      'Europe/Berlin',
      'America/St_Johns',
      'Pacific/Chatham',
      'Asia/Kolkata',
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), zones, (seconds, zone) => {
        const text = toWallClock(new Date(seconds * 1000), zone);
        const back = fromWallClock(text, zone);
        expect(toWallClock(back, zone)).toBe(text);
        expect(Math.abs(back.getTime() - seconds * 1000)).toBeLessThanOrEqual(3_600_000);
      }),
    );
  });

  it('that name no time give an invalid date', () => {
    expect(Number.isNaN(fromWallClock('0000-00-00 00:00:00', 'Asia/Shanghai').getTime())).toBe(true);
  });

  it('are the same time as ISO text, whatever they hold', () => {
    const digits = fc.integer({ min: 0, max: 99 }).map((number) => String(number).padStart(2, '0'));
    const year = fc.constantFrom('0000', '0099', '1970', '2024', '2026', '9999');
    const texts = fc.oneof(
      fc
        .tuple(year, digits, digits, digits, digits, digits)
        .map(([y, m, d, h, i, s]) => `${y}-${m}-${d} ${h}:${i}:${s}`),
      fc
        .date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
        .map((date) => toWallClock(date, 'UTC')),
      fc.string(),
    );
    fc.assert(
      fc.property(texts, fc.constantFrom('UTC', 'Asia/Shanghai'), (text, zone) => {
        const time = fromWallClock(text, zone);
        expect(isoFromWallClock(text, zone)).toBe(Number.isNaN(time.getTime()) ? null : time.toISOString());
      }),
      { numRuns: 500 },
    );
    expect(isoFromWallClock(null, 'UTC')).toBeNull();
  });
});
