import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const require = createRequire(import.meta.url);

/** Routes of sign-in build addresses of their own, and take what Next tells them about the host. */
const LEFT_TO_NEXT = /^\/api\/auth\//;

/** Paths that Next redirects to where they are meant to lead: with repeated, reversed or trailing slashes. */
const ASKEW = /\/\/|\\|\/$/;

/**
 * Finds the handlers that the build made of API routes, to be called as adapters call them
 * (https://nextjs.org/docs/app/api-reference/adapters/invoking-entrypoints; ADR 15).
 * @param {string} buildDirectory where the build is
 * @returns {(path: string) => Promise<Function> | null} the handler of a path (without its query), loaded when it is
 *   first asked for; null when the path has to go Next's way
 */
export function findApiRoutes(buildDirectory) {
  const read = (name) => JSON.parse(readFileSync(join(buildDirectory, name), 'utf8'));
  const pages = read('app-path-routes-manifest.json');
  const prerendered = read('prerender-manifest.json');
  const files = new Map(
    Object.entries(read('server/app-paths-manifest.json'))
      .map(([name, file]) => [pages[name], join(buildDirectory, 'server', file)])
      .filter(([page]) => page.startsWith('/api/') && !LEFT_TO_NEXT.test(page) && !(page in prerendered.routes)),
  );
  const dynamic = read('routes-manifest.json')
    .dynamicRoutes.filter(({ page }) => page.startsWith('/api/'))
    .map(({ page, regex }) => ({ page, regex: new RegExp(regex) }));
  const handlers = new Map();

  async function load(file) {
    // What a route imports may be loaded asynchronously: then so is the route.
    const { handler } = await require(resolve(file));
    if (typeof handler !== 'function') throw new Error(`${file} has no handler: it was built by another Next.js.`);
    return handler;
  }

  return (path) => {
    if (!path.startsWith('/api/') || ASKEW.test(path)) return null;
    // The most particular patterns come first.
    const page = files.has(path) ? path : dynamic.find(({ regex }) => regex.test(path))?.page;
    const file = files.get(page);
    if (file === undefined) return null;
    if (!handlers.has(page)) handlers.set(page, load(file));
    return handlers.get(page);
  };
}
