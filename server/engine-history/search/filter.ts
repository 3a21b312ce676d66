import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { EngineRecordFilter, TimeField } from '@/contracts/engine-history';
import { AppError } from '@/server/platform/errors';

/** Filters as the store understands them: visibility worked in, times as column texts. */
export interface SearchFilter {
  status?: string[];
  engineType?: string[];
  engineVersion?: string[];
  user?: string[];
  creator?: string[];
  ecm?: string[];
  instance?: string[];
  /** Whole label texts. */
  labelValue?: string[];
  instancePart?: string;
  ticket?: string;
  label?: string;
  timeField: TimeField;
  /** First column text that counts. */
  from: string | null;
  /** First column text that no longer counts. */
  before: string | null;
}

/** The next whole second: columns hold whole ones, so a bound between two means the later. */
function upToSecond(text: string): Date {
  return new Date(Math.ceil(Date.parse(text) / 1000) * 1000);
}

/**
 * The store's filter from the contract's.
 * @param onlyUser whose records may be seen; null for all
 * @returns null when nothing can match, because a user asks for others' records only
 */
export function toSearchFilter(
  filter: EngineRecordFilter,
  onlyUser: string | null,
  toColumnTime: (instant: Date) => string,
): SearchFilter | null {
  const user = onlyUser === null ? filter.user : [onlyUser];
  if (onlyUser !== null && filter.user && !filter.user.includes(onlyUser)) return null;
  const { status, engineType, engineVersion, creator, ecm, instance, instancePart, ticket, label, timeField } = filter;
  return {
    status,
    engineType,
    engineVersion,
    creator,
    ecm,
    instance,
    instancePart,
    ticket,
    label,
    timeField,
    user,
    from: filter.from ? toColumnTime(upToSecond(filter.from)) : null,
    before: filter.to ? toColumnTime(upToSecond(filter.to)) : null,
  };
}

/** Where a page begins: behind (or, going back, ahead of) this row. */
export interface Position {
  time: string;
  id: number;
}

/** What a cursor says. */
export interface Cursor extends Position {
  direction: 'next' | 'previous';
}

/** Whether there is such a day and time: not each database would say so. */
function namesMoment(text: string): boolean {
  const instant = new Date(`${text.replace(' ', 'T')}Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text.replace(' ', 'T'));
}

const cursorSchema = z.tuple([
  z.enum(['next', 'previous']),
  z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/)
    .refine(namesMoment),
  z
    .int()
    .min(0)
    .max(2 ** 31 - 1),
  z.string().length(16),
]);

/** Fingerprint of what a cursor belongs to: filters and order, without the page. */
export function fingerprint(filter: SearchFilter, sort: TimeField, order: string): string {
  const canonical = JSON.stringify([
    sort,
    order,
    ...Object.entries(filter)
      .filter(([, value]) => value !== undefined && value !== null)
      .sort(),
  ]);
  return createHash('sha256').update(canonical).digest('hex').slice(0, 16);
}

/** A cursor as text. */
export function writeCursor(cursor: Cursor, belongsTo: string): string {
  return Buffer.from(JSON.stringify([cursor.direction, cursor.time, cursor.id, belongsTo])).toString('base64url');
}

/** Reads a cursor. @throws AppError invalid_input when it was not made here or for other filters */
export function readCursor(text: string, belongsTo: string): Cursor {
  const fault = (message: string) =>
    new AppError('invalid_input', `The cursor cannot be used: ${message}. Start again without it.`, {
      faults: [{ path: 'cursor', message }],
    });
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    throw fault('it was not made by this server');
  }
  const parsed = cursorSchema.safeParse(value);
  if (!parsed.success) throw fault('it was not made by this server');
  const [direction, time, id, owner] = parsed.data;
  if (owner !== belongsTo) throw fault('it belongs to other filters or another order');
  return { direction, time, id };
}

/** Columns of the three times. */
export const TIME_COLUMNS: Record<TimeField, string> = {
  createTime: 'create_time',
  usedTime: 'used_time',
  releaseTime: 'release_time',
};
/** Indexes that order by a time and then by id. */
export const TIME_INDEXES: Record<TimeField, string> = {
  createTime: 'er_record_create_time',
  usedTime: 'er_record_used_time',
  releaseTime: 'er_record_release_time',
};
