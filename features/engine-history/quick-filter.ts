import type { EngineRecordFacets } from '@/contracts/engine-history';
import type { FilterName } from './search-params';

/**
 * Decides what a typed text means: a value that occurs is taken as such; then what looks like a ticket, an address or
 * a label; any other word is a user for those who see several, else part of a label.
 */
export function readQuickFilter(
  input: string,
  facets: EngineRecordFacets | undefined,
  seesAllUsers: boolean,
): { name: FilterName; value: string } | null {
  const value = input.trim();
  if (value === '') return null;
  const known = knownValue(value, facets, seesAllUsers);
  if (known) return known;
  if (looksLikeTicket(value)) return { name: 'ticket', value: value.toLowerCase() };
  if (value.includes(',')) return { name: 'label', value };
  if (/[:.\d]/.test(value)) return { name: 'instancePart', value };
  return { name: seesAllUsers ? 'user' : 'label', value };
}

function knownValue(
  value: string,
  facets: EngineRecordFacets | undefined,
  seesAllUsers: boolean,
): { name: FilterName; value: string } | null {
  if (!facets) return null;
  const choices: [FilterName, string[]][] = [
    ['status', facets.statuses],
    ['engineType', facets.engineTypes.map((entry) => entry.engineType)],
    ['user', seesAllUsers ? facets.users : []],
    ['creator', facets.creators],
    ['ecm', facets.ecms],
  ];
  for (const [name, values] of choices) {
    const match = values.find((candidate) => candidate.toLowerCase() === value.toLowerCase());
    if (match) return { name, value: match };
  }
  return null;
}

/** A UUID or its beginning. Without a dash it needs letters and digits: `38701` is a port, `facade` a name. */
function looksLikeTicket(value: string): boolean {
  if (/^[0-9a-f]{8}-[0-9a-f-]*$/i.test(value)) return true;
  return /^[0-9a-f]{6,8}$/i.test(value) && /\d/.test(value) && /[a-f]/i.test(value);
}
