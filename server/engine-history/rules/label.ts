import type { EngineLabels } from '@/contracts/engine-recording';

/** The combined label text `user-creator,type-version` (contract: labels). */
export function labelText(labels: EngineLabels): string {
  return `${labels.user}-${labels.creator},${labels.engineType}-${labels.engineVersion}`;
}

/** What a label text says. The creator is what follows the last hyphen, so that user names may hold hyphens. */
export interface LabelParts {
  user: string | null;
  creator: string | null;
  engineType: string | null;
  engineVersion: string | null;
}

/** Takes a label text apart; parts that it does not name are null. The database's generated columns follow the same rule. */
export function parseLabel(text: string): LabelParts {
  const [first = '', second] = text.split(',');
  const hyphen = first.lastIndexOf('-');
  const [user, creator] = hyphen < 0 ? [null, null] : [first.slice(0, hyphen), first.slice(hyphen + 1)];
  if (second === undefined)
    return { user: user || null, creator: creator || null, engineType: null, engineVersion: null };
  const dash = second.indexOf('-');
  const [engineType, engineVersion] = dash < 0 ? [second, null] : [second.slice(0, dash), second.slice(dash + 1)];
  return {
    user: user || null,
    creator: creator || null,
    engineType: engineType || null,
    engineVersion: engineVersion || null,
  };
}

const LONGEST_SUFFIX = 128;

/**
 * Directory of an engine's logs below the root of its engine manager: `user/yyyyMMdd/type/ticket/logs`. Null when it
 * would not fit its column.
 * @param day wall-clock text that begins with `yyyy-MM-dd`
 */
export function logDirectory(user: string, day: string, engineType: string, ticketId: string): string | null {
  const suffix = [user, day.slice(0, 10).replaceAll('-', ''), engineType, ticketId, 'logs'].filter(Boolean).join('/');
  return suffix.length <= LONGEST_SUFFIX ? suffix : null;
}
