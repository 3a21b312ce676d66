import { type inferParserType, parseAsArrayOf, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs';

/** The whole state of the audit list. */
export const auditParsers = {
  actor: parseAsString,
  action: parseAsString,
  outcome: parseAsStringLiteral(['done', 'denied'] as const),
  pageSize: parseAsInteger.withDefault(50),
  cursor: parseAsString,
  /** Cursors of the pages before this one: the trail is only read forward, so this is the way back. */
  trail: parseAsArrayOf(parseAsString).withDefault([]),
};
export type AuditState = inferParserType<typeof auditParsers>;

export type AuditChange = Partial<{ [Name in keyof AuditState]: AuditState[Name] | null }>;
