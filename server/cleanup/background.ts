import type { BackgroundTask } from '@/server/platform/background/task';
import { beginDuePolicy, hasDuePolicy } from './policies/policies';
import { expireArchives, hasWork, workOnPreviews, workOnRuns } from './work';

/**
 * Makes previews, works on runs one at a time, begins what policies are due, and removes archives whose time is over. A slot is had by one worker of
 * all processes; a preview does not wait for a run.
 */
export function cleanupTasks(): BackgroundTask[] {
  return [
    {
      name: 'cleanup.preview',
      schedule: { everySeconds: 2 },
      isDue: (context) => hasWork(context, 'previewing'),
      run: async (context, signal) => ((await workOnPreviews(context, signal)) ? 'more' : 'done'),
    },
    {
      name: 'cleanup.run',
      schedule: { everySeconds: 2 },
      isDue: (context) => hasWork(context, 'running'),
      run: async (context, signal) => ((await workOnRuns(context, signal)) ? 'more' : 'done'),
    },
    {
      name: 'cleanup.schedule',
      schedule: { everySeconds: 15 },
      isDue: hasDuePolicy,
      run: async (context) => ((await beginDuePolicy(context)) ? 'more' : 'done'),
    },
    {
      name: 'cleanup.expire',
      schedule: { everySeconds: 3600 },
      run: async (context, signal) => ((await expireArchives(context, signal)) ? 'more' : 'done'),
    },
  ];
}
