import type { ObjectStorage } from '@/server/platform/object-storage/storage';

/** Where archives lie, as objects under keys. */
export interface ArchiveStorage extends Pick<ObjectStorage, 'kind' | 'write' | 'read' | 'readAll' | 'remove'> {
  /** Path of the object on this machine's disk; one that is elsewhere is fetched, once. @throws StorageError */
  localPath(key: string, sizeBytes: number): Promise<string>;
}
