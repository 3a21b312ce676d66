import { randomUUID } from 'node:crypto';

/** What the keys of everything that this module stores begin with. */
export const BLOB_PREFIX = 'blobs/';

/** Key of the bytes with this SHA-256. */
export function blobKey(sha256: string): string {
  return `${BLOB_PREFIX}${sha256.slice(0, 2)}/${sha256}`;
}

/** A key for bytes whose hash is not known yet; no other write uses it. */
export function stagingKey(): string {
  return `${BLOB_PREFIX}staging/${randomUUID()}`;
}

/** The SHA-256 that a key names; null for keys of bytes that are not whole or have no hash yet. */
export function sha256OfKey(key: string): string | null {
  const match = /^blobs\/([0-9a-f]{2})\/([0-9a-f]{64})$/.exec(key);
  return match?.[2]?.startsWith(match[1] ?? '-') ? match[2] : null;
}
