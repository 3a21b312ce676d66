import { parseArgs } from 'node:util';

/** What the command line asks for. */
export interface SeedArguments {
  scenario: string;
  database: string | null;
  records: number | null;
  logRoot: string | null;
  now: Date;
  append: boolean;
}

/** How the program is called. */
export const USAGE = `npm run seed -- <scenario> [options]

  npm run seed -- list     lists the scenarios

  --database URL   database to fill (default: DATABASE_URL, or the SQLite file of an installation without settings)
  --records N      how many engines, for scenarios that leave it open
  --log-root DIR   where log files go (default: the first of LOG_ROOTS, or engine-logs in the data directory)
  --now TIME       the instant up to which the story is told, ISO 8601 (default: now)
  --append         adds to a database that has records already
`;

/** Reads the command line. @throws Error that says what cannot be understood */
export function readArguments(argv: readonly string[]): SeedArguments {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      database: { type: 'string' },
      records: { type: 'string' },
      'log-root': { type: 'string' },
      now: { type: 'string' },
      append: { type: 'boolean', default: false },
    },
  });
  const [scenario, ...more] = positionals;
  if (scenario === undefined) throw new Error('Name a scenario.');
  if (more.length > 0) throw new Error(`One scenario at a time; ${more.join(', ')} is too much.`);
  const records = values.records === undefined ? null : Number(values.records.replaceAll('_', ''));
  if (records !== null && !(Number.isInteger(records) && records > 0))
    throw new Error(`--records ${values.records}: expected a whole number above 0.`);
  const now = values.now === undefined ? new Date() : new Date(values.now);
  if (Number.isNaN(now.getTime()))
    throw new Error(`--now ${values.now}: expected a time such as 2026-05-06T10:20:05Z.`);
  return {
    scenario,
    database: values.database ?? null,
    records,
    logRoot: values['log-root'] ?? null,
    now,
    append: values.append,
  };
}
