import { useQuery } from '@tanstack/react-query';
import type { downloadLog, LogStream, listLogStreams, readLog } from '@/contracts/engine-logs';
import { apiUrl, callApi, endpoint } from '@/lib/api-client';

const streams = endpoint<typeof listLogStreams>('get', '/api/v1/engine-records/{ticketId}/logs');
const read = endpoint<typeof readLog>('get', '/api/v1/engine-records/{ticketId}/logs/{stream}');
const download = endpoint<typeof downloadLog>('get', '/api/v1/engine-records/{ticketId}/logs/{stream}/download');

/** Rows of one page of a log: what stays in the document at once. */
const PAGE_LINES = 400;

/** Which logs an engine has; asked again while one of them may still appear or grow. */
export function useLogStreams(ticketId: string) {
  return useQuery({
    queryKey: ['engine-logs', ticketId],
    queryFn: ({ signal }) => callApi(streams, { params: { ticketId }, signal }),
    refetchInterval: (query) =>
      query.state.data?.streams.some((stream) => stream.state === 'growing') ? 10_000 : false,
  });
}

/** Reads whole lines: the end of the log, or those before or after an offset. */
export function readLogPage(
  ticketId: string,
  stream: LogStream,
  place: { before?: number; after?: number },
  signal: AbortSignal,
) {
  return callApi(read, { params: { ticketId, stream }, query: { ...place, limit: PAGE_LINES }, signal });
}

/** Address of the log as a file. */
export function logDownloadUrl(ticketId: string, stream: LogStream): string {
  return apiUrl(download, { params: { ticketId, stream } });
}
