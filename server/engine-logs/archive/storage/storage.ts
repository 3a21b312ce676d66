/** What can go wrong with stored objects: the storage does not work, or it has no such object or not so many bytes. */
export class StorageError extends Error {
  override name = 'StorageError';

  constructor(
    readonly kind: 'unavailable' | 'missing',
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/** Where archives lie, as objects under keys. Two are there: local disk and S3. */
export interface ArchiveStorage {
  kind: 'local' | 's3';
  /** Stores an object: whole under its key, or not at all. Holds a few chunks in memory at a time. @throws StorageError */
  write(key: string, chunks: AsyncIterable<Buffer>): Promise<void>;
  /** Exactly the bytes from `start` up to `end`. @throws StorageError */
  read(key: string, start: number, end: number): Promise<Buffer>;
  /** A whole small object. @throws StorageError */
  readAll(key: string): Promise<Buffer>;
  /** Path of the object on this machine's disk; one that is elsewhere is fetched, once. @throws StorageError */
  localPath(key: string, sizeBytes: number): Promise<string>;
  /** Removes an object and what is left of an interrupted write of it; neither need be there. @throws StorageError */
  remove(key: string): Promise<void>;
}
