import type { Context } from '@/server/platform/context';
import { findRunning, type RunningEngine } from './store';

export type { RunningEngine } from './store';

/** Engines of a type and of one of these versions that run now, with what they started with. */
export function findRunningEngines(
  { database }: Context,
  engineType: string,
  engineVersions: readonly string[],
): Promise<RunningEngine[]> {
  return findRunning(database, engineType, engineVersions);
}
