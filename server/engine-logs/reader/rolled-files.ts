import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogStream } from '@/contracts/engine-logs';

/** A file that holds a part of a log: its path below the log's directory, and where it stands among the others. */
interface RolledFile {
  name: string;
  /** Sorted ascending: older parts first. */
  order: [number, string, number];
}

const COMPRESSED = /\.gz$/;
/** Most files that one log is put together from: each is held open. */
const MOST_PARTS = 500;

/** The files that a log is read from. */
export interface RolledFiles {
  /** Paths below the log's directory, oldest first. */
  names: string[];
  /** How many older ones there are besides. */
  leftOut: number;
}

/**
 * Where a file stands among the parts of a stream, by its name: `stdout-20261122.gz` and `stdout.2026-11-22.1` (by date),
 * then `stdout.3`, `stdout.2.gz`, `stdout.1` (the highest number is the oldest), then `stdout`. Null when it is no part.
 */
function orderOf(name: string, stream: LogStream): RolledFile['order'] | null {
  if (name === stream) return [3, '', 0];
  if (!name.startsWith(stream)) return null;
  const rest = name.slice(stream.length).replace(COMPRESSED, '');
  const numbered = /^\.(\d{1,6})$/.exec(rest);
  if (numbered) return [2, '', -Number(numbered[1])];
  const dated = /^[.-](\d{4}-?\d{2}-?\d{2}(?:[-T]\d{2,6})?)(?:[.-](\d{1,6}))?$/.exec(rest);
  return dated ? [1, (dated[1] as string).replaceAll('-', ''), Number(dated[2] ?? 0)] : null;
}

/** Linkis' own Log4j settings roll stdout into `yyyy-MM/linkis-log-yyyy-MM-dd-N.log` beside it. */
function monthlyOrder(month: string, name: string): RolledFile['order'] | null {
  const match = /^linkis-log-(.{0,64}?)-?(\d{1,6})\.log(?:\.gz)?$/.exec(name);
  return match ? [0, `${month}/${match[1]}`, Number(match[2])] : null;
}

function compare(left: RolledFile, right: RolledFile): number {
  const [kind, text, number] = left.order;
  return kind - right.order[0] || (text < right.order[1] ? -1 : text > right.order[1] ? 1 : number - right.order[2]);
}

async function entriesOf(directory: string): Promise<Dirent[]> {
  return readdir(directory, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
}

async function monthlyFiles(directory: string, entries: Dirent[]): Promise<RolledFile[]> {
  const months = entries.filter((entry) => entry.isDirectory() && /^\d{4}-\d{2}$/.test(entry.name));
  const found = await Promise.all(
    months.map(async ({ name: month }) =>
      (await entriesOf(join(directory, month))).flatMap(({ name }) => {
        const order = monthlyOrder(month, name);
        return order ? [{ name: `${month}/${name}`, order }] : [];
      }),
    ),
  );
  return found.flat();
}

/**
 * The files that hold a log; only the newest hundreds of them. A file that is just being compressed is there twice: then
 * the one that is not compressed counts.
 */
export async function listRolledFiles(directory: string, stream: LogStream): Promise<RolledFiles> {
  const entries = await entriesOf(directory);
  const files: RolledFile[] = entries.flatMap(({ name }) => {
    const order = orderOf(name, stream);
    return order ? [{ name, order }] : [];
  });
  if (stream === 'stdout') files.push(...(await monthlyFiles(directory, entries)));
  const found = new Set(files.map((file) => file.name));
  const names = files
    .filter(({ name }) => !COMPRESSED.test(name) || !found.has(name.replace(COMPRESSED, '')))
    .sort(compare)
    .map((file) => file.name);
  return { names: names.slice(-MOST_PARTS), leftOut: Math.max(0, names.length - MOST_PARTS) };
}
