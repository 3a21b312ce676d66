import { createHash, randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** SHA-256 in hex: for secrets that are long and random, which need no slow hash. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** A random secret of 256 bits, fit for URLs and headers. */
export function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}

const READABLE = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A one-time password that people can read aloud: 16 characters without look-alikes, about 92 bits. */
export function oneTimePassword(): string {
  // 55 does not divide 256: bytes beyond the last whole multiple would make some characters likelier.
  const usable = 256 - (256 % READABLE.length);
  let password = '';
  while (password.length < 16) {
    for (const byte of randomBytes(32)) {
      if (byte < usable && password.length < 16) password += READABLE[byte % READABLE.length];
    }
  }
  return password;
}

/** The library's number for argon2id; its enum cannot be imported into isolated modules. */
const ARGON2ID = 2;
const PARAMETERS = { algorithm: ARGON2ID, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const;

/** Hash of a password: argon2id, 19 MiB, two passes. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, PARAMETERS);
}

let decoy: Promise<string> | null = null;

/** Whether a password fits a hash. Without a hash it takes as long and says no, so that time does not tell which names exist. */
export async function passwordFits(password: string, passwordHash: string | null): Promise<boolean> {
  decoy ??= hashPassword('no account has this');
  const fits = await verify(passwordHash ?? (await decoy), password).catch(() => false);
  return fits && passwordHash !== null;
}
