import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBars } from './activity';

const engine = (time: number, failed = false) => ({ time, failed });

describe('bars of activity', () => {
  it('are none without engines, and one second long at least', () => {
    expect(toBars([], null, 5000).bars).toEqual([]);
    expect(toBars([engine(4000), engine(4000, true)], null, 4000)).toEqual({
      bars: [{ start: 4000, engines: 2, failed: 1 }],
      length: 1000,
    });
  });

  it('reach from the bounds that are asked for, with gaps where nothing ran', () => {
    const { bars, length } = toBars([engine(10_000), engine(39_000, true)], 0, 80_000);
    expect(length).toBe(2000);
    expect(bars).toHaveLength(40);
    expect(bars.filter(({ engines }) => engines > 0)).toEqual([
      { start: 10_000, engines: 1, failed: 0 },
      { start: 38_000, engines: 1, failed: 1 },
    ]);
  });

  it('count every engine once, in at most 40 bars of one length', () => {
    const times = fc.array(
      fc.record({ time: fc.nat(10_000_000).map((second) => second * 1000), failed: fc.boolean() }),
      {
        minLength: 1,
        maxLength: 300,
      },
    );
    fc.assert(
      fc.property(times, fc.option(fc.nat(10_000_000_000)), fc.nat(10_000_000_000), (engines, from, until) => {
        const { bars, length } = toBars(engines, from, until);
        expect(bars.length).toBeLessThanOrEqual(40);
        expect(bars.reduce((sum, bar) => sum + bar.engines, 0)).toBe(engines.length);
        expect(bars.reduce((sum, bar) => sum + bar.failed, 0)).toBe(engines.filter(({ failed }) => failed).length);
        for (const [index, bar] of bars.entries()) expect(bar.start).toBe((bars[0]?.start ?? 0) + index * length);
      }),
    );
  });
});
