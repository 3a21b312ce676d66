import type { LogStream } from '@/contracts/engine-logs';
import { askRemote, type RemoteAnswer, RemoteFailure, type RemoteRequest } from './http';

/** A gateway and who asks there. */
export interface RemoteGateway {
  /** Without a slash at its end. */
  url: string;
  token: string;
  user: string;
  timeoutMilliseconds: number;
}

/** A log as Linkis names it. */
export interface RemoteLog {
  ecm: string;
  instance: string;
  suffix: string;
  ticketId: string;
  stream: LogStream;
}

/** Lines from a log, and where it lies on the engine manager's host. */
export interface RemotePage {
  logPath: string;
  lines: string[];
  /** Number of the last line, or of the log's last when nothing is behind the one that was asked for. */
  endLine: number;
}

const MOUNT = '/api/rest_j/v1';
const MOST_JSON_BYTES = 64 << 20;
const MOST_ERROR_BYTES = 1 << 20;

/** A text of the other side, fit to be shown. */
function shown(text: unknown): string {
  return String(text)
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 300);
}

async function readText(answer: RemoteAnswer, most: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer.body) {
    size += chunk.length;
    if (size > most) throw new RemoteFailure(`its answer has more than ${most} bytes`, 'too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function isHtml(contentType: string, text: string): boolean {
  return contentType.includes('html') || /^\s*<(!doctype|html|head|body)/i.test(text);
}

/** The members of a JSON object; none when the text is something else. */
function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** What an answer that is no success says. */
function refusal(status: number, contentType: string, text: string): RemoteFailure {
  const body = parseObject(text);
  const message = shown(body.message ?? body.error ?? '');
  const said = message ? `: ${message}` : '';
  if (/exceeded \d+\s?MB|超过\s?\d+\s?M/i.test(message)) return new RemoteFailure(`it refuses${said}`, 'too-large');
  if (status === 401 || status === 403)
    return new RemoteFailure(
      `it does not accept the token (HTTP ${status})${said}; see LINKIS_ECM_TOKEN and LINKIS_ECM_USER`,
    );
  if (isHtml(contentType, text))
    return new RemoteFailure(
      `it answers a web page (HTTP ${status}) where Linkis' API was expected; see LINKIS_ECM_URLS`,
    );
  if (status === 404) return new RemoteFailure(`it does not know the address (HTTP 404)${said}; see LINKIS_ECM_URLS`);
  return new RemoteFailure(`it answers HTTP ${status}${said}`);
}

function toRequest(gateway: RemoteGateway, method: 'GET' | 'POST', path: string, body?: unknown): RemoteRequest {
  // Linkis knows these two only as they are written here.
  const headers: Record<string, string> = {
    'Token-Code': gateway.token,
    'Token-User': gateway.user,
    accept: 'application/json, */*',
  };
  if (body !== undefined) headers['content-type'] = 'application/json';
  return {
    method,
    url: new URL(`${gateway.url}${MOUNT}${path}`),
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    timeoutMilliseconds: gateway.timeoutMilliseconds,
  };
}

/** `data` of an envelope that says success. @throws RemoteFailure */
function dataOf(status: number, contentType: string, text: string): Record<string, unknown> {
  const envelope = parseObject(text);
  if (status !== 200) throw refusal(status, contentType, text);
  if (typeof envelope.status !== 'number') {
    if (text === '') throw new RemoteFailure('it answers nothing (HTTP 200 without a body)');
    if (isHtml(contentType, text)) throw refusal(status, contentType, text);
    throw new RemoteFailure("it answers something else than Linkis' API; see LINKIS_ECM_URLS");
  }
  if (envelope.status !== 0) throw refusal(envelope.status === -1 ? 401 : status, contentType, text);
  return typeof envelope.data === 'object' && envelope.data !== null ? (envelope.data as Record<string, unknown>) : {};
}

/** A page that says what was asked for and nothing else. @throws RemoteFailure */
function toPage(data: Record<string, unknown>, fromLine: number, pageSize: number): RemotePage {
  if (data.isError === true) {
    const text = shown(data.errorMsg);
    throw /does not exist|不存在|NoSuchFile/i.test(text)
      ? new RemoteFailure(`it has no such log: ${text}`, 'missing')
      : new RemoteFailure(`it could not read the log: ${text}`);
  }
  const { logPath, logs, endLine } = (data.result ?? {}) as Record<string, unknown>;
  if (typeof logPath !== 'string' || !Array.isArray(logs) || logs.some((line) => typeof line !== 'string'))
    throw new RemoteFailure('its answer has no log');
  if (!Number.isSafeInteger(endLine) || logs.length > pageSize)
    throw new RemoteFailure('its answer has not the lines that were asked for');
  const last = endLine as number;
  if (logs.length > 0 ? last !== fromLine - 1 + logs.length : last >= fromLine)
    throw new RemoteFailure(`its answer has other lines (up to ${last}) than asked for (from ${fromLine})`);
  return { logPath, lines: logs as string[], endLine: last };
}

/** Lines of a log from a number on (1 is the first), at most so many. @throws RemoteFailure */
export async function fetchPage(
  gateway: RemoteGateway,
  log: RemoteLog,
  fromLine: number,
  pageSize: number,
): Promise<RemotePage> {
  const request = toRequest(gateway, 'POST', '/linkisManager/openEngineLog', {
    applicationName: 'linkis-cg-engineconn',
    emInstance: log.ecm,
    instance: log.instance,
    parameters: {
      logType: log.stream,
      logDirSuffix: log.suffix,
      ticketId: log.ticketId,
      enableTail: false,
      fromLine,
      pageSize,
    },
  });
  const answer = await askRemote(request);
  const text = await readText(answer, MOST_JSON_BYTES);
  return toPage(dataOf(answer.status, answer.contentType, text), fromLine, pageSize);
}

/** The bytes of a log, from its beginning. @throws RemoteFailure, of the kind `too-large` when it must be paged */
export async function fetchBytes(
  gateway: RemoteGateway,
  log: RemoteLog,
  logPath: string,
): Promise<AsyncGenerator<Buffer>> {
  const query = new URLSearchParams({
    emInstance: log.ecm,
    instance: log.instance,
    logDirSuffix: logPath.replace(/\/[^/]*$/, ''),
    logType: log.stream,
  });
  const answer = await askRemote(toRequest(gateway, 'GET', `/engineconnManager/downloadEngineLog?${query}`));
  const { status, contentType, attachment, body } = answer;
  // Errors of the gateway itself come with HTTP 200; a log says that it is a file.
  const odd = !attachment && /json|html/.test(contentType);
  if (status !== 200 || odd) throw refusal(status, contentType, await readText(answer, MOST_ERROR_BYTES));
  return attachment ? body : withoutPages(body);
}

/** The bytes, unless they begin a web page. */
async function* withoutPages(body: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  let first = true;
  for await (const chunk of body) {
    if (first && isHtml('', chunk.toString('latin1', 0, 200))) throw refusal(200, 'text/html', '');
    first = false;
    yield chunk;
  }
}
