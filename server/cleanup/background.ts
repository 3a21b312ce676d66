import type { BackgroundTask } from '@/server/platform/background/task';
import { expireRuns } from './expire';
import { workOnRuns } from './worker';

/** Goes on with cleanups that a process has left, and lets archives go whose time is over. */
export function cleanupTasks(): BackgroundTask[] {
  return [
    {
      name: 'cleanup.resume',
      schedule: { everySeconds: 15 },
      run: async (context, signal) => {
        await workOnRuns(context, signal);
        return 'done';
      },
    },
    {
      name: 'cleanup.expire',
      schedule: { everySeconds: 3600 },
      run: async (context, signal) => ((await expireRuns(context, signal)) ? 'more' : 'done'),
    },
  ];
}
