// Bundles what runs in worker threads: they are started by a path, outside of what Next builds.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

await build({
  absWorkingDir: root,
  entryPoints: {
    'server/engine-logs/reader/generated/scan-worker': 'server/engine-logs/reader/scan/worker.ts',
    'server/platform/db/generated/write-worker': 'server/platform/db/write-worker.ts',
  },
  // Native code stays where it is.
  external: ['libsql'],
  outdir: '.',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  tsconfig: 'tsconfig.json',
  legalComments: 'none',
  logLevel: 'warning',
});
