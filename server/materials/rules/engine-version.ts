/**
 * What an engine version is known by: its name without one leading `v`, so that `2.4.3` and `v2.4.3` (and `python2` and
 * `vpython2`) are one. The spelling is kept for showing and for the wire.
 */
export function versionKey(engineVersion: string): string {
  return engineVersion.length > 1 && engineVersion.startsWith('v') ? engineVersion.slice(1) : engineVersion;
}

/** Both spellings of an engine version. */
export function versionSpellings(engineVersion: string): [string, string] {
  const key = versionKey(engineVersion);
  return [key, `v${key}`];
}
