import type { EngineActivity, EngineRecordFilter } from '@/contracts/engine-history';
import type { Context } from '@/server/platform/context';
import { visibleUser } from '../policy';
import { toBars } from '../rules/activity';
import { toSearchFilter } from '../search/filter';
import { findNewestTimes } from '../search/store';

const NEWEST = 2000;

/** When the newest engines that the filters find ran: everybody's for history administrators, one's own otherwise. */
export async function findEngineActivity(context: Context, filter: EngineRecordFilter): Promise<EngineActivity> {
  const { database, clock, actor } = context;
  const search = toSearchFilter(filter, visibleUser(actor), database.toColumnTime);
  const rows = search ? await findNewestTimes(database, search, NEWEST + 1) : [];
  const complete = rows.length <= NEWEST;
  const engines = rows.slice(0, NEWEST).flatMap(({ time, status }) => {
    const instant = database.isoFromColumnTime(time);
    return instant === null ? [] : [{ time: Date.parse(instant), failed: status === 'Failed' }];
  });
  const from = complete && filter.from ? Date.parse(filter.from) : null;
  const now = clock.now().getTime();
  const { bars, length } = toBars(engines, from, filter.to ? Math.min(Date.parse(filter.to), now) : now);
  const iso = (time: number) => new Date(time).toISOString();
  const last = bars.at(-1);
  return {
    bars: bars.map((bar) => ({ ...bar, start: iso(bar.start) })),
    end: last ? iso(last.start + length) : null,
    engines: engines.length,
    complete,
  };
}
