import { describe, expect, it } from 'vitest';
import { nextTime } from './schedule';

const next = (cron: string, zone: string, after: string) =>
  nextTime(cron, zone, new Date(after))?.toISOString() ?? null;

describe('schedules', () => {
  it('name the next moment in their zone', () => {
    expect(next('30 2 * * 6', 'Asia/Shanghai', '2026-05-06T10:00:00Z')).toBe('2026-05-08T18:30:00.000Z');
    expect(next('0 0 1 * *', 'UTC', '2026-05-01T00:00:00Z')).toBe('2026-06-01T00:00:00.000Z');
  });

  it('run once where clocks go forward or back', () => {
    const after = next('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z') ?? '';
    expect(Date.parse(after)).toBeLessThan(Date.parse('2026-03-29T02:00:00Z'));
    expect(next('30 2 * * *', 'Europe/Berlin', after)).toBe('2026-03-30T00:30:00.000Z');
    const autumn = next('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z') ?? '';
    expect(autumn).toBe('2026-10-25T00:30:00.000Z');
    expect(next('30 2 * * *', 'Europe/Berlin', autumn)).toBe('2026-10-26T01:30:00.000Z');
  });

  it('know that some days never come', () => {
    expect(next('0 0 30 2 *', 'UTC', '2026-01-01T00:00:00Z')).toBeNull();
  });

  it.each([
    ['61 * * * *', 'UTC', 'cron'],
    ['* * * *', 'UTC', 'cron'],
    ['0 0 0 * * *', 'UTC', 'cron'],
    ['what is this cron thing', 'UTC', 'cron'],
    ['0 0 * * *', 'Mars/Olympus', 'timeZone'],
  ])('refuse %s in %s', (cron, zone, path) => {
    expect(() => next(cron, zone, '2026-01-01T00:00:00Z')).toThrow(
      expect.objectContaining({
        code: 'invalid_input',
        detail: expect.objectContaining({ faults: [expect.objectContaining({ path })] }),
      }),
    );
  });
});
