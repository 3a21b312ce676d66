import { AppError } from '@/server/platform/errors';
import { StorageError } from '@/server/platform/object-storage/storage';

/**
 * What a failed write of bytes is answered with; other errors stay as they are. `60050` is the code by which Linkis'
 * clients know it.
 */
export function toWriteFailure(error: unknown): unknown {
  if (!(error instanceof StorageError)) return error;
  const detail = { cause: error, linkisCode: 60050 };
  if (error.kind === 'full')
    return new AppError(
      'storage_full',
      'The storage has no room for this file. Nothing was kept of it; an administrator can make room, then send it again.',
      detail,
    );
  return new AppError(
    'storage_unavailable',
    'The storage does not take the file now. Nothing was kept of it; try again in a minute.',
    { ...detail, retryAfterSeconds: 60 },
  );
}

/** What a failed read of bytes is answered with; other errors stay as they are. */
export function toReadFailure(error: unknown): unknown {
  if (!(error instanceof StorageError)) return error;
  if (error.kind === 'missing') return damagedError('its bytes are not in the storage any more', error);
  return new AppError('storage_unavailable', 'The storage does not answer now; try again in a minute.', {
    cause: error,
    linkisCode: 70068,
    retryAfterSeconds: 60,
  });
}

/** The error of a blob that is not what it was. */
export function damagedError(fault: string, cause?: unknown): AppError {
  return new AppError(
    'gone',
    `The stored file is damaged: ${fault}. Storing the same file again repairs it; otherwise take another version.`,
    { cause, linkisCode: 70068 },
  );
}
