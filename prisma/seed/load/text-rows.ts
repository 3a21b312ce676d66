import type { ColumnValue } from '../record';

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\0': '' };
const ROWS_A_CHUNK = 500;

function field(value: ColumnValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'number') return String(value);
  return /[\\\t\n\r\0]/.test(value) ? value.replace(/[\\\t\n\r\0]/g, (character) => ESCAPES[character] ?? '') : value;
}

/** Rows as tab-separated text in chunks: the form that PostgreSQL's COPY and MySQL's LOAD DATA read unless told otherwise. */
export function* textChunks(rows: Iterable<ColumnValue[]>, progress: (done: number) => void): Generator<Buffer> {
  let [lines, done] = ['', 0];
  for (const row of rows) {
    lines += `${row.map(field).join('\t')}\n`;
    if (++done % ROWS_A_CHUNK === 0) {
      yield Buffer.from(lines);
      lines = '';
      progress(done);
    }
  }
  if (lines !== '') yield Buffer.from(lines);
  progress(done);
}

/** At most so many of what an iterator still has. */
export function* take<T>(items: Iterator<T>, most: number): Generator<T> {
  for (let number = 0; number < most; number++) {
    const { value, done } = items.next();
    if (done) return;
    yield value;
  }
}
