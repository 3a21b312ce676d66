import { Gauge, Registry } from 'prom-client';
import { readCleanupFigures } from '@/server/cleanup/service';
import { hasRole } from '@/server/platform/auth/actor';
import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';

/**
 * What monitoring asks for, in the text format of Prometheus: how late policies are, how many cleanups are in which
 * state, and the process that answers.
 * @throws AppError forbidden
 */
export async function renderMetrics(context: Context): Promise<{ text: string; contentType: string }> {
  if (!hasRole(context.actor, 'admin')) throw new AppError('forbidden', 'Only administrators read metrics.');
  const { policies, runs } = await readCleanupFigures(context);
  // A registry of its own for each answer: all figures are read when they are asked for.
  const registry = new Registry();
  const registers = [registry];
  const pastDue = new Gauge({
    name: 'engineroom_cleanup_policy_past_due_seconds',
    help: 'How long the time of a policy has been over without a run beginning; 0 while it is on time.',
    labelNames: ['policy', 'name'],
    registers,
  });
  for (const { id, name, secondsPastDue } of policies) pastDue.set({ policy: id, name }, secondsPastDue);
  const runsByState = new Gauge({
    name: 'engineroom_cleanup_runs',
    help: 'Previews, cleanups and undoings by state.',
    labelNames: ['subject', 'state'],
    registers,
  });
  for (const { subject, state, count } of runs) runsByState.set({ subject, state }, count);
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Memory of the process that answers.',
    registers,
  }).set(process.memoryUsage.rss());
  new Gauge({
    name: 'process_start_time_seconds',
    help: 'When the process that answers began, in seconds since 1970.',
    registers,
  }).set(Math.round(context.clock.now().getTime() / 1000 - process.uptime()));
  return { text: await registry.metrics(), contentType: registry.contentType };
}
