import { makeEngine } from './engines';
import { oddRecords } from './odd-rows';
import { USERS } from './population';
import { Random, Weighted } from './random';
import type { SeedRecord } from './record';
import { rhythmicTimes } from './rhythm';

/** What a scenario is made from. */
interface Circumstances {
  now: number;
  /** How many engines; the scenario's own number when null. Scenarios of fixed rows ignore it. */
  records: number | null;
  /** Sets apart the rows of a run that adds to others. */
  run: string;
  toColumnTime: (instant: Date) => string;
}

/** A story that a database is filled with. */
export interface Scenario {
  name: string;
  description: string;
  /** Engines, newest first, that get log files. */
  withLogs: number;
  count: (records: number | null) => number;
  records: (circumstances: Circumstances) => Generator<SeedRecord>;
}

const DAY_MS = 86_400_000;

interface Story {
  name: string;
  description: string;
  users: number;
  days: number;
  usual: number;
  withLogs: number;
}

function engineStory({ name, description, users, days, usual, withLogs }: Story): Scenario {
  return {
    name,
    description,
    withLogs,
    count: (records) => records ?? usual,
    *records({ now, records, run, toColumnTime }) {
      const random = new Random(`${name} ${run}`);
      const setting = { users: Weighted.zipf(USERS.slice(0, users)), now, toColumnTime };
      for (const created of rhythmicTimes(random, now - days * DAY_MS, now, records ?? usual)) {
        // Columns hold whole seconds.
        yield makeEngine(Math.floor(created / 1000) * 1000, random, setting);
      }
    },
  };
}

const oddRows: Scenario = {
  name: 'odd-rows',
  description: 'one row for every oddity that Linkis writes, and a few that only an attacker would',
  withLogs: 0,
  count: () => [...oddRecords(new Random(''), 0)].length,
  records: ({ now, run }) => oddRecords(new Random(`odd-rows ${run}`), Math.floor(now / 1000) * 1000),
};

/** All scenarios. */
export const SCENARIOS: readonly Scenario[] = [
  engineStory({
    name: 'small-team',
    description: '400 engines of 8 users in two weeks, with logs',
    users: 8,
    days: 14,
    usual: 400,
    withLogs: 200,
  }),
  engineStory({
    name: 'busy-week',
    description: '50,000 engines of 40 users in seven days and nights, with logs of the newest',
    users: 40,
    days: 7,
    usual: 50_000,
    withLogs: 200,
  }),
  engineStory({
    name: 'million',
    description: '1,000,000 engines (or --records) of 40 users in 90 days',
    users: 40,
    days: 90,
    usual: 1_000_000,
    withLogs: 0,
  }),
  oddRows,
];
