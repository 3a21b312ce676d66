import { describe, expect, it } from 'vitest';
import { cleanupHref } from './clean-up';
import type { ListState } from './search-params';

const STATE: ListState = {
  status: [],
  engineType: [],
  engineVersion: [],
  user: [],
  creator: [],
  ecm: [],
  instance: [],
  instancePart: null,
  ticket: null,
  label: null,
  timeField: 'createTime',
  range: null,
  from: null,
  to: null,
  sort: 'createTime',
  order: 'desc',
  pageSize: 50,
  cursor: null,
  at: null,
  open: null,
};
const NOW = new Date('2026-05-06T10:20:30Z');

describe('the way from the engine history to a cleanup', () => {
  it('takes along what a rule can have, and names the rest', () => {
    expect(cleanupHref(STATE, NOW)).toEqual({ href: '/cleanup?subject=engineRecords', lost: [] });
    const { href, lost } = cleanupHref(
      {
        ...STATE,
        user: ['alice', 'bob'],
        creator: ['IDE'],
        status: ['Failed'],
        engineType: ['spark'],
        label: 'x',
        timeField: 'releaseTime',
        to: new Date('2026-05-01T00:00:00Z'),
      },
      NOW,
    );
    expect(Object.fromEntries(new URL(href, 'http://x').searchParams)).toEqual({
      subject: 'engineRecords',
      users: 'alice,bob',
      applications: 'IDE',
      statuses: 'Failed',
      time: 'release',
      to: '2026-05-01T00:00:00.000Z',
    });
    expect(lost).toEqual(['engineType', 'label']);
  });

  it('fixes ranges that move', () => {
    const { href } = cleanupHref({ ...STATE, range: '7d', timeField: 'usedTime' }, NOW);
    const parameters = new URL(href, 'http://x').searchParams;
    expect([parameters.get('time'), parameters.get('from'), parameters.get('to')]).toEqual([
      'used',
      '2026-04-29T10:20:30.000Z',
      null,
    ]);
  });
});
