import type { BackgroundTask } from '@/server/platform/background/task';
import type { Configuration } from '@/server/platform/config/environment';
import { archiveDue } from './archive/batch';
import { queueEnded } from './archive/find-ended';
import { expireDue } from './archive/retention';
import { type OpenSource, openOriginal } from './archive/source';

/**
 * Archives logs of ended engines and removes archives whose time has come.
 * @param openSource how a log is opened where its engine has written it
 */
export function engineLogTasks(
  { logArchive: { storage } }: Configuration,
  openSource: OpenSource = openOriginal,
): BackgroundTask[] {
  const expire: BackgroundTask = {
    name: 'engineLogs.expire',
    schedule: { everySeconds: 600 },
    run: async (context, signal) => ((await expireDue(context, signal)) ? 'more' : 'done'),
  };
  if (storage === 'off') return [expire];
  const archive: BackgroundTask = {
    name: 'engineLogs.archive',
    schedule: { everySeconds: 15 },
    run: async (context, signal) => {
      const found = await queueEnded(context);
      const left = await archiveDue(context, openSource, storage, signal);
      return found || left ? 'more' : 'done';
    },
  };
  return [archive, expire];
}
