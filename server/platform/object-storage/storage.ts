const BRAND = Symbol.for('engineroom.StorageError');

/**
 * What can go wrong with stored objects: the storage has no room, it does not work, or it has no such object or not so
 * many bytes.
 */
export class StorageError extends Error {
  override name = 'StorageError';
  readonly [BRAND] = true;

  /** Start-up code and routes have copies of this class, and share the storages that throw it; see `AppError`. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  constructor(
    readonly kind: 'full' | 'unavailable' | 'missing',
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/** An object as a listing shows it. */
export interface StoredObject {
  key: string;
  sizeBytes: number;
  modifiedTime: Date;
}

/** Where bytes lie, as objects under keys with slashes. Two are there: local disk and S3. */
export interface ObjectStorage {
  kind: 'local' | 's3';
  /**
   * Stores an object: whole under its key, or not at all. Holds a few chunks in memory at a time.
   * @throws StorageError, and what `chunks` throw as it is
   */
  write(key: string, chunks: AsyncIterable<Buffer>): Promise<void>;
  /** Gives an object another key, where it takes the place of one that is there. @throws StorageError */
  move(from: string, to: string): Promise<void>;
  /** Exactly the bytes from `start` up to `end`. @throws StorageError */
  read(key: string, start: number, end: number): Promise<Buffer>;
  /** A whole small object. @throws StorageError */
  readAll(key: string): Promise<Buffer>;
  /** As `read`, in chunks of up to a mebibyte; throws in the middle when bytes are missing. @throws StorageError */
  stream(key: string, start: number, end: number): AsyncIterable<Buffer>;
  /** Size of an object; null when there is none. @throws StorageError */
  sizeOf(key: string): Promise<number | null>;
  /** Removes an object and what is left of an interrupted write of it; neither need be there. @throws StorageError */
  remove(key: string): Promise<void>;
  /**
   * All objects whose keys begin with this, in no particular order. Local disk also shows what interrupted writes left,
   * under keys that `isUnfinished` knows. @throws StorageError
   */
  list(prefix: string): AsyncIterable<StoredObject>;
  /** Space that is left; null where the storage does not tell. @throws StorageError */
  freeBytes(): Promise<number | null>;
}

/** End of the names under which local files are written until they are whole. */
export const UNFINISHED = '.part';

/** Whether a listed key is that of a local write that has not ended, or never will. */
export function isUnfinished(key: string): boolean {
  return key.endsWith(UNFINISHED);
}
