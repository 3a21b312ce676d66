import { AppError } from '@/server/platform/errors';
import { StorageError } from '@/server/platform/object-storage/storage';

const RETRY_SECONDS = 30;

/** What went wrong with the storage of an upload's bytes, as the error to answer; other errors stay as they are. */
export function toUploadFailure(error: unknown): unknown {
  if (!(error instanceof StorageError)) return error;
  if (error.kind === 'full')
    return new AppError(
      'storage_full',
      'The storage has no room for more of this upload. What arrived is kept: make room, then go on from receivedBytes.',
      { cause: error },
    );
  if (error.kind === 'missing')
    return new AppError(
      'gone',
      'Bytes of this upload are not in the storage any more. Cancel it and upload the file anew.',
      {
        cause: error,
      },
    );
  return new AppError(
    'storage_unavailable',
    'The storage does not answer now. What arrived is kept: try again in half a minute.',
    { cause: error, retryAfterSeconds: RETRY_SECONDS },
  );
}
