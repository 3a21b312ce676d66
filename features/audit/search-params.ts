import { type inferParserType, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server';

/** The whole state of the audit list. */
export const auditParsers = {
  actor: parseAsString,
  action: parseAsString,
  outcome: parseAsStringLiteral(['done', 'denied'] as const),
  pageSize: parseAsInteger.withDefault(50),
  cursor: parseAsString,
};
export type AuditState = inferParserType<typeof auditParsers>;

/** One page of the trail as the API takes it. */
export function toAuditQuery({ actor, action, outcome, pageSize, cursor }: AuditState) {
  return {
    actor: actor ?? undefined,
    action: action ?? undefined,
    outcome: outcome ?? undefined,
    pageSize,
    cursor: cursor ?? undefined,
  };
}

export type AuditChange = Partial<{ [Name in keyof AuditState]: AuditState[Name] | null }>;
