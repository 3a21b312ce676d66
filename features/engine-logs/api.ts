import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { findLogErrors, nearestHit, searchLog } from '@/contracts/engine-log-search';
import type {
  downloadLog,
  followLog,
  LogLevel,
  LogPage,
  LogStream,
  listLogStreams,
  readLog,
  readMergedLog,
} from '@/contracts/engine-logs';
import { apiUrl, callApi, endpoint } from '@/lib/api-client';
import { logKeys } from './query-keys';

const streams = endpoint<typeof listLogStreams>('get', '/api/v1/engine-records/{ticketId}/logs');
const read = endpoint<typeof readLog>('get', '/api/v1/engine-records/{ticketId}/logs/{stream}');
const merged = endpoint<typeof readMergedLog>('get', '/api/v1/engine-records/{ticketId}/merged-log');
const nearest = endpoint<typeof nearestHit>('get', '/api/v1/engine-records/{ticketId}/logs/{stream}/nearest');
const search = endpoint<typeof searchLog>('get', '/api/v1/engine-records/{ticketId}/logs/{stream}/search');
const errors = endpoint<typeof findLogErrors>('get', '/api/v1/engine-records/{ticketId}/logs/{stream}/errors');
const follow = endpoint<typeof followLog>('get', '/api/v1/engine-records/{ticketId}/logs/{stream}/follow');
const download = endpoint<typeof downloadLog>('get', '/api/v1/engine-records/{ticketId}/logs/{stream}/download');

/** What the server has read ahead is shown for so long; after that the log is read anew. */
const AHEAD_MILLIS = 30_000;

/** Names one log of one engine. */
export interface LogName {
  ticketId: string;
  stream: LogStream;
}

/** What to look for, as the query of an address holds it. */
export interface MatchQuery {
  query?: string;
  mode?: 'literal' | 'regex';
  caseSensitive?: boolean;
  inverted?: boolean;
  /** Joined by commas as the one element: the address holds one value, the contract's type is what comes of it. */
  level?: LogLevel[];
}

/** Where a page of a log is. */
export type PlaceQuery = Partial<
  Record<'before' | 'after' | 'line' | 'percent', number> & { time: string; anchor: string }
>;

/** Which logs an engine has; asked again while one of them may still appear or grow. */
export function useLogStreams(ticketId: string) {
  return useQuery({
    queryKey: logKeys.streams(ticketId),
    queryFn: ({ signal }) => callApi(streams, { params: { ticketId }, signal }),
    refetchInterval: (query) =>
      query.state.data?.streams.some((stream) => stream.state === 'growing') ? 10_000 : false,
  });
}

/** Asks anew which logs there are. */
export function useRefreshStreams(ticketId: string): () => void {
  const queryClient = useQueryClient();
  return () => void queryClient.invalidateQueries({ queryKey: logKeys.streams(ticketId) });
}

/** The end of a log as it came with the page. `take` gives it once, and null when it did not come or is old. */
export function useEndReadAhead({ ticketId, stream }: LogName) {
  const queryClient = useQueryClient();
  const queryKey = logKeys.end(ticketId, stream);
  return {
    end: queryClient.getQueryData<LogPage>(queryKey) ?? null,
    take: () => {
      const ahead = queryClient.getQueryState<LogPage>(queryKey);
      queryClient.removeQueries({ queryKey, exact: true });
      return ahead?.data && Math.abs(Date.now() - ahead.dataUpdatedAt) < AHEAD_MILLIS ? ahead.data : null;
    },
  };
}

/** Reads whole lines of a log. */
export function readLogPage(params: LogName, query: PlaceQuery & MatchQuery & { limit: number }, signal: AbortSignal) {
  return callApi(read, { params, query, signal });
}

/** Reads lines of all logs of an engine, in the order of their times. */
export function readMergedPage(
  ticketId: string,
  query: { before?: string; after?: string; time?: string; limit: number },
  signal: AbortSignal,
) {
  return callApi(merged, { params: { ticketId }, query, signal });
}

/** The next or previous line that matches. */
export function findNearest(
  params: LogName,
  query: MatchQuery & { from: number; direction: 'next' | 'previous' },
  signal: AbortSignal,
) {
  return callApi(nearest, { params, query, signal });
}

/** Addresses of what is read as a stream of events, and of the log as a file. */
export const logUrls = {
  search: (params: LogName, query: MatchQuery) => apiUrl(search, { params, query }),
  errors: (params: LogName) => apiUrl(errors, { params }),
  follow: (params: LogName, after: number) => apiUrl(follow, { params, query: { after } }),
  raw: (params: LogName) => apiUrl(download, { params }),
  gzip: (params: LogName) => apiUrl(download, { params, query: { gzip: true } }),
};
