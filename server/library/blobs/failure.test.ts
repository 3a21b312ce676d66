import { describe, expect, it } from 'vitest';
import { StorageError } from '@/server/platform/object-storage/storage';
import { toReadFailure, toWriteFailure } from './failure';

describe('failures of the storage', () => {
  it.each([
    ['full', 'storage_full', /no room for this file\. Nothing was kept/],
    ['unavailable', 'storage_unavailable', /try again in a minute/],
  ] as const)('that is %s while writing says so', (kind, code, message) => {
    const failure = toWriteFailure(new StorageError(kind, 'below'));
    expect(failure).toMatchObject({ code, message: expect.stringMatching(message), detail: { linkisCode: 60050 } });
  });

  it('while reading tells damage from a storage that is away', () => {
    expect(toReadFailure(new StorageError('missing', 'below'))).toMatchObject({ code: 'gone' });
    expect(toReadFailure(new StorageError('unavailable', 'below'))).toMatchObject({ code: 'storage_unavailable' });
  });

  it('are not made of other errors', () => {
    const other = new RangeError('other');
    expect(toWriteFailure(other)).toBe(other);
    expect(toReadFailure(other)).toBe(other);
  });
});
