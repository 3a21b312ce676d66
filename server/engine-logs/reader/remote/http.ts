import { type IncomingMessage, request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** What a remote engine manager did wrong, in words that may be shown. */
export class RemoteFailure extends Error {
  constructor(
    message: string,
    /** `missing`: it answered that there is no such log. `too-large`: it refuses to send so much at once. */
    readonly kind: 'unreachable' | 'missing' | 'too-large' = 'unreachable',
  ) {
    super(message);
  }
}

/** A request to a gateway. */
export interface RemoteRequest {
  method: 'GET' | 'POST';
  url: URL;
  headers: Record<string, string>;
  body?: string;
  /** Longest wait for an answer to begin, and the time in which some of it must come. */
  timeoutMilliseconds: number;
}

/** An answer whose headers have come. */
export interface RemoteAnswer {
  status: number;
  contentType: string;
  /** It is meant as a file. */
  attachment: boolean;
  /** The bytes, decompressed. @throws RemoteFailure when they stop early, come too slowly or are damaged */
  body: AsyncGenerator<Buffer>;
}

/** Fewer bytes than this within the time-out, and an answer is given up: it would hold its reader for hours. */
const SLOWEST_BYTES = 16 << 10;
const MOST_REDIRECTS = 3;

const REASONS: Record<string, string> = {
  ECONNREFUSED: 'refuses connections',
  ENOTFOUND: 'has a name that is not known',
  EAI_AGAIN: 'has a name that cannot be resolved now',
  EHOSTUNREACH: 'cannot be reached over the network',
  ENETUNREACH: 'cannot be reached over the network',
  ETIMEDOUT: 'did not accept the connection in time',
  ECONNRESET: 'broke the connection off',
  EPIPE: 'broke the connection off',
  HPE_HEADER_OVERFLOW: 'sends headers that are too large',
  Z_BUF_ERROR: 'broke a compressed answer off',
  Z_DATA_ERROR: 'sends a compressed answer that is damaged',
};

/** Anything that a request throws, as what the other side did wrong. */
function toRemoteFailure(error: unknown): RemoteFailure {
  if (error instanceof RemoteFailure) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (REASONS[code]) return new RemoteFailure(`it ${REASONS[code]}`);
  if (code.startsWith('HPE_')) return new RemoteFailure(`it answers something that is no HTTP (${code})`);
  return new RemoteFailure(`it cannot be talked to (${code || message})`);
}

/** Sends a request and waits for the headers of the answer. */
function send({ method, url, headers, body, timeoutMilliseconds }: RemoteRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const start = url.protocol === 'https:' ? tlsRequest : plainRequest;
    const options = { method, headers: { ...headers, 'accept-encoding': 'gzip', connection: 'close' }, agent: false };
    const sent = start(url, options, (answer) => {
      clearTimeout(timer);
      // Whoever reads the answer gets its errors; before that, nobody listens, which must not end the process.
      answer.on('error', () => {});
      sent.on('error', (error) => answer.destroy(error));
      resolve(answer);
    });
    const timer = setTimeout(
      () => sent.destroy(new RemoteFailure(`it did not answer within ${timeoutMilliseconds / 1000} s`)),
      timeoutMilliseconds,
    );
    sent.on('error', (error) => {
      clearTimeout(timer);
      reject(toRemoteFailure(error));
    });
    sent.end(body);
  });
}

async function* readBody(answer: IncomingMessage, timeoutMilliseconds: number): AsyncGenerator<Buffer> {
  const encoding = answer.headers['content-encoding'] ?? 'identity';
  let received = 0;
  let before = 0;
  const watch = setInterval(() => {
    if (received - before < SLOWEST_BYTES)
      answer.destroy(
        new RemoteFailure(`it sent only ${received - before} bytes within ${timeoutMilliseconds / 1000} s`),
      );
    before = received;
  }, timeoutMilliseconds);
  try {
    if (encoding !== 'identity' && encoding !== 'gzip')
      throw new RemoteFailure(`it sends an encoding that was not asked for (${encoding.slice(0, 40)})`);
    const source: Readable = encoding === 'gzip' ? pipeline(answer, createGunzip(), () => {}) : answer;
    for await (const chunk of source) {
      received += (chunk as Buffer).length;
      yield chunk as Buffer;
    }
  } catch (error) {
    throw toRemoteFailure(error);
  } finally {
    clearInterval(watch);
    answer.destroy();
  }
}

/**
 * Sends a request. Redirects are followed on the same host only: headers carry a token that is meant for it alone.
 * @throws RemoteFailure
 */
export async function askRemote(request: RemoteRequest): Promise<RemoteAnswer> {
  let { url } = request;
  for (let hops = 0; ; hops++) {
    const answer = await send({ ...request, url });
    const { statusCode: status = 0, headers } = answer;
    const target = status >= 300 && status < 400 ? headers.location : undefined;
    if (target === undefined)
      return {
        status,
        contentType: (headers['content-type'] ?? '').toLowerCase(),
        attachment: /^attachment/i.test(headers['content-disposition'] ?? ''),
        body: readBody(answer, request.timeoutMilliseconds),
      };
    answer.destroy();
    const next = URL.canParse(target, url) ? new URL(target, url) : null;
    if (next?.origin !== url.origin)
      throw new RemoteFailure(
        `it redirects to ${next?.host ?? 'nowhere'}, which is not followed: the token is not for it`,
      );
    if (hops >= MOST_REDIRECTS) throw new RemoteFailure('it redirects in a circle');
    url = next;
  }
}
