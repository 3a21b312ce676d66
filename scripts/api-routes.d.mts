import type { IncomingMessage, ServerResponse } from 'node:http';

/** What the build made of a route. */
type Handler = (request: IncomingMessage, response: ServerResponse, context: object) => Promise<void>;

/** Finds the handlers that the build made of API routes; null for paths that have to go Next's way. */
export function findApiRoutes(buildDirectory: string): (path: string) => Promise<Handler> | null;
