import type { LogState } from '@/contracts/engine-logs';

/** True when there is text to show. */
export function isReadable(state: LogState): boolean {
  return state.state === 'growing' || state.state === 'complete';
}
