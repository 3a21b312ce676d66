import { contextError, failedOperation } from './errors';

/** Linkis' way of sending objects: a type's name, and the object as JSON in a text. */
export interface TypedJson {
  type: string;
  /** JSON text; null when the sender left it out. */
  value: string | null;
}

/** Whether a text can be stored and given back unchanged by every database. */
export function isStorable(text: string): boolean {
  return !/[\p{Surrogate}\0]/u.test(text);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON text as an object. @throws AppError invalid_input */
export function parseObject(text: string, field: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw failedOperation(field, 'IllegalStateException: not JSON; expected an object with type and value');
  }
  if (!isObject(parsed)) throw contextError(97001, `Failed to find deserialize of ${text.slice(0, 200)}`, { field });
  return parsed;
}

/**
 * Reads typed JSON from a member of a request: a text, not an object.
 *
 * @param types names that make sense here; any without them
 * @throws AppError invalid_input with Linkis' code 97001, or without a code when the member is missing
 */
export function readTypedJson(value: unknown, field: string, types?: readonly string[]): TypedJson {
  if (value === undefined) throw failedOperation(field, 'missing; expected typed JSON as a text');
  if (typeof value !== 'string' || value === '') throw contextError(97001, 'The json not null', { field });
  if (!isStorable(value)) throw failedOperation(field, 'has NUL or half characters, which cannot be stored');
  const { type, value: inner } = parseObject(value, field);
  if (typeof type !== 'string' || (types && !types.includes(type)))
    throw contextError(97001, `Failed to find deserialize of ${value.slice(0, 200)}`, { field });
  if (inner !== undefined && inner !== null && typeof inner !== 'string')
    throw contextError(97001, `Failed to find deserialize of ${value.slice(0, 200)}`, { field });
  return { type, value: inner ?? null };
}

/** An object as typed JSON, the type first. */
export function writeTypedJson(type: string, value: object): string {
  return JSON.stringify({ type, value: JSON.stringify(value) });
}

/** A text of an object; null where it is missing or null. @throws AppError invalid_input when it is something else */
export function textOf(object: Record<string, unknown>, name: string, field: string, longest: number): string | null {
  const value = object[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw failedOperation(`${field}.${name}`, 'not a text');
  if (!isStorable(value))
    throw failedOperation(`${field}.${name}`, 'has NUL or half characters, which cannot be stored');
  if (Array.from(value).length > longest)
    throw failedOperation(`${field}.${name}`, `longer than ${longest} characters; shorten it`);
  return value;
}

/** A text that a request has to have. @throws AppError invalid_input */
export function requiredText(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name];
  if (typeof value !== 'string') throw failedOperation(name, 'missing; expected a text');
  if (!isStorable(value)) throw failedOperation(name, 'has NUL or half characters');
  return value;
}
