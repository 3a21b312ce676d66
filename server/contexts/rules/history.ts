import { contextError, emptyParameter } from './errors';
import { CONTEXT_TYPES, MOST_TEXT_BYTES, oneOf } from './key-value';
import { parseObject, readTypedJson, textOf } from './typed-json';

const TYPES = ['commonResourceHistory', 'CSTableMetadataContextHistory', 'CSTableLineageMetadataContextHistory'];
const FIELD = 'contextHistory';

/** A history as it is stored. */
export interface SentHistory {
  source: string;
  contextType: string | null;
  /** The typed JSON as it was sent. */
  json: string;
}

/** Reads a history. @throws AppError invalid_input (20032 without a source), too_large */
export function readHistory(value: unknown): SentHistory {
  const { value: inner } = readTypedJson(value, FIELD, TYPES);
  const object = parseObject(inner ?? '{}', FIELD);
  const source = textOf(object, 'source', FIELD, 16_000);
  if (source === null || source.trim() === '') throw emptyParameter('history source');
  const contextType = oneOf(object.contextType, CONTEXT_TYPES, `${FIELD}.contextType`, 'ContextType');
  const json = value as string;
  if (Buffer.byteLength(json) > MOST_TEXT_BYTES)
    throw contextError(97000, `the history is larger than ${MOST_TEXT_BYTES} bytes, the most that is kept`, {
      code: 'too_large',
      field: FIELD,
    });
  return { source, contextType, json };
}
