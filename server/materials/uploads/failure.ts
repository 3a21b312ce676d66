import { AppError } from '@/server/platform/errors';
import { StorageError } from '@/server/platform/object-storage/storage';

/** What Linkis' clients know a failed upload by. */
const linkisCode = 20001;

/** What an upload fails with when the storage of its bytes does; other errors stay as they are. */
export function toUploadFailure(error: unknown): unknown {
  if (!(error instanceof StorageError)) return error;
  const detail = { cause: error, linkisCode };
  if (error.kind === 'full')
    return new AppError(
      'storage_full',
      'The storage has no room for this file. When an administrator has made room, send again what is missing.',
      detail,
    );
  if (error.kind === 'missing')
    return new AppError(
      'gone',
      'Bytes of this upload are not in the storage any more. Cancel it and upload the file anew.',
      detail,
    );
  return new AppError(
    'storage_unavailable',
    'The storage does not answer now. Try again in a minute; what it has of the file is kept.',
    { ...detail, retryAfterSeconds: 60 },
  );
}
