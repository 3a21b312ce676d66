// `npm start`: everything that is needed, then the server.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build, generate, install, root } from './prepare.mjs';

process.chdir(root);
if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'));
install();
generate();
build();
process.env.NODE_ENV = 'production';
process.env.NEXT_TELEMETRY_DISABLED = '1';
await import('./serve.mjs');
