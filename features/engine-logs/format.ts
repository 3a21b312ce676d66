import type { LogState } from '@/contracts/engine-logs';

/** True when there is text to show. */
export function isReadable(state: LogState): boolean {
  return state.state === 'growing' || state.state === 'complete' || state.state === 'truncated';
}

/** Address of the page that shows an engine's logs and nothing else. */
export function logsHref(ticketId: string): string {
  return `/engine-history/${encodeURIComponent(ticketId)}/logs`;
}
