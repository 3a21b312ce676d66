import type { BackgroundTask } from '@/server/platform/background/task';
import { expireTrash } from './trash';
import { expireUploads } from './uploads/expire';

/** Gives up uploads that nobody goes on with, and lets engine versions go whose time in the trash is over. */
export function materialTasks(): BackgroundTask[] {
  return [
    {
      name: 'materials.expireUploads',
      schedule: { everySeconds: 3600 },
      run: async (context, signal) => ((await expireUploads(context, signal)) ? 'more' : 'done'),
    },
    {
      name: 'materials.expireTrash',
      schedule: { everySeconds: 600 },
      run: async (context) => ((await expireTrash(context)) ? 'more' : 'done'),
    },
  ];
}
