import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import Busboy, { type BusboyFileStream, type BusboyInstance } from '@fastify/busboy';
import { AppError } from '../errors';

/** Most text parts of a form, and the longest of them. */
const MOST_FIELDS = 30;
const LONGEST_FIELD = 64 << 10;
/** Bytes of the file that are in memory while whoever takes it is busy. */
const BUFFERED_BYTES = 1 << 20;

/** The file of a form, while it arrives. */
export interface MultipartFile {
  /** As the client says; never a path to be used. Java's clients say `file` whatever it is. */
  fileName: string;
  /** Ends when the part has ended; throws when the upload breaks off. */
  chunks: AsyncIterable<Buffer>;
}

/** Text parts of a form by their names. */
export type MultipartFields = Readonly<Record<string, string>>;

/**
 * Takes the file of a form while it arrives. `fields` are those that came before it; Java's clients send theirs after.
 * Must read the file to its end or throw.
 */
type TakeFile<T> = (file: MultipartFile, fields: MultipartFields) => Promise<T>;

/** Reads a form with one file. @see readMultipart */
export type ReadForm = <T>(take: TakeFile<T>) => Promise<{ fields: MultipartFields; file: T }>;

function fault(path: string, message: string, cause?: unknown): AppError {
  return new AppError('invalid_input', `The form cannot be used. ${path}: ${message}`, {
    faults: [{ path, message }],
    cause,
  });
}

function makeParser(request: Request): BusboyInstance {
  const type = request.headers.get('content-type') ?? '';
  if (!/^multipart\/form-data\s*;/i.test(type))
    throw fault('body', 'expected multipart/form-data with a boundary and a part named file');
  const limits = { fields: MOST_FIELDS, fieldSize: LONGEST_FIELD, fieldNameSize: 200, headerPairs: 50 };
  try {
    return new Busboy({ headers: { 'content-type': type }, limits, fileHwm: BUFFERED_BYTES });
  } catch (error) {
    throw fault('body', `the header Content-Type has no usable boundary`, error);
  }
}

/** One form being read: what came so far, and the first thing that was wrong. */
class FormReader<T> {
  readonly fields: Record<string, string> = Object.create(null);
  taken: Promise<T> | null = null;
  #file: BusboyFileStream | null = null;
  #failure: { error: unknown } | null = null;

  constructor(
    private readonly parser: BusboyInstance,
    private readonly source: Readable,
    private readonly take: TakeFile<T>,
  ) {
    parser.on('field', (name, value, nameCut, valueCut) => {
      if (nameCut || valueCut) this.fail(fault(name.slice(0, 40), `longer than ${LONGEST_FIELD} bytes`));
      this.fields[name] = value;
    });
    parser.on('fieldsLimit', () => this.fail(fault('body', `more than ${MOST_FIELDS} text parts`)));
    parser.on('file', (name, stream, fileName) => this.#begin(name, stream, fileName));
  }

  #begin(name: string, stream: BusboyFileStream, fileName: string): void {
    stream.on('error', () => {});
    if (name !== 'file' || this.#file) {
      stream.resume();
      const place = name.slice(0, 40);
      this.fail(fault(place, this.#file ? 'only one file can be sent at once' : 'the file must be named file'));
      return;
    }
    this.#file = stream;
    this.taken = this.take({ fileName, chunks: stream }, { ...this.fields });
    // Whoever refuses the file refuses what is still to come of it, too.
    this.taken.catch((error) => this.fail(error));
  }

  /** Stops reading. The first failure is the one that counts. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.source.destroy();
    this.parser.destroy();
    this.#file?.destroy(error instanceof Error ? error : new Error(String(error)));
  }

  /** Reads to the end. @throws the first failure, when whoever takes the file has stopped */
  async read(): Promise<void> {
    try {
      await pipeline(this.source, this.parser);
    } catch (error) {
      this.fail(fault('body', 'it broke off before its end; send it again', error));
    }
    await this.taken?.catch(() => {});
    if (this.#failure) throw this.#failure.error;
  }
}

/** Counts the bytes that a body really had, and refuses one that is shorter than its header said. */
async function* counted(body: AsyncIterable<Uint8Array>, declared: string | null): AsyncGenerator<Buffer> {
  let received = 0;
  for await (const chunk of body) {
    received += chunk.length;
    yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
  }
  if (declared !== null && received !== Number(declared))
    throw new Error(`${received} bytes came instead of ${declared}`);
}

/**
 * Reads a `multipart/form-data` body with exactly one file, named `file`, without holding the file in memory. Text parts
 * may come before and after it. A body that breaks off is an error, also for who takes the file: nothing that was cut
 * looks whole.
 * @throws AppError invalid_input naming the part at fault, and what `take` throws
 */
async function readMultipart<T>(request: Request, take: TakeFile<T>): Promise<{ fields: MultipartFields; file: T }> {
  const parser = makeParser(request);
  if (!request.body) throw fault('body', 'it is empty; expected a part named file');
  const body = request.body as unknown as AsyncIterable<Uint8Array>;
  const source = Readable.from(counted(body, request.headers.get('content-length')), { objectMode: false });
  const reader = new FormReader(parser, source, take);
  await reader.read();
  if (!reader.taken) throw fault('file', 'is needed: a part with a file name');
  return { fields: { ...reader.fields }, file: await reader.taken };
}

/** Reads the form of a request when it is asked to. */
export function formReader(request: Request): ReadForm {
  return (take) => readMultipart(request, take);
}
