import { contextError } from './errors';

/** Greatest number that a context can have: the column is a signed 32-bit integer. */
const GREATEST_ID = 2 ** 31 - 1;

/** What an external id (HAID) says. */
export interface Haid {
  instance: string;
  backupInstance: string;
  id: number;
}

/** Whether a text is a bare number, in ASCII digits. */
export function isNumeric(text: string | null): boolean {
  return text !== null && /^[0-9]+$/.test(text);
}

/** The number of a context from its digits; null when a context cannot have it. */
export function toContextNumber(digits: string): number | null {
  const id = isNumeric(digits) ? Number(digits) : 0;
  return id >= 1 && id <= GREATEST_ID ? id : null;
}

/**
 * The external id of a context: `<length>-<length>--<alias><alias><number>`, lengths in UTF-16 code units.
 * Source: contract/context.md §2.
 *
 * @throws AppError invalid_input (70107) when the number is none or an alias is missing
 */
export function encodeHaid(contextId: string | null, instance: string, backupInstances: readonly string[]): string {
  if (!isNumeric(contextId) || instance.trim() === '' || backupInstances.length === 0) {
    const list = JSON.stringify(backupInstances);
    throw contextError(
      70107,
      `Cannot encodeHAIDKey, contextID : ${contextId}, instance : ${instance}, backupInstanceList : ${list}`,
    );
  }
  const aliases = [instance, ...backupInstances];
  return `${aliases.map((alias) => alias.length).join('-')}--${aliases.join('')}${contextId}`;
}

/**
 * Reads an external id; null when it is none. Stricter than the original where that addresses rows by accident: digits
 * are ASCII, the number is one that a row can have, nothing follows it.
 */
export function decodeHaid(text: string | null): Haid | null {
  const parts = text?.split('--') ?? [];
  const [head = '', tail = ''] = parts;
  if (parts.length !== 2) return null;
  const pieces = head.split('-');
  if (pieces.length < 2 || !pieces.every((piece) => /^\+?[0-9]{1,10}$/.test(piece))) return null;
  const lengths = pieces.map(Number);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (total >= tail.length) return null;
  const id = toContextNumber(tail.slice(total));
  const [first = 0, second = 0] = lengths;
  return id === null ? null : { instance: tail.slice(0, first), backupInstance: tail.slice(first, first + second), id };
}
