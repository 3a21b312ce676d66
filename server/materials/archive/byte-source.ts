/** Bytes of an archive, wherever they lie. Offsets are in bytes; `end` is not included. */
export interface ByteSource {
  readonly size: number;
  /** Exactly the bytes from `start` to `end`; rejects when they cannot be had. */
  read(start: number, end: number): Promise<Buffer>;
  /** The same in pieces, for what is too long to be held. Pieces must not be changed after they were given. */
  stream(start: number, end: number): AsyncIterable<Buffer>;
}

/** A part of a source, seen as a source of its own. */
export function sliceOf(source: ByteSource, start: number, end: number): ByteSource {
  return {
    size: end - start,
    read: (from, to) => source.read(start + from, start + to),
    stream: (from, to) => source.stream(start + from, start + to),
  };
}
