// `npm run bench`: measures the product's numbers and says which of them hold.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { DatabaseKind } from '@/server/platform/db/dialect';
import { measureConsole } from './console/measure';
import { measureContexts } from './contexts';
import { missedFigures, printMachine } from './figure';
import { measureHistory } from './history';
import { measureLogs } from './logs';
import { measureMaterials } from './materials';
import { prepareCheckout } from './server';
import { measureStart } from './start';

const USAGE = `npm run bench -- contexts|history|logs|materials|pages|start [options]

  contexts           previewing, deleting and putting back contexts, and what others feel of it
    --contexts N     how many contexts, with three values each (default 1000000)
    --databases LIST sqlite, mysql, postgresql (default all three)
    --folder DIR     where files go (default: engineroom-bench in the system's temporary directory)

  history            finding, recording, memory and page size of the engine history
    --records N      how many records (default 1000000)
    --databases LIST sqlite, mysql, postgresql (default all three)
    --only LIST      memory, pages, first-load, recording (default all)
    --keep           leaves the filled databases for the next run
    --folder DIR     where files go (default: engineroom-bench in the system's temporary directory)
  logs               opening, searching, downloading and following a log of a gigabyte
    --only LIST      opening, jumps, search, others, download, memory, following, viewer (default all)
    --folder DIR     as above
  materials          uploading, downloading, listing and rolling back engine materials, and judging bad archives
    --databases LIST for lists and rolling back (default all three)
    --gibibytes N    size of the large archives (default 2)
    --only LIST      uploads, downloads, list, malicious (default all)
    --folder DIR     as above
  pages              how soon the console's pages are there and answer to input, in Chromium
    --rounds N       visits to each page (default 7)
    --only LIST      sign-in, history, engine, materials, contexts, cleanup, policies, audit, settings (default all)
    --folder DIR     as above
  start              npm start in a clean clone

Databases are made on BENCH_MYSQL_URL and BENCH_POSTGRESQL_URL (default: 127.0.0.1, root and postgres without password).
`;

const KINDS: readonly DatabaseKind[] = ['sqlite', 'mysql', 'postgresql'];
const PARTS = {
  contexts: [],
  history: ['memory', 'pages', 'first-load', 'recording'],
  logs: ['opening', 'jumps', 'search', 'others', 'download', 'memory', 'following', 'viewer'],
  materials: ['uploads', 'downloads', 'list', 'malicious'],
  pages: ['sign-in', 'history', 'engine', 'materials', 'contexts', 'cleanup', 'policies', 'audit', 'settings'],
  start: [],
};

function isWhat(text: string | undefined): text is keyof typeof PARTS {
  return text !== undefined && text in PARTS;
}

function listOf<T extends string>(text: string | undefined, known: readonly T[], usual: readonly T[]): T[] {
  if (text === undefined) return [...usual];
  return text.split(',').map((item) => {
    const found = known.find((one) => one === item.trim());
    if (found === undefined) throw new Error(`${item}: expected ${known.join(', ')}.`);
    return found;
  });
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      records: { type: 'string', default: '1000000' },
      contexts: { type: 'string', default: '1000000' },
      databases: { type: 'string' },
      only: { type: 'string' },
      keep: { type: 'boolean', default: false },
      gibibytes: { type: 'string', default: '2' },
      rounds: { type: 'string', default: '7' },
      folder: { type: 'string', default: join(tmpdir(), 'engineroom-bench') },
    },
  });
  const root = process.cwd();
  const records = Number(values.records.replaceAll('_', ''));
  if (!Number.isInteger(records) || records < 1000) throw new Error('--records: expected a whole number from 1000 on.');
  const databases = listOf(values.databases, KINDS, KINDS);
  const [what] = positionals;
  if (!isWhat(what)) throw new Error(`Say what to measure: ${Object.keys(PARTS).join(', ')}.`);
  const only = listOf<string>(values.only, PARTS[what], []);
  const { folder } = values;
  printMachine();
  if (what !== 'start' && what !== 'contexts') prepareCheckout(root);
  if (what === 'contexts') {
    const contexts = Number(values.contexts.replaceAll('_', ''));
    if (!Number.isInteger(contexts) || contexts < 10_000)
      throw new Error('--contexts: expected a whole number from 10000 on.');
    await measureContexts({ root, folder, databases, contexts });
  } else if (what === 'start') await measureStart(root);
  else if (what === 'pages') {
    const rounds = Math.max(1, Math.floor(Number(values.rounds)) || 1);
    await measureConsole({ root, folder, rounds, only });
  } else if (what === 'materials') {
    const gibibytes = Number(values.gibibytes);
    if (!(gibibytes > 0 && gibibytes < 4)) throw new Error('--gibibytes: expected a number below 4.');
    await measureMaterials({ root, folder, databases, gibibytes, only });
  } else if (what === 'logs') await measureLogs({ root, folder, only });
  else await measureHistory({ root, folder, records, databases, keep: values.keep, only });
  if (missedFigures() > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  process.exit(1);
});
