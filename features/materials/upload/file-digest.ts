/** The hash of a file that is being read. */
export interface FileDigest {
  /** In lower-case hex; null when the browser cannot make it or the file cannot be read: sending shows why. */
  sha256: Promise<string | null>;
  /** Nobody wants it any more. */
  stop(): void;
}

/** Begins to hash a file in a thread of its own, so that the page stays quick. */
export function digestInThread(file: Blob): FileDigest {
  const worker = new Worker(new URL('./digest-worker.ts', import.meta.url));
  let answer: (sha256: string | null) => void = () => {};
  const sha256 = new Promise<string | null>((resolve) => {
    answer = resolve;
  });
  const end = (value: string | null) => {
    worker.terminate();
    answer(value);
  };
  worker.onmessage = ({ data }: MessageEvent<string | null>) => end(data);
  worker.onerror = () => end(null);
  worker.postMessage(file);
  return { sha256, stop: () => end(null) };
}
