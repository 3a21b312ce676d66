import { z } from 'zod';
import { optional } from './optional';

/** Variables that name an OpenID Connect provider. */
export const oidcVariables = {
  OIDC_ISSUER: optional(z.url({ protocol: /^https?$/ })),
  OIDC_CLIENT_ID: optional(z.string().trim().max(255)),
  OIDC_CLIENT_SECRET: optional(z.string().trim().max(255)),
  OIDC_NAME: optional(z.string().trim().max(40)),
  OIDC_USER_CLAIM: optional(z.string().trim().max(64)),
};

type OidcEnvironment = { [Name in keyof typeof oidcVariables]?: z.output<(typeof oidcVariables)[Name]> };

/** An OpenID Connect provider that people may sign in with. */
export interface OidcSettings {
  /** Without a slash at its end. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What the sign-in page calls it; null for a general word. */
  name: string | null;
  /** Claim that holds the name that a person has here. */
  userClaim: string;
}

/** Null when no provider is named. */
export function toOidc(value: OidcEnvironment): OidcSettings | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = value;
  if (!issuer || !clientId || !clientSecret) return null;
  return {
    issuer: issuer.replace(/\/+$/, ''),
    clientId,
    clientSecret,
    name: value.OIDC_NAME ?? null,
    userClaim: value.OIDC_USER_CLAIM ?? 'preferred_username',
  };
}

/** What is wrong with the variables together, one line each. */
export function oidcFaults(value: OidcEnvironment & { PUBLIC_URL?: string | undefined }): string[] {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = value;
  if (!issuer && !clientId && !clientSecret) return [];
  const missing = Object.entries({
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
    PUBLIC_URL: value.PUBLIC_URL,
  }).filter(([, given]) => !given);
  const why = (name: string) =>
    name === 'PUBLIC_URL' ? 'the provider sends people back to it' : 'the three go together';
  return missing.map(([name]) => `${name}: is needed to sign in with OpenID Connect; ${why(name)}`);
}
