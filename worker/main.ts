// `npm run worker`: background tasks in a process of their own, as many as wanted. Needs WORKER_MODE=external, for the
// server too, and a database server.
import { existsSync } from 'node:fs';
import { runtime } from '@/server/platform/runtime';
import { startRuntime, stopRuntime } from '@/server/platform/start';
import { allTasks } from './compose';

if (existsSync('.env')) process.loadEnvFile('.env');
try {
  const { configuration } = runtime();
  if (configuration.workerMode !== 'external')
    throw new Error(
      `WORKER_MODE is ${configuration.workerMode}. Set it to external, for the server too: otherwise this process has nothing to do.`,
    );
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => void stopRuntime().finally(() => process.exit(0)));
  await startRuntime(process.cwd(), allTasks(configuration));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
