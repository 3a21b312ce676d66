// `npm run migrate [-- resume]`: brings the database of DATABASE_URL to this version without starting the server.
import { readConfiguration } from '@/server/platform/config/environment';
import { migrate } from '@/server/platform/db/migrate/runner';
import { makeLogger } from '@/server/platform/log/logger';

const [word, ...rest] = process.argv.slice(2);
if (rest.length > 0 || (word !== undefined && word !== 'resume')) {
  process.stderr.write('Usage: npm run migrate [-- resume]\n');
  process.exit(2);
}
try {
  const { databaseUrl, logLevel } = readConfiguration(process.env);
  const applied = await migrate(databaseUrl, process.cwd(), makeLogger(logLevel), { resume: word === 'resume' });
  process.stdout.write(applied.length === 0 ? 'The database is up to date.\n' : `Applied: ${applied.join(', ')}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
