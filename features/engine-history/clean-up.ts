import { type FilterName, LIST_FILTERS, type ListState, TEXT_FILTERS } from './search-params';
import { resolveRange } from './time-range';

const RULE_TIMES = { createTime: 'create', usedTime: 'used', releaseTime: 'release' } as const;
const IN_RULES: readonly FilterName[] = ['user', 'creator', 'status'];

/**
 * Address of a cleanup of engine records whose rule begins with what the list is narrowed by. `lost` names the filters
 * that a rule cannot have.
 */
export function cleanupHref(state: ListState, now: Date): { href: string; lost: FilterName[] } {
  const parameters = new URLSearchParams({ subject: 'engineRecords' });
  const set = (name: string, value: string | undefined) => value && parameters.set(name, value);
  set('users', state.user.join(','));
  set('applications', state.creator.join(','));
  set('statuses', state.status.join(','));
  const { from, to } = state.range
    ? resolveRange(state.range, now)
    : { from: state.from?.toISOString(), to: state.to?.toISOString() };
  if (from || to) set('time', RULE_TIMES[state.timeField]);
  set('from', from);
  set('to', to);
  const lists = LIST_FILTERS.filter((name) => !IN_RULES.includes(name) && state[name].length > 0);
  const lost = [...lists, ...TEXT_FILTERS.filter((name) => state[name] !== null)];
  return { href: `/cleanup?${parameters}`, lost };
}
