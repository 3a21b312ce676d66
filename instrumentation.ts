/** Called by Next once when the server starts. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { startRuntime, stopRuntime } = await import('./server/platform/start');
  const { runtime } = await import('./server/platform/runtime');
  const { allTasks } = await import('./worker/compose');
  // The program that owns the listening socket calls this when it is told to stop.
  (globalThis as Record<symbol, unknown>)[Symbol.for('engineroom.stop')] = stopRuntime;
  const { configuration } = runtime();
  await startRuntime(process.cwd(), configuration.workerMode === 'embedded' ? allTasks(configuration) : []);
}
