import { timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';

/** Header in which the server that accepts connections hands the peer's address to the routes. */
const PEER_HEADER = 'x-engineroom-peer';

/** An IPv4 address that was written inside an IPv6 one, as plain IPv4. */
function plain(address: string): string {
  return address.trim().replace(/^::ffff:(?=\d+\.)/i, '');
}

/**
 * The address at the other end of the connection. The value carries a secret of this process, so that a client cannot
 * set the header itself when the product runs behind another server.
 */
function peerAddress(headers: Headers): string | null {
  const secret = process.env.ENGINEROOM_PEER_SECRET ?? '';
  const [given = '', address = ''] = (headers.get(PEER_HEADER) ?? '').split(' ');
  const known =
    secret !== '' && given.length === secret.length && timingSafeEqual(Buffer.from(given), Buffer.from(secret));
  return known ? plain(address) : null;
}

/**
 * The address of the client: the peer, or what a trusted proxy says the peer was. Of a chain of proxies the last
 * address that is not a trusted proxy itself counts; anything that is not an address ends the chain.
 */
export function clientAddress(headers: Headers, trustedProxies: readonly string[]): string | null {
  const peer = peerAddress(headers);
  if (peer === null || !trustedProxies.includes(peer)) return peer;
  const hops = (headers.get('x-forwarded-for') ?? '').split(',').map(plain).filter(Boolean).reverse();
  let address = peer;
  for (const hop of hops) {
    if (isIP(hop) === 0) break;
    address = hop;
    if (!trustedProxies.includes(hop)) break;
  }
  return address;
}
