import { type inferParserType, parseAsString, parseAsStringLiteral } from 'nuqs';

/** How a file can differ. */
export const CHANGES = ['added', 'removed', 'changed'] as const;

/** The whole state of the comparison. */
export const compareParsers = {
  from: parseAsString,
  to: parseAsString,
  /** Part of a path. */
  search: parseAsString.withDefault(''),
  change: parseAsStringLiteral(CHANGES),
  /** The file whose lines are shown. */
  file: parseAsString,
};

/** State of the comparison as read from the URL. */
export type CompareState = inferParserType<typeof compareParsers>;
/** A change of it; null puts a part back. */
export type CompareChange = Partial<{ [Name in keyof CompareState]: CompareState[Name] | null }>;
