import { cleanupTasks } from '@/server/cleanup/background';
import { engineLogTasks } from '@/server/engine-logs/background';
import { libraryTasks } from '@/server/library/background';
import { materialTasks } from '@/server/materials/background';
import type { BackgroundTask } from '@/server/platform/background/task';
import type { Configuration } from '@/server/platform/config/environment';

/** All background tasks. The server runs them itself (`WORKER_MODE=embedded`), or `worker/main.ts` does (`external`). */
export function allTasks(configuration: Configuration): BackgroundTask[] {
  return [...engineLogTasks(configuration), ...libraryTasks(), ...materialTasks(), ...cleanupTasks()];
}
