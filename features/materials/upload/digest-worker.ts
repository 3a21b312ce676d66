import { hashFile } from './hash-file';

// A thread of the browser: gets a file, answers its SHA-256, or null when it cannot be read.
globalThis.onmessage = ({ data }: MessageEvent<Blob>) => {
  hashFile(data).then(
    (sha256) => globalThis.postMessage(sha256),
    () => globalThis.postMessage(null),
  );
};
