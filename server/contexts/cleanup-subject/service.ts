import type { CleanupSubject } from '@/server/cleanup/subject/service';
import { removeContexts } from '../removal/store';
import { KEPT, type KeptLetter } from './columns';
import {
  countGroups,
  countProtected,
  findSample,
  findTaken,
  freezeIds,
  insertRows,
  judgeContexts,
  readLines,
  valueBytes,
} from './store';

const LETTERS = Object.keys(KEPT) as KeptLetter[];

type Cells = (string | number | null)[];

/** Lines of an archive by their tables: the context that each row belongs to, and its columns. */
function readArchive(text: string): Record<KeptLetter, { context: number; cells: Cells }[]> {
  const rows = { c: [], v: [], h: [], l: [], k: [] } as Record<KeptLetter, { context: number; cells: Cells }[]>;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [letter, context, ...cells] = JSON.parse(line) as [KeptLetter, number, ...Cells];
    rows[letter].push({ context, cells });
  }
  return rows;
}

const column = (letter: KeptLetter, name: string) => (KEPT[letter].columns as readonly string[]).indexOf(name);
const USER = column('c', 'user');
const CREATE_TIME = column('c', 'create_time');

/** Contexts with their values, histories and listeners, as cleanups remove them and bring them back. */
export const contextSubject: CleanupSubject = {
  name: 'contexts',
  freeze: freezeIds,
  groups: countGroups,
  countProtected,
  sample: findSample,
  judge: judgeContexts,

  async fitting(database, on, ids, bytes) {
    const sizes = await valueBytes(database, on, ids);
    let sum = 0;
    for (const [index, id] of ids.entries()) {
      sum += sizes.get(id) ?? 0;
      if (sum > bytes) return Math.max(1, index);
    }
    return ids.length;
  },

  async read(database, on, ids) {
    let text = '';
    let childRows = 0;
    for (const letter of LETTERS) {
      const found = await readLines(database, on, letter, ids);
      text += found.text;
      if (letter !== 'c') childRows += found.rows;
    }
    return { text, childRows };
  },

  async remove(database, on, ids) {
    await removeContexts(database, on, ids);
  },

  async restore(database, on, text, user) {
    const archived = readArchive(text);
    const wanted = archived.c.filter(({ cells }) => user === null || cells[USER] === user);
    const known = await findTaken(
      database,
      on,
      wanted.map(({ context }) => context),
    );
    const absent = wanted.filter(({ context }) => !known.has(context));
    const taken = wanted.filter(
      ({ context, cells }) => known.has(context) && known.get(context) !== String(cells[CREATE_TIME]),
    );
    const back = new Set(absent.map(({ context }) => context));
    for (const letter of LETTERS) {
      const rows = archived[letter].filter(({ context }) => back.has(context)).map(({ cells }) => cells);
      await insertRows(database, on, letter, rows);
    }
    return { restored: absent.length, taken: taken.length };
  },
};
