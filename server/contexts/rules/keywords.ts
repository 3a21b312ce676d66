const FIELDS: Record<string, readonly string[]> = {
  CSTable: ['name', 'location'],
  LinkisVariable: ['key'],
  linkisBMLResource: ['resourceId', 'version', 'downloadedFileName'],
};

/** The hash by which Java's sets place a text, and which slot of a new set that is. */
function slotOf(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return (hash ^ (hash >>> 16)) & 15;
}

function fieldsOf(type: string, value: string | null): unknown[] {
  const names = FIELDS[type];
  if (!names || value === null) return [];
  try {
    const object = JSON.parse(value);
    return object && typeof object === 'object' ? names.map((name) => object[name]) : [];
  } catch {
    return [];
  }
}

/**
 * The `keywords` column of a value: a JSON array of its key and, for types that have names, those names, each once. In
 * the order in which the original's set gives them, so that texts compare equal. Source: contract/context.md §1.6.
 *
 * @param value JSON text of the inner object; what is not understood gives no keywords
 */
export function keywordsOf(key: string, type: string, value: string | null): string {
  const words = [...fieldsOf(type, value), key].filter(
    (word): word is string => typeof word === 'string' && word.trim() !== '',
  );
  const distinct = [...new Set(words)];
  return JSON.stringify(distinct.sort((left, right) => slotOf(left) - slotOf(right)));
}

/** A `keywords` column as a list; empty when it holds something else. */
export function readKeywords(text: string | null): string[] {
  try {
    const parsed: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(parsed) ? parsed.filter((word) => typeof word === 'string') : [];
  } catch {
    return [];
  }
}
