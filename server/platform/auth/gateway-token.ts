import { AppError } from '../errors';
import type { GatewayTokenRow } from './store';

/** Codes by which Linkis clients tell token faults apart (contract: authentication). */
const CODES = { unknown: 15206, stale: 15201, user: 15202, host: 15203 } as const;

const DAY_MS = 86_400_000;

function allows(list: string | null, item: string): boolean {
  const items = (list ?? '').split(',');
  return items.includes('*') || items.includes(item);
}

function refuse(code: number, user: string, reason: string): AppError {
  return new AppError(
    'unauthenticated',
    `Token Authentication Failed, tokenUser: ${user}, reason: errCode: ${code} ,desc: ${reason}`,
    { linkisCode: code },
  );
}

/**
 * Checks a program's token in the order of the Linkis gateway: known, not stale, user legal, host legal. Lists hold
 * exact items between commas; `*` is any; a blank list is nobody. The refusal never repeats the token.
 * @throws AppError unauthenticated
 */
export function checkGatewayToken(
  token: GatewayTokenRow | null,
  user: string,
  address: string | null,
  now: Date,
): void {
  if (!token) throw refuse(CODES.unknown, user, 'Invalid Token(数据库中未配置的无效令牌)');
  const days = token.elapseDay === null ? -1 : Number(token.elapseDay);
  if (days !== -1 && (!token.createTime || now.getTime() > token.createTime.getTime() + days * DAY_MS)) {
    throw refuse(CODES.stale, user, 'Token is not valid or stale(令牌已过期)!');
  }
  if (!allows(token.legalUsers, user))
    throw refuse(CODES.user, user, `Illegal TokenUser for Token(Token非法用户: ${user})!`);
  if (!allows(token.legalHosts, address ?? ''))
    throw refuse(CODES.host, user, `Illegal Host for Token(非法ip: ${address ?? 'unknown'})!`);
}
