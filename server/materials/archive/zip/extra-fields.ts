import { UNICODE_PATH_EXTRA, ZIP64_EXTRA } from './format';

/** Those extra fields of an entry that say what it is; others (times, owners, alignment) do not matter here. */
export interface ExtraFields {
  zip64: Buffer | null;
  unicodePath: Buffer | null;
}

/**
 * Takes the extra fields apart. Null when a field reaches beyond the end or one of ours comes twice, since readers would
 * differ about it. Up to three bytes left over are padding, as alignment tools leave it.
 */
export function readExtraFields(extra: Buffer): ExtraFields | null {
  const fields: ExtraFields = { zip64: null, unicodePath: null };
  let at = 0;
  while (at + 4 <= extra.length) {
    const id = extra.readUInt16LE(at);
    const end = at + 4 + extra.readUInt16LE(at + 2);
    if (end > extra.length) return null;
    const key = id === ZIP64_EXTRA ? 'zip64' : id === UNICODE_PATH_EXTRA ? 'unicodePath' : null;
    if (key !== null) {
      if (fields[key] !== null) return null;
      fields[key] = extra.subarray(at + 4, end);
    }
    at = end;
  }
  return fields;
}
