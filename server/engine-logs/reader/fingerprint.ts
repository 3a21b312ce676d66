import { createHash } from 'node:crypto';

/** Bytes of a part's beginning that are hashed, of a shorter part all. */
const LONGEST = 4096;

type Readable = { sizeBytes: number; read(offset: number, length: number): Promise<Buffer> };

/** First 64 bits of the SHA-256 of bytes, as 16 hex digits. */
export function shortHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}

/** Names a part by its beginning, as `length-hash`: stays when the file is renamed or archived, or grows. */
export function fingerprintOf(beginning: Buffer): string {
  const bytes = beginning.subarray(0, LONGEST);
  return `${bytes.length}-${shortHash(bytes)}`;
}

/** True when a part begins with what the fingerprint was made from. */
export async function hasFingerprint(part: Readable & { fingerprint: string }, fingerprint: string): Promise<boolean> {
  const [length, hash] = fingerprint.split('-');
  // Made from as many bytes: no need to read them again.
  if (part.fingerprint.startsWith(`${length}-`)) return part.fingerprint === fingerprint;
  const bytes = Number(length);
  if (bytes > Math.min(LONGEST, part.sizeBytes)) return false;
  return shortHash(await part.read(0, bytes)) === hash;
}
