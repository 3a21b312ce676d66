import { type inferParserType, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs';

/** The whole state of the audit list. */
export const auditParsers = {
  actor: parseAsString,
  action: parseAsString,
  outcome: parseAsStringLiteral(['done', 'denied'] as const),
  pageSize: parseAsInteger.withDefault(50),
  cursor: parseAsString,
};
export type AuditState = inferParserType<typeof auditParsers>;

export type AuditChange = Partial<{ [Name in keyof AuditState]: AuditState[Name] | null }>;
