import type { ListState } from './search-params';

/** Names under which answers about engines are kept, in the browser and for what the server reads ahead. */
export const engineKeys = {
  list: ({ open: _, ...state }: ListState) => ['engine-records', 'list', state] as const,
  count: (state: object, exact: boolean) => ['engine-records', 'count', state, exact] as const,
  activity: (state: object) => ['engine-records', 'activity', state] as const,
  facets: ['engine-records', 'facets'] as const,
  detail: (ticketId: string) => ['engine-records', 'detail', ticketId] as const,
  similar: (ticketId: string) => ['engine-records', 'similar', ticketId] as const,
};
