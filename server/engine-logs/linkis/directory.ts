import { posix } from 'node:path';
import type { LogStream } from '@/contracts/engine-logs';
import type { LogRoot } from '@/server/platform/config/environment';

/** Stands for the root of logs that are in no directory of this machine. Nothing is ever opened by this name. */
const ELSEWHERE = '/engine-logs';

/**
 * The name that the compatible endpoints give a log. Front ends cut the last part off and send the rest back to download
 * the log; there it is compared, never opened.
 */
export function toLogPath(
  roots: readonly LogRoot[],
  location: { suffix: string | null; ecm: string | null },
  source: 'directory' | 'engine-manager' | 'archive',
  stream: LogStream,
): string {
  const own = roots.find(({ ecm }) => ecm !== null && ecm === location.ecm);
  const root = own ?? roots.find(({ ecm }) => ecm === null);
  const base = source === 'directory' && root ? root.directory : ELSEWHERE;
  return `${base.replace(/\/+$/, '')}/${location.suffix ?? ''}/${stream}`;
}

/**
 * The directories below a log root that a client's text can mean: the text itself, or what of it is behind a configured
 * root. They are only compared with what records say.
 * @returns none when the text leads upwards or has characters that no directory of Linkis has
 */
export function meantSuffixes(roots: readonly LogRoot[], text: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  if (/[\u0000-\u001f\\]/.test(text)) return [];
  const path = posix.normalize(text).replace(/\/+$/, '');
  if (path === '..' || path.startsWith('../')) return [];
  const bases = [...roots.map(({ directory }) => directory.replace(/\/+$/, '')), ELSEWHERE];
  const below = bases.filter((base) => path.startsWith(`${base}/`)).map((base) => path.slice(base.length + 1));
  return [...new Set([path.replace(/^\/+/, ''), ...below])].filter((suffix) => suffix !== '' && suffix !== '.');
}

/** The ticket in a directory as Linkis names it, `user/date/type/ticket/logs`; null when it is named otherwise. */
export function ticketOf(suffix: string): string | null {
  const parts = suffix.split('/');
  return parts.length > 1 && parts.at(-1) === 'logs' ? (parts.at(-2) ?? null) : null;
}
