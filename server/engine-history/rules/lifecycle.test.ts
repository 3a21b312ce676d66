import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENGINE_STATUSES, type EngineStatus } from '@/contracts/engine-history';
import { EMPTY_STATE, foldEvents, isCompleted, type KeptEvent, type RecordState } from './lifecycle';

const TICKET = 'T1';
let number = 0;

function event(phase: KeptEvent['phase'], parts: Partial<KeptEvent> = {}): KeptEvent {
  number += 1;
  return {
    eventId: `e${number}`,
    phase,
    status: null,
    time: number * 1000,
    instance: null,
    ecmInstance: null,
    resource: null,
    logDirSuffix: null,
    metrics: null,
    hasMetrics: false,
    ...parts,
  };
}

function fold(...events: KeptEvent[]): RecordState {
  return foldEvents(TICKET, EMPTY_STATE, [], events);
}

describe('life cycle (vectors: lifecycle)', () => {
  it('goes from request through use to release', () => {
    const state = fold(
      event('request', { resource: 'r' }),
      event('used', { instance: 'h:1' }),
      event('release', { status: 'Success' }),
    );
    expect(state).toMatchObject({
      status: 'Success',
      serviceInstance: 'h:1',
      requestResource: 'r',
      usedResource: 'r',
      releasedResource: 'r',
    });
    expect(state.createTime).not.toBeNull();
    expect(state.usedTime).not.toBeNull();
    expect(state.releaseTime).not.toBeNull();
  });

  it('shows the ticket as instance until the engine has an address', () => {
    expect(fold(event('request'))).toMatchObject({ status: 'Starting', serviceInstance: TICKET, usedTime: null });
  });

  it('gives back what was requested when the engine was never used', () => {
    expect(fold(event('request', { resource: 'r' }), event('release', { status: 'ShuttingDown' }))).toMatchObject({
      status: 'ShuttingDown',
      usedResource: null,
      releasedResource: 'r',
    });
  });

  it('calls an end without a status a failure', () => {
    expect(fold(event('request'), event('used'), event('release')).status).toBe('Failed');
  });
});

describe('completed is final (vectors: statusPredicates)', () => {
  it.each([
    [null, 'Starting', 'Starting'],
    ['', 'Running', 'Running'],
    ['Starting', 'Failed', 'Failed'],
    ['Running', 'Success', 'Success'],
    ['Running', 'ShuttingDown', 'ShuttingDown'],
    ['Failed', 'Success', 'Failed'],
    ['Success', 'Running', 'Success'],
    ['ShuttingDown', 'Starting', 'ShuttingDown'],
  ] as const)('%s then %s is %s', (stored, incoming, result) => {
    const before = { ...EMPTY_STATE, status: stored, createTime: 1 };
    expect(foldEvents(TICKET, before, [], [event('status', { status: incoming })]).status).toBe(result);
  });

  it('knows which statuses are', () => {
    expect(ENGINE_STATUSES.filter(isCompleted)).toEqual(['ShuttingDown', 'Failed', 'Success']);
  });
});

describe('any order of arrival', () => {
  const live = fc.constantFrom<EngineStatus>('Unlock', 'Locked', 'Idle', 'Busy', 'Running');
  const someEvent = fc.record({
    phase: fc.constantFrom<KeptEvent['phase']>('request', 'used', 'status'),
    time: fc.integer({ min: 1, max: 1_000_000 }),
    status: live,
    resource: fc.option(fc.constantFrom('a', 'b', 'c')),
    instance: fc.option(fc.constantFrom('h:1', 'h:2')),
  });

  function toEvents(
    parts: {
      phase: KeptEvent['phase'];
      time: number;
      status: EngineStatus;
      resource: string | null;
      instance: string | null;
    }[],
  ): KeptEvent[] {
    return parts.map((part, index) => ({
      ...event(part.phase),
      ...part,
      eventId: `p${index}`,
      status: part.phase === 'status' ? part.status : null,
    }));
  }

  it('gives the same record, in one batch or one by one', () => {
    fc.assert(
      fc.property(
        fc.array(someEvent, { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        fc.infiniteStream(fc.nat()),
        (parts, ends, random) => {
          const events = toEvents(parts);
          if (ends) events.push({ ...event('release', { status: 'Success' }), eventId: 'end', time: 2_000_000 });
          const together = foldEvents(TICKET, EMPTY_STATE, [], events);
          const shuffled = [...events]
            .map((item) => ({ item, at: random.next().value as number }))
            .sort((left, right) => left.at - right.at)
            .map(({ item }) => item);
          let state = EMPTY_STATE;
          for (const [index, item] of shuffled.entries())
            state = foldEvents(TICKET, state, shuffled.slice(0, index), [item]);
          expect(state).toEqual(together);
        },
      ),
    );
  });
});
