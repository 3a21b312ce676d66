import { ApiProblem } from '@/lib/api-client';
import { isPassing, MOST_ATTEMPTS, pause, pauseBefore } from './retry';
import type { UploadServer } from './upload-server';

/** Bytes that go with one request; as many as the server stores at once. */
const SLICE_BYTES = 16 * 1024 ** 2;

/** The file cannot be read any more: it was changed, moved or removed after it was picked. */
export class FileUnreadable extends Error {}

/** How a file is sent and who hears of it. */
export interface Sending {
  server: Pick<UploadServer, 'read' | 'send'>;
  uploadId: string;
  file: Blob;
  signal: AbortSignal;
  /** Bytes that have gone out, those of unfinished requests too. */
  onProgress: (bytes: number) => void;
  /** The connection broke and the next attempt comes in a while; null: it goes on. */
  onWait: (attempt: { number: number; error: unknown } | null) => void;
  sliceBytes?: number;
  pauseMs?: (attempt: number) => number;
}

/**
 * Sends a file in slices, from what the server has of it to the end. After a broken connection it asks the server how
 * much arrived and goes on there.
 * @throws ApiProblem when another attempt is of no use or too many were; FileUnreadable; the signal's reason
 */
export async function sendFile(sending: Sending): Promise<void> {
  const { file, signal, onProgress, onWait, pauseMs = pauseBefore } = sending;
  let failures = 0;
  let best = -1;
  for (;;) {
    try {
      const received = await receivedBytes(sending);
      if (received > best) failures = 0;
      best = Math.max(best, received);
      onWait(null);
      onProgress(received);
      await sendFrom(sending, received, (offset) => {
        failures = 0;
        best = Math.max(best, offset);
      });
      return;
    } catch (error) {
      signal.throwIfAborted();
      await needReadable(file);
      failures += 1;
      if (!(isPassing(error) || isElsewhere(error)) || failures >= MOST_ATTEMPTS) throw error;
      onWait({ number: failures, error });
      await pause(pauseMs(failures), signal);
    }
  }
}

async function sendFrom(sending: Sending, from: number, onSlice: (offset: number) => void): Promise<void> {
  const { server, uploadId, file, signal, onProgress, sliceBytes = SLICE_BYTES } = sending;
  let offset = from;
  while (offset < file.size) {
    const start = offset;
    const slice = file.slice(start, start + sliceBytes);
    await server.send(uploadId, start, slice, {
      signal,
      // Browsers count the bytes of the request; more than the slice is never shown.
      onSent: (bytes) => onProgress(start + Math.min(bytes, slice.size)),
    });
    offset += slice.size;
    onSlice(offset);
    onProgress(offset);
  }
}

async function receivedBytes({ server, uploadId, file, signal }: Sending): Promise<number> {
  const { state, receivedBytes: received } = await server.read(uploadId, signal);
  // The bytes may all have arrived although the answer that said so was lost.
  return state === 'receiving' ? received : file.size;
}

/** Another offset is due: what a broken request had brought was still being stored when we asked. */
function isElsewhere(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 409;
}

async function needReadable(file: Blob): Promise<void> {
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch {
    throw new FileUnreadable();
  }
}
