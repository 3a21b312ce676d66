// Serves the built console on one port and stops gracefully: no new connections, running requests finish, then the
// database is let go. Hands the peer's address to the routes, which cannot see the socket.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import compression from 'compression';
import next from 'next';
import { findApiRoutes } from './api-routes.mjs';
import { keepWhatArrived, takeTheRest } from './bodies.mjs';
import { inOrderOfArrival } from './in-order-of-arrival.mjs';
import { SECURITY_HEADERS } from './security-headers.mjs';

// Prisma's query compiler is WebAssembly. Its optimised form takes 45 MB and gains little: plans are compiled once.
setFlagsFromString('--liftoff-only');

const GRACE_MS = 10_000;
const development = process.argv.includes('--development');
const port = Number(process.env.PORT || 3000);
const secret = randomBytes(18).toString('base64url');
process.env.ENGINEROOM_PEER_SECRET = secret;
// next-auth reads these; who may name the host is decided by the origin check.
process.env.AUTH_TRUST_HOST ??= 'true';
if (process.env.PUBLIC_URL) process.env.NEXTAUTH_URL = process.env.PUBLIC_URL;

const started = Date.now();
const app = next({ dev: development, dir: process.cwd(), port });
const handle = app.getRequestHandler();
const compress = compression();
let apiRouteOf = () => null;
let ready = false;

/**
 * Lets routes say how long their answer is. Next drops the header, because it cannot know whether a body that it was
 * given is still as long as it says; those of downloads are, and their clients need to know when bytes are missing.
 */
function keepLength(response) {
  const setHeader = response.setHeader.bind(response);
  response.setHeader = (name, value) =>
    setHeader(name.toLowerCase() === 'x-engineroom-length' ? 'content-length' : name, value);
}

/** What an error that no route has seen says (RFC 9457). */
const problemOf = (status, detail) =>
  JSON.stringify({
    type: 'urn:engineroom:error:invalid_input',
    title: 'Invalid input',
    status,
    detail,
    code: 'invalid_input',
  });

/** Whether every % of a path is followed by digits that mean something. */
function isDecodable(path) {
  try {
    return !path.includes('%') || decodeURIComponent(path) !== null;
  } catch {
    return false;
  }
}

/** Answers by the route that the path names; pages, and paths that are redirected, go Next's way. */
async function answer(request, response) {
  const path = request.url.split('?', 1)[0];
  if (!isDecodable(path)) {
    const detail = 'The path of the address has a % that no digits of a character in UTF-8 follow. Write it as %25.';
    const linkis = path.startsWith('/api/rest_j/');
    response.writeHead(400, {
      'content-type': linkis ? 'application/json;charset=UTF-8' : 'application/problem+json',
      'cache-control': 'no-store',
    });
    response.end(
      linkis ? JSON.stringify({ method: path, status: 1, message: detail, data: {} }) : problemOf(400, detail),
    );
    return;
  }
  const route = apiRouteOf(path);
  if (!route) return handle(request, response);
  try {
    const handler = await route;
    await handler(request, response, {});
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    if (response.headersSent) response.destroy();
    else response.writeHead(500).end();
  }
}

// Thousands of filters come to the check that says what is wrong with them.
const server = createServer({ maxHeaderSize: 128 << 10 }, (request, response) => {
  if (!ready) {
    response.writeHead(503, { 'content-type': 'application/json', 'retry-after': '2' });
    response.end(JSON.stringify({ status: 'starting' }));
    return;
  }
  request.headers['x-engineroom-peer'] = `${secret} ${request.socket.remoteAddress ?? ''}`;
  response.setHeaders(SECURITY_HEADERS);
  keepLength(response);
  keepWhatArrived(request);
  takeTheRest(request, response);
  compress(request, response, () => {});
  inOrderOfArrival(() => answer(request, response));
});
server.keepAliveTimeout = 65_000;

// What cannot be read as a request: no route will ever see it.
server.on('clientError', (error, socket) => {
  if (!socket.writable) return socket.destroy();
  const long = error.code === 'HPE_HEADER_OVERFLOW';
  const status = long ? 431 : 400;
  const detail = long
    ? 'The address and headers are longer than 128 KiB together. Ask for less at once.'
    : 'This is not an HTTP request that the server can read.';
  const body = problemOf(status, detail);
  const head = `HTTP/1.1 ${status} ${long ? 'Request Header Fields Too Large' : 'Bad Request'}\r\nconnection: close`;
  const length = Buffer.byteLength(body);
  socket.end(`${head}\r\ncontent-type: application/problem+json\r\ncontent-length: ${length}\r\n\r\n${body}`);
});
server.on('error', (error) => {
  const taken = error.code === 'EADDRINUSE';
  process.stderr.write(
    taken ? `Port ${port} is taken. Stop what listens there, or set PORT to another one.\n` : `${error.message}\n`,
  );
  process.exit(1);
});

let stopping = false;
async function stop() {
  if (stopping) return;
  stopping = true;
  const closed = new Promise((done) => server.close(done));
  server.closeIdleConnections();
  await Promise.race([closed, new Promise((done) => setTimeout(done, GRACE_MS).unref())]);
  server.closeAllConnections();
  await globalThis[Symbol.for('engineroom.stop')]?.();
  process.exit(0);
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);

try {
  await app.prepare();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}
if (!development) apiRouteOf = findApiRoutes('.next');
/** Waits until the settings are known to be good: whoever reads them ends the program when they are not. */
async function settled() {
  for (const end = Date.now() + GRACE_MS; Date.now() < end; await new Promise((done) => setTimeout(done, 10)))
    if (globalThis[Symbol.for('engineroom.stop')]) return;
}

await settled();
server.listen(port, () => {
  ready = true;
  process.stdout.write(`Engineroom is at http://localhost:${port} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`);
});
