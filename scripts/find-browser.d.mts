/** Path of the browser that pages are opened in: CHROMIUM_PATH, the system's or Playwright's own; null without one. */
export function findBrowser(): Promise<string | null>;
