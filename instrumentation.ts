/** Called by Next once when the server starts. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { startRuntime, stopRuntime } = await import('./server/platform/start');
  const { runtime } = await import('./server/platform/runtime');
  const { allTasks } = await import('./worker/compose');
  const { configuration } = readSettings(runtime);
  // The program that owns the listening socket begins to listen when this is there, and calls it when it is to stop.
  (globalThis as Record<symbol, unknown>)[Symbol.for('engineroom.stop')] = stopRuntime;
  await startRuntime(process.cwd(), configuration.workerMode === 'embedded' ? allTasks(configuration) : []);
}

/** What is wrong with the settings is for whoever starts the server: it must not seem to run. */
function readSettings<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  }
}
