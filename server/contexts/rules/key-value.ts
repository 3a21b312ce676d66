import { contextError, failedOperation } from './errors';
import { keywordsOf } from './keywords';
import { parseObject, readTypedJson, textOf, writeTypedJson } from './typed-json';

/** Types of values, as Linkis spells them. */
export const CONTEXT_TYPES = ['METADATA', 'DATA', 'RESOURCE', 'OBJECT', 'ENV', 'COST', 'UDF', 'Variable'] as const;
/** Scopes of values. */
export const CONTEXT_SCOPES = ['PRIVATE', 'PUBLIC', 'PROTECTED', 'FRIENDLY'] as const;

/** The type that a key without one means. */
export const DEFAULT_TYPE = 'METADATA';

/** Most bytes that a value takes: what MySQL's column holds. */
const MOST_VALUE_BYTES = 2 ** 24 - 1;
/** Most bytes of keywords and of a history: what MySQL's columns hold. */
export const MOST_TEXT_BYTES = 2 ** 16 - 1;

/** The `props` column of every value: which Java classes it is of. */
export const VALUE_PROPS = (() => {
  const plain = { subs: [] as unknown[], fieldNames: [], fieldValues: [], fieldTypes: [] };
  const of = (name: string, subs: unknown[] = []) => ({
    className: `org.apache.linkis.cs.common.entity.source.${name}`,
    ...plain,
    subs,
  });
  return JSON.stringify(of('CommonContextKeyValue', [of('CommonContextKey'), of('CommonContextValue')]));
})();

/** A key as clients send it. */
export interface SentKey {
  key: string;
  contextType: string | null;
  contextScope: string | null;
}

/** A value as it is stored: typed JSON, kept as it was sent, and the words that searches look at. */
export interface SentValue {
  value: string;
  keywords: string;
}

/** A name out of a closed list; null stays null. @throws AppError invalid_input */
export function oneOf(value: unknown, names: readonly string[], field: string, className: string): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' && names.includes(value)) return value;
  const constant = `org.apache.linkis.cs.common.entity.enumeration.${className}.${String(value).slice(0, 100)}`;
  throw failedOperation(
    field,
    `IllegalArgumentException: No enum constant ${constant}; expected one of ${names.join(', ')}`,
  );
}

/** Reads a key. @throws AppError invalid_input */
export function readKey(value: unknown, field = 'contextKey'): SentKey {
  const { value: inner } = readTypedJson(value, field, ['commonContextKey']);
  const object = parseObject(inner ?? '{}', field);
  const key = textOf(object, 'key', field, 128);
  if (key === null) throw failedOperation(`${field}.key`, 'missing; expected the text of a key');
  return {
    key,
    contextType: oneOf(object.contextType, CONTEXT_TYPES, `${field}.contextType`, 'ContextType'),
    contextScope: oneOf(object.contextScope, CONTEXT_SCOPES, `${field}.contextScope`, 'ContextScope'),
  };
}

/** Reads a value and computes its keywords; the keywords that were sent do not count. @throws AppError invalid_input, too_large */
export function readValue(value: unknown, key: string, field = 'contextValue'): SentValue {
  const { value: inner } = readTypedJson(value, field, ['contextValue']);
  const { type, value: text } = readTypedJson(parseObject(inner ?? '{}', field).value, `${field}.value`);
  const stored = JSON.stringify({ type, value: text });
  if (Buffer.byteLength(stored) > MOST_VALUE_BYTES)
    throw contextError(97000, `the value is larger than ${MOST_VALUE_BYTES} bytes; store it as a resource instead`, {
      code: 'too_large',
      field,
    });
  const keywords = keywordsOf(key, type, text);
  if (Buffer.byteLength(keywords) > MOST_TEXT_BYTES)
    throw contextError(97000, `the keywords ${keywords.slice(0, 100)}… are longer than ${MOST_TEXT_BYTES} bytes`, {
      code: 'too_large',
      field,
    });
  return { value: stored, keywords };
}

/** Reads a key with its value. @throws AppError invalid_input, too_large */
export function readKeyValue(value: unknown): { key: SentKey; value: SentValue } {
  const field = 'contextKeyValue';
  const { value: inner } = readTypedJson(value, field, ['commonContextKeyValue']);
  const object = parseObject(inner ?? '{}', field);
  const key = readKey(object.key ?? undefined, `${field}.key`);
  return { key, value: readValue(object.value ?? undefined, key.key, `${field}.value`) };
}

/** A stored value as getContextValue gives it. */
export function writeValue(row: { value: string | null; keywords: string | null }): string {
  return writeTypedJson('contextValue', { keywords: row.keywords, value: row.value });
}

/** A stored value with its key as searches give it. */
export function writeKeyValue(row: {
  key: string;
  contextType: string | null;
  contextScope: string | null;
  value: string | null;
  keywords: string | null;
}): string {
  const { key, contextType, contextScope } = row;
  const written = writeTypedJson('commonContextKey', { key, contextType, contextScope, keywords: null });
  return writeTypedJson('commonContextKeyValue', { value: writeValue(row), key: written });
}

/** The type of a stored value; null when its text is no typed JSON. */
export function valueTypeOf(value: string | null): string | null {
  // Types come first in what we and Java write: the value itself need not be read.
  const quick = /^\s*\{\s*"type"\s*:\s*"([^"\\]*)"/.exec(value ?? '');
  if (quick) return quick[1] ?? null;
  try {
    const { type } = JSON.parse(value ?? '');
    return typeof type === 'string' ? type : null;
  } catch {
    return null;
  }
}
