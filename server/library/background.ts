import type { BackgroundTask } from '@/server/platform/background/task';
import { checkBlobs } from './blobs/check';
import { collectBlobs } from './blobs/collect';
import { purgeDue } from './purge/purge';

const PURGED = 100;
const COLLECTED = 200;
const CHECKED = 50;
/** Bytes that one batch of the check reads: what a disk gives in a few seconds. */
const CHECKED_BYTES = 256 << 20;

/** Deletes what has expired, removes bytes that nothing names any more, and reads stored bytes again to find damage. */
export function libraryTasks(): BackgroundTask[] {
  return [
    {
      name: 'library.purge',
      schedule: { everySeconds: 3600 },
      run: async (context, signal) => ((await purgeDue(context, PURGED, signal)) ? 'more' : 'done'),
    },
    {
      name: 'library.collect',
      schedule: { everySeconds: 3600 },
      run: async (context, signal) => {
        const { more } = await collectBlobs(context, { dryRun: false, limit: COLLECTED, signal });
        return more ? 'more' : 'done';
      },
    },
    {
      name: 'library.check',
      schedule: { everySeconds: 86_400 },
      run: async (context, signal) => {
        const { more } = await checkBlobs(context, { limit: CHECKED, mostBytes: CHECKED_BYTES, signal });
        return more ? 'more' : 'done';
      },
    },
  ];
}
