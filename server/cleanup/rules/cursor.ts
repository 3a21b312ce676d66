import { AppError } from '@/server/platform/errors';

/** The id that a cursor names; undefined without one. @throws AppError invalid_input when it was not made here */
export function readCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  if (/^[1-9]\d{0,9}$/.test(cursor) && Number(cursor) <= 2_147_483_647) return Number(cursor);
  throw new AppError('invalid_input', 'The cursor was not made by this server. Start again without it.', {
    faults: [{ path: 'cursor', message: 'not made by this server' }],
  });
}
