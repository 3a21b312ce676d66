import { crc32 } from 'node:zlib';

/** Bytes that one checksum stands for; the last block of a blob has fewer. */
export const BLOCK_BYTES = 1 << 20;
const DIGITS = 8;

/** Takes the CRC-32 of each block of bytes that pass. */
export class BlockChecksums {
  readonly #blocks: string[] = [];
  #crc = 0;
  #filled = 0;

  update(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; ) {
      const piece = chunk.subarray(at, at + BLOCK_BYTES - this.#filled);
      this.#crc = crc32(piece, this.#crc);
      this.#filled += piece.length;
      at += piece.length;
      if (this.#filled === BLOCK_BYTES) this.#end();
    }
  }

  /** The checksums of all blocks as text: eight hex digits each. No more bytes may pass. */
  text(): string {
    if (this.#filled > 0) this.#end();
    return this.#blocks.join('');
  }

  #end(): void {
    this.#blocks.push(this.#crc.toString(16).padStart(DIGITS, '0'));
    this.#crc = 0;
    this.#filled = 0;
  }
}

/** Whether the pieces of a block, in order, are what its checksum says. */
export function isBlock(checksums: string, block: number, pieces: readonly Buffer[]): boolean {
  const crc = pieces.reduce((before, piece) => crc32(piece, before), 0);
  return checksums.slice(block * DIGITS, (block + 1) * DIGITS) === crc.toString(16).padStart(DIGITS, '0');
}
