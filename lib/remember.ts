/** Cookie that remembers the folded navigation, so that the server draws it right at once. */
export const NAVIGATION_COOKIE = 'engineroom_navigation';
/** Cookie that tells the server the viewer's time zone. */
export const TIME_ZONE_COOKIE = 'engineroom_time_zone';

/** Remembers in the browser, for a year, what the server needs to draw a page right at once. */
export function rememberInCookie(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox before 140
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`;
}
