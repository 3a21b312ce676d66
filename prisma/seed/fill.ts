import { kindOf } from '@/server/platform/db/url';
import { recordIndexes, restoreIndexes } from './indexes';
import { type BulkLoader, openLoader } from './load/loader';
import { grouped, progressReporter } from './progress';
import { columnValues, type SeedRecord } from './record';
import type { Scenario } from './scenarios';

/** What to fill and with what. */
export interface FillRequest {
  url: string;
  /** Root of the checkout, where the migrations are. */
  root: string;
  scenario: Scenario;
  records: number | null;
  now: number;
  /** Adds to a database that has records. */
  append: boolean;
  toColumnTime: (instant: Date) => string;
  say: (line: string) => void;
}

/** What was stored, and the newest records, for which logs are wanted. */
export interface Filled {
  count: number;
  newest: SeedRecord[];
}

/** From so many rows on, building an index afterwards is faster than keeping it up to date row by row. */
const INDEX_AFTERWARDS = 200_000;

/** Runs the load; into an empty table and for many rows, without the plain indexes, which are built at the end. */
async function loadWell(
  loader: BulkLoader,
  request: FillRequest,
  empty: boolean,
  work: () => Promise<void>,
): Promise<void> {
  const { url, root, scenario, records, say } = request;
  const kind = kindOf(url);
  const afterwards = empty && scenario.count(records) >= INDEX_AFTERWARDS ? recordIndexes(root, kind) : [];
  for (const { drop } of afterwards) await loader.run(drop);
  try {
    await work();
  } finally {
    for (const { name, create } of afterwards) {
      say(`  building the index ${name}`);
      await loader.run(create);
    }
  }
}

/** Fills the history table with a scenario. @throws Error when it has records and adding to them was not asked for */
export async function fill(request: FillRequest): Promise<Filled> {
  const { url, root, scenario, records, now, append, toColumnTime, say } = request;
  await restoreIndexes(url, root, say);
  const loader = await openLoader(url);
  try {
    const before = await loader.countRecords();
    if (before > 0 && !append)
      throw new Error(
        `The database has ${grouped(before)} records already. Give --append to add to them, or another --database.`,
      );
    const newest: SeedRecord[] = [];
    let count = 0;
    const source = scenario.records({ now, records, run: String(before), toColumnTime });
    function* rows() {
      for (const record of source) {
        count++;
        newest.push(record);
        if (newest.length > 2 * scenario.withLogs) newest.splice(0, newest.length - scenario.withLogs);
        yield columnValues(record, toColumnTime);
      }
    }
    const progress = progressReporter(scenario.count(records), say);
    await loadWell(loader, request, before === 0, () => loader.load(rows(), progress));
    await loader.analyze();
    return { count, newest: scenario.withLogs > 0 ? newest.slice(-scenario.withLogs) : [] };
  } finally {
    await loader.close();
  }
}
