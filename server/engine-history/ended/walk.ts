import { wholeSeconds } from '@/server/platform/clock';
import type { Context } from '@/server/platform/context';
import { isCompleted } from '../rules/lifecycle';
import { findReleased, findReported, findUnreleased } from './store';

/**
 * Ways to meet engines that have ended: `released` by the release time of their records, whoever wrote them; `reported`
 * by the arrival of events, which may tell of an end long ago; `unreleased` by going round the records that have a
 * completed status and no release time.
 */
export const ENDED_WALKS = ['released', 'reported', 'unreleased'] as const;
export type EndedWalk = (typeof ENDED_WALKS)[number];

/** What a step of a walk met. */
export interface EndedStep {
  /** Engines that have ended; `endedTime` is null where nobody wrote it down. One may be met again. */
  engines: { ticketId: string; endedTime: Date | null }[];
  /** Where the next step goes on. */
  position: string;
  /** Whether the step was full, so that another one makes sense at once. */
  more: boolean;
}

const STEP = 250;
/** Linkis writes a release time before it commits, on a clock of its own: the last minutes are looked at again. */
const OVERLAP_MS = 600_000;
/** An event is visible at most so long after its time of arrival: a transaction takes no more than half a minute. */
const ARRIVAL_LAG_MS = 60_000;
/** A walk without a position begins so long ago: an upgrade or an outage loses nothing, an old history is left alone. */
const LOOK_BACK_MS = 86_400_000;
/** Records without a release time that are older than this are not met any more. */
const ROUND_MS = 30 * 86_400_000;
const NEWEST = 2_147_483_647;

const ago = (context: Context, ms: number) => wholeSeconds(new Date(context.clock.now().getTime() - ms));

interface ReleasePosition {
  time: string;
  id: number;
  /** In the middle of a pass up to now, which goes on exactly here. */
  under?: true;
}

async function stepReleased(context: Context, position: string | null): Promise<EndedStep> {
  const { database } = context;
  const known = position === null ? null : (JSON.parse(position) as ReleasePosition);
  const first = database.toColumnTime(ago(context, known ? OVERLAP_MS : LOOK_BACK_MS));
  // The smaller of both: when clocks are set back, wall-clock times come a second time.
  const after = known && (known.under === true || known.time < first) ? known : { time: first, id: 0 };
  const until = database.toColumnTime(context.clock.now());
  const rows = await findReleased(database, after, until, STEP);
  const last = rows.at(-1);
  // Nothing met: the position stays as it is, so that nothing is written while nothing happens.
  if (!last && position !== null) return { engines: [], position, more: false };
  return {
    engines: rows
      .filter((row) => isCompleted(row.status))
      .map((row) => ({
        ticketId: row.ticket_id,
        endedTime: row.release_time ? database.fromColumnTime(row.release_time) : null,
      })),
    position: JSON.stringify(
      rows.length === STEP && last ? { time: last.release_time, id: last.id, under: true } : { time: until, id: 0 },
    ),
    more: rows.length === STEP,
  };
}

async function stepReported(context: Context, position: string | null): Promise<EndedStep> {
  const known = position === null ? null : (JSON.parse(position) as { time: string; eventId: string });
  const after = known
    ? { time: new Date(known.time), eventId: known.eventId }
    : { time: ago(context, LOOK_BACK_MS), eventId: '' };
  const until = ago(context, ARRIVAL_LAG_MS);
  const rows = await findReported(context.database, after, until, STEP);
  const last = rows.at(-1);
  const reached = last ? { time: last.received_time.toISOString(), eventId: last.event_id } : null;
  return {
    engines: rows
      .filter((row) => Number(row.ends) === 1)
      .map((row) => ({ ticketId: row.ticket_id, endedTime: row.occurred_time })),
    position: JSON.stringify(reached ?? { time: after.time.toISOString(), eventId: after.eventId }),
    more: rows.length === STEP,
  };
}

async function stepUnreleased(context: Context, position: string | null): Promise<EndedStep> {
  const { database } = context;
  const rows = await findUnreleased(database, position === null ? NEWEST : Number(position), STEP);
  const last = rows.at(-1);
  const oldest = database.toColumnTime(ago(context, ROUND_MS));
  const goesOn = last !== undefined && rows.length === STEP && (last.create_time ?? '') >= oldest;
  return {
    engines: rows
      .filter((row) => isCompleted(row.status) && (row.create_time ?? '') >= oldest)
      .map((row) => ({ ticketId: row.ticket_id, endedTime: null })),
    position: String(goesOn ? last.id : NEWEST),
    // One step at a time: the round is endless.
    more: false,
  };
}

/** One bounded step of a walk from a position on; null begins. Reads by index only. */
export function stepEnded(context: Context, walk: EndedWalk, position: string | null): Promise<EndedStep> {
  const step = { released: stepReleased, reported: stepReported, unreleased: stepUnreleased }[walk];
  return step(context, position);
}
