import { request } from 'node:http';
import type { Caller } from './server';

/** How a body goes wrong on its way. */
interface Cut {
  /** Bytes of the body that are sent. */
  bytes: number;
  /** The connection is closed there; otherwise the request ends as if that were all. */
  closes: boolean;
}

/** How a body is sent. */
export interface Sending {
  cut?: Cut;
  /** Sends its length ahead; otherwise it comes chunked, without one. */
  declares?: boolean;
}

/** What an upload was answered; null when there was no answer. */
export type UploadAnswer = { status: number; body: Record<string, never> & { data: Record<string, unknown> } } | null;

/** Sends a body of bytes and tells the answer. */
export function sendBody(
  caller: Caller,
  method: 'POST' | 'PUT',
  path: string,
  body: Buffer,
  { cut, declares, type }: Sending & { type: string },
): Promise<UploadAnswer> {
  return new Promise((resolve) => {
    const headers: Record<string, string> = {
      ...caller.headers,
      'content-type': type,
      'content-encoding': 'utf-8',
      ...(declares ? { 'content-length': String(body.length) } : { 'transfer-encoding': 'chunked' }),
    };
    const sending = request(caller.base + path, { method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text || '{}') }));
      response.on('error', () => resolve(null));
    });
    sending.on('error', () => resolve(null));
    const sent = body.subarray(0, cut?.bytes ?? body.length);
    sending.write(sent, () => {
      if (!cut?.closes) sending.end();
      else setTimeout(() => sending.destroy(), 20);
    });
  });
}
