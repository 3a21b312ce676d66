import { AppError } from '../errors';

/**
 * Refuses a request that a page of another site made a browser send with its cookies. Programs send neither header and
 * pass: without a browser there is nobody whose cookies could be misused.
 * @throws AppError cross_site
 */
export function refuseCrossSite(headers: Headers, publicUrl: string | null): void {
  const refuse = () =>
    new AppError(
      'cross_site',
      'This request was sent by a page of another site and is refused. Open the console itself and try again.',
    );
  const site = headers.get('sec-fetch-site');
  if (site === 'cross-site' || site === 'same-site') throw refuse();
  const origin = headers.get('origin');
  if (origin === null) return;
  const hosts = [headers.get('host'), headers.get('x-forwarded-host'), publicUrl ? new URL(publicUrl).host : null];
  let host: string;
  try {
    host = new URL(origin).host;
  } catch {
    throw refuse();
  }
  if (!hosts.includes(host)) throw refuse();
}
