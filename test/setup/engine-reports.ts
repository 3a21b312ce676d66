import type { Answer, Caller } from './server';

/** Directory below a log root where an engine of `reportEngine` has its logs, as Linkis would name it. */
export const suffixOf = (ticketId: string) => `alice/20260506/spark/${ticketId}/logs`;

/** What is reported of an engine. */
export interface EngineReport {
  ticketId: string;
  /** When everything happened. */
  time?: string;
  /** Engine manager, and the address where the engine was used; not said when left out. */
  ecmInstance?: string;
  instance?: string;
  /** How it ended; null while it runs. */
  status?: 'Success' | 'Failed' | null;
}

/** Reports an engine of alice's to a server, from its request to its end; returns what the server answers. */
export function reportEngine(
  admin: Caller,
  { ticketId, time = '2026-05-06T10:00:00Z', ecmInstance, instance, status = 'Success' }: EngineReport,
): Promise<Answer> {
  const event = (phase: string, more: object) => ({ eventId: `${ticketId}-${phase}`, ticketId, time, phase, ...more });
  const labels = { user: 'alice', creator: 'IDE', engineType: 'spark', engineVersion: '3.2.1' };
  const events = [event('request', { labels, ecmInstance, logDirSuffix: suffixOf(ticketId) })];
  if (instance) events.push(event('used', { instance }));
  if (status) events.push(event('release', { status }));
  return admin.post('/api/v1/engine-records/events', { events });
}
