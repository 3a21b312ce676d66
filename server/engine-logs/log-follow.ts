import type { LogStream } from '@/contracts/engine-logs';
import { getLogLocation } from '@/server/engine-history/service';
import type { Context } from '@/server/platform/context';
import { absent, withLog } from './log-access';
import { openLog } from './log-opening';
import { type FollowEvent, follow } from './reader/follow/hub';

/** What a function answers, asked again when the answer is a second old. */
function remembered<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked = 0;
  let answer: Promise<T> | null = null;
  return () => {
    if (answer && Date.now() - asked < 1000) return answer;
    asked = Date.now();
    answer = ask();
    return answer;
  };
}

/** A stream of events ends after this time; the client asks again, and whether it may is looked at anew. */
const LONGEST_FOLLOW_MS = 15 * 60_000;

/**
 * Tells the lines of a log as they are written.
 * @param after offset, or anchor from an earlier event, behind which to go on; from now on when null
 * @throws AppError not_found
 */
export async function followLog(
  context: Context,
  ticketId: string,
  stream: LogStream,
  after: number | string | null,
  tell: (event: FollowEvent) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const from =
    typeof after === 'string' ? await withLog(context, ticketId, stream, (log) => log.resolveAnchor(after)) : after;
  const location = remembered(() => getLogLocation(context, ticketId));
  const first = await location();
  const followed = {
    reopen: async () => openLog(context, await location(), stream),
    ended: async () => (await location()).ended,
  };
  const limited = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_FOLLOW_MS)]);
  const absence = await follow(`${first.ticketId} ${stream}`, followed, from, tell, limited);
  if (absence) throw absent(ticketId, stream, absence);
}
