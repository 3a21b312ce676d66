import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const LINE_FEED = 0x0a;
const RETURN = 0x0d;

/** What of a remote log is here. Kept beside the bytes, so that a restart goes on where it was. */
interface SpoolState {
  /** Counts up when the remote log was replaced by another and fetching began anew. */
  generation: number;
  /** Bytes of whole lines, and how many lines they are, counted as Java does. */
  bytes: number;
  lines: number;
  /** What follows them: a last line that may go on. */
  tail: string;
  /** Bytes of the tail, as they are in the file. */
  tailBytes: number;
  /** The engine has ended and everything is here. */
  complete: boolean;
}

const EMPTY: SpoolState = { generation: 0, bytes: 0, lines: 0, tail: '', tailBytes: 0, complete: false };

/** Counts lines, as Java reads them, in bytes that come in pieces. */
class LineCounter {
  lines = 0;
  /** Where the last whole line ended. */
  end = 0;
  #at = 0;
  #returned = false;

  push(chunk: Buffer): void {
    for (const byte of chunk) {
      if (this.#returned && byte !== LINE_FEED) this.#close();
      this.#at++;
      this.#returned = byte === RETURN;
      if (byte === LINE_FEED) this.#close();
    }
  }

  #close(): void {
    this.lines++;
    this.end = this.#at;
  }
}

/** A log that is being fetched, as a file that grows. One writer at a time; readers open the file as often as they like. */
export class Spool {
  private constructor(
    readonly folder: string,
    readonly name: string,
    private state: SpoolState,
    private readonly mostBytes: number,
  ) {}

  /**
   * The spool of a log; empty when nothing of it is here, or what is here is damaged.
   * @param id names the log; the file's name is made from its hash
   * @param mostBytes what all spools in the folder may take
   */
  static async open(folder: string, id: string, mostBytes: number): Promise<Spool> {
    await mkdir(folder, { recursive: true });
    const name = createHash('sha256').update(id).digest('hex').slice(0, 40);
    const spool = new Spool(folder, name, EMPTY, mostBytes);
    const saved = await readFile(join(folder, `${name}.json`), 'utf8').then(
      (text) => JSON.parse(text) as SpoolState,
      () => null,
    );
    if (saved) spool.state = { ...EMPTY, ...saved };
    const size = await stat(spool.path).then(
      (status) => status.size,
      () => -1,
    );
    // Bytes that the state does not know were written just before a crash, and will be again.
    if (saved && size < spool.sizeBytes) spool.state = { ...EMPTY, generation: saved.generation + 1 };
    return spool;
  }

  get path(): string {
    return join(this.folder, `${this.name}-${this.state.generation}.log`);
  }
  get sizeBytes(): number {
    return this.state.bytes + this.state.tailBytes;
  }
  get lines(): number {
    return this.state.lines;
  }
  get tail(): string {
    return this.state.tail;
  }
  get complete(): boolean {
    return this.state.complete;
  }

  /** Whether the file is there: removed ones made room for others. */
  exists(): Promise<boolean> {
    return stat(this.path).then(
      () => true,
      () => false,
    );
  }

  async #save(state: SpoolState): Promise<void> {
    const path = join(this.folder, `${this.name}.json`);
    await writeFile(`${path}.part`, JSON.stringify(state));
    await rename(`${path}.part`, path);
    this.state = state;
  }

  async #write<T>(work: (file: FileHandle) => Promise<T>): Promise<T> {
    const file = await open(this.path, 'r+').catch(() => open(this.path, 'w+'));
    try {
      return await work(file);
    } finally {
      await file.close();
    }
  }

  /** Forgets what is here: the remote log is another one now. Open readers keep the old file. */
  async restart(): Promise<void> {
    await rm(this.path, { force: true });
    await this.#save({ ...EMPTY, generation: this.state.generation + 1 });
  }

  /**
   * Writes a log from its beginning as its bytes come. What came before a failure stays.
   * @throws what the source throws; Error when the log is larger than all spools may be
   */
  async writeBytes(source: AsyncIterable<Buffer>): Promise<void> {
    const counter = new LineCounter();
    let size = 0;
    await this.#write(async (file) => {
      await file.truncate(0);
      try {
        for await (const chunk of source) {
          const fitting = chunk.subarray(0, this.mostBytes - size);
          await file.write(fitting, 0, fitting.length, size);
          size += fitting.length;
          counter.push(fitting);
          if (fitting.length < chunk.length) throw new SpoolFull(this.mostBytes);
        }
      } finally {
        const tail = Buffer.alloc(Math.min(size - counter.end, 1 << 20));
        await file.read(tail, 0, tail.length, counter.end);
        const { end: bytes, lines } = counter;
        const text = tail.toString('utf8').replace(/\r$/, '');
        await this.#save({ ...this.state, bytes, lines, tail: text, tailBytes: size - bytes, complete: false });
      }
    });
    await this.makeRoom();
  }

  /** Puts lines behind the whole ones, in place of the tail. The last of them becomes the tail. @throws Error when full */
  async writeLines(lines: readonly string[]): Promise<void> {
    const tail = lines.at(-1);
    if (tail === undefined) return;
    const whole = Buffer.from(
      lines
        .slice(0, -1)
        .map((line) => `${line}\n`)
        .join(''),
    );
    const last = Buffer.from(tail);
    const { bytes } = this.state;
    if (bytes + whole.length + last.length > this.mostBytes) throw new SpoolFull(this.mostBytes);
    await this.#write(async (file) => {
      await file.write(Buffer.concat([whole, last]), 0, whole.length + last.length, bytes);
      await file.truncate(bytes + whole.length + last.length);
    });
    await this.#save({
      ...this.state,
      bytes: bytes + whole.length,
      lines: this.state.lines + lines.length - 1,
      tail,
      tailBytes: last.length,
    });
    await this.makeRoom();
  }

  /** Notes that an empty log is what there is, or that nothing more will come. */
  async finish(complete: boolean): Promise<void> {
    await this.#write(async () => {});
    if (complete !== this.state.complete || this.sizeBytes === 0) await this.#save({ ...this.state, complete });
  }

  /** Marks the log as used now; the ones used longest ago are removed first. */
  async touch(): Promise<void> {
    const now = new Date();
    await utimes(join(this.folder, `${this.name}.json`), now, now).catch(() => {});
  }

  /** Removes the logs used longest ago until all together take no more than they may. */
  private async makeRoom(): Promise<void> {
    const names = (await readdir(this.folder)).filter((name) => name.endsWith('.log'));
    const files = await Promise.all(
      names.map(async (name) => {
        const path = join(this.folder, name);
        const note = join(this.folder, `${name.slice(0, 40)}.json`);
        const [file, used] = await Promise.all([stat(path).catch(() => null), stat(note).catch(() => null)]);
        return { path, note, bytes: file?.size ?? 0, used: used?.mtimeMs ?? 0, own: name.startsWith(this.name) };
      }),
    );
    let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    for (const file of files.filter(({ own }) => !own).sort((left, right) => left.used - right.used)) {
      if (bytes <= this.mostBytes) return;
      await Promise.all([rm(file.path, { force: true }), rm(file.note, { force: true })]);
      bytes -= file.bytes;
    }
  }
}

/** There is no room for more of a log. */
export class SpoolFull extends Error {
  constructor(mostBytes: number) {
    super(`the log is larger than the ${Math.floor(mostBytes / 2 ** 20)} MiB that LOG_CACHE_GIB allows`);
  }
}
