import { resolve } from 'node:path';
import type { DatabaseKind } from './dialect';

/** The kind of database that a URL names. */
export function kindOf(url: string): DatabaseKind {
  if (url.startsWith('file:')) return 'sqlite';
  return /^postgres(ql)?:/.test(url) ? 'postgresql' : 'mysql';
}

/** Path of the SQLite file that a `file:` URL names. */
export function sqlitePath(url: string): string {
  return resolve(url.replace(/^file:(\/\/)?/, '').replace(/\?.*$/, ''));
}
