/**
 * Headers that keep a browser from doing with our answers what they are not for. Set by the server around Next, because
 * Next compiles the patterns of its own list anew for every request.
 */
export const SECURITY_HEADERS = new Map([
  // Next writes its start-up data as inline scripts and Mantine its variables as inline styles; nothing comes from elsewhere.
  [
    'content-security-policy',
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'",
  ],
  ['x-frame-options', 'DENY'],
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'same-origin'],
  ['permissions-policy', 'camera=(), microphone=(), geolocation=()'],
]);
