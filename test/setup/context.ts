import type { Actor } from '@/server/platform/auth/actor';
import type { Clock } from '@/server/platform/clock';
import { readConfiguration } from '@/server/platform/config/environment';
import type { Context } from '@/server/platform/context';
import type { Database } from '@/server/platform/db/database';
import { makeLogger } from '@/server/platform/log/logger';

/** An actor with a role, come by a session. */
export function actorOf(name: string, role: Actor['role'] = 'user'): Actor {
  return {
    name,
    role,
    via: 'console-session',
    sessionId: 's',
    tokenName: null,
    byCookie: true,
    mustChangePassword: false,
    hasLocalAccount: true,
  };
}

/** A clock that stands still. */
export function clockAt(time: string): Clock {
  return { now: () => new Date(time) };
}

/** A context as services get it. */
export function contextFor(
  database: Database,
  actor: Actor = actorOf('root', 'admin'),
  clock: Clock = clockAt('2026-05-06T10:20:30.456Z'),
): Context {
  return { requestId: 'test', actor, clock, log: makeLogger('silent'), database, configuration: readConfiguration({}) };
}
