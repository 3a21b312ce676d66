import { describe, expect, it } from 'vitest';
import { FIRST_SCHEDULE, readCron, type ScheduleForm, scheduleFault, timeZones, toCron } from './schedule';

describe('a schedule', () => {
  it('is written as cron', () => {
    const write = (change: Partial<ScheduleForm>) => toCron({ ...FIRST_SCHEDULE, ...change });
    expect(write({ kind: 'daily', time: '02:05' })).toBe('5 2 * * *');
    expect(write({ kind: 'weekly', time: '00:00', weekdays: [0, 6, 1] })).toBe('0 0 * * 1,6,0');
    expect(write({ kind: 'monthly', time: '23:59', day: 31 })).toBe('59 23 31 * *');
    expect(write({ kind: 'custom', cron: '  */15   8-18 * * 1-5 ' })).toBe('*/15 8-18 * * 1-5');
  });

  it('is read back from cron without a change of what it means', () => {
    for (const [cron, kind] of [
      ['5 2 * * *', 'daily'],
      ['0 0 * * 1,6,0', 'weekly'],
      ['59 23 31 * *', 'monthly'],
    ] as const) {
      expect(readCron(cron).kind).toBe(kind);
      expect(toCron(readCron(cron))).toBe(cron);
    }
    expect(readCron('30 2 * * 5-7').weekdays).toEqual([0, 5, 6]);
    expect(readCron('30  02 * *  7')).toMatchObject({ kind: 'weekly', time: '02:30', weekdays: [0] });
  });

  it('stays as it was written when no preset says it', () => {
    for (const cron of [
      '*/5 * * * *',
      '30 2 1 1 *',
      '30 2 1 * 1',
      '30 2 L * *',
      '60 2 * * *',
      '30 24 * * *',
      '30 2 32 * *',
      '30 2 * * 8',
      '30 2 * * 5-1',
      '30 2 * * SAT',
    ])
      expect(readCron(cron)).toMatchObject({ kind: 'custom', cron });
  });

  it('is not asked about when it cannot be right', () => {
    expect(scheduleFault({ ...FIRST_SCHEDULE, time: '' })).toBe('time');
    expect(scheduleFault({ ...FIRST_SCHEDULE, kind: 'weekly', weekdays: [] })).toBe('weekdays');
    expect(scheduleFault({ ...FIRST_SCHEDULE, kind: 'custom', cron: '30 2 * *' })).toBe('fields');
    expect(scheduleFault({ ...FIRST_SCHEDULE, kind: 'custom', cron: '99 2 * * *' })).toBeNull();
  });

  it("offers the viewer's zone and UTC first, and each zone once", () => {
    const zones = timeZones('Asia/Shanghai', 'Etc/GMT+12');
    expect(zones.slice(0, 3)).toEqual(['Asia/Shanghai', 'UTC', 'Etc/GMT+12']);
    expect(new Set(zones).size).toBe(zones.length);
    expect(zones).toContain('Europe/Berlin');
  });
});
