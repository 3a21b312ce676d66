/** Pieces are joined up to this many bytes. */
const BLOCK_BYTES = 256 << 10;

/**
 * Joins small pieces, since whoever takes them has costs for each; large ones are passed on as they are. The order of
 * bytes is kept.
 */
export async function* inBlocks(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  for await (const piece of pieces) {
    if (waitingBytes > 0 && waitingBytes + piece.length > BLOCK_BYTES) {
      yield Buffer.concat(waiting);
      waiting = [];
      waitingBytes = 0;
    }
    if (piece.length >= BLOCK_BYTES) yield piece;
    else if (piece.length > 0) {
      waiting.push(piece);
      waitingBytes += piece.length;
    }
  }
  if (waitingBytes > 0) yield Buffer.concat(waiting);
}
