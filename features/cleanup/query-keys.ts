/** Names under which answers about cleanups are kept. */
export const cleanupKeys = {
  all: ['cleanup'] as const,
  runs: (cursor: string | null) => ['cleanup', 'runs', cursor] as const,
  run: (id: number) => ['cleanup', 'run', id] as const,
  skipped: (id: number) => ['cleanup', 'skipped', id] as const,
  log: (id: number, state: string) => ['cleanup', 'log', id, state] as const,
  policies: ['cleanup', 'policies'] as const,
  policyRuns: (id: number, cursor: string | null) => ['cleanup', 'policies', id, 'runs', cursor] as const,
  protections: ['cleanup', 'protections'] as const,
};
