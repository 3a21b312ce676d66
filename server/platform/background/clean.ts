import { deleteRunsBefore } from './store';
import type { BackgroundTask } from './task';

const KEPT_MS = 3 * 86_400_000;
const BATCH = 500;

/** Removes runs that are older than three days. */
export const cleanRuns: BackgroundTask = {
  name: 'background.clean',
  schedule: { everySeconds: 3600 },
  run: async ({ database, clock }) => {
    const removed = await deleteRunsBefore(database, new Date(clock.now().getTime() - KEPT_MS), BATCH);
    return removed === BATCH ? 'more' : 'done';
  },
};
