import { type EngineEventInput, engineEventInputSchema } from '@/contracts/engine-recording';
import { labelText } from '../rules/label';

/** Fate of one event, by its place in the batch. */
export interface EventFate {
  index: number;
  eventId: string | null;
  result: 'recorded' | 'duplicate' | 'rejected';
  reason?: string;
}

/** An event that may be kept, and its place in the batch. */
export interface Candidate {
  index: number;
  input: EngineEventInput;
}

const DAY_MS = 86_400_000;
const EARLIEST = Date.UTC(2000, 0, 1);
const LONGEST_LABEL = 255;

function faultsOf(raw: unknown): string | null {
  const parsed = engineEventInputSchema.safeParse(raw);
  if (parsed.success) return null;
  return parsed.error.issues
    .slice(0, 3)
    .map((issue) => {
      const at = issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : issue.path.join('.');
      return `${at || 'event'}: ${issue.code === 'unrecognized_keys' ? 'not known here' : issue.message}`;
    })
    .join('; ');
}

function faultOfValues(input: EngineEventInput, now: Date): string | null {
  const time = Date.parse(input.time);
  if (time > now.getTime() + DAY_MS) return 'time: more than a day ahead of the server';
  if (time < EARLIEST) return 'time: before the year 2000';
  if (input.labels && labelText(input.labels).length > LONGEST_LABEL)
    return `labels: together longer than ${LONGEST_LABEL} characters`;
  return null;
}

/** Sorts a batch into events that may be kept and fates that are clear before the database is asked. */
export function sift(events: readonly unknown[], now: Date): { candidates: Candidate[]; fates: EventFate[] } {
  const candidates: Candidate[] = [];
  const fates: EventFate[] = [];
  for (const [index, raw] of events.entries()) {
    const given = (raw as { eventId?: unknown } | null)?.eventId;
    const eventId = typeof given === 'string' ? given.slice(0, 100) : null;
    const parsed = engineEventInputSchema.safeParse(raw);
    const reason = parsed.success ? faultOfValues(parsed.data, now) : faultsOf(raw);
    if (!parsed.success || reason) fates.push({ index, eventId, result: 'rejected', reason: reason ?? 'unreadable' });
    else candidates.push({ index, input: parsed.data });
  }
  return { candidates, fates };
}
