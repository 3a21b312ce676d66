import { ApiProblem } from '@/lib/api-client';

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
/** Attempts in a row that may bring nothing; with the pauses between them about three minutes. */
export const MOST_ATTEMPTS = 10;

/** Whether the same request may work later: there was no answer, or the server could not right now. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof ApiProblem)) return false;
  const { status, code } = error;
  return status === 0 || status === 408 || status === 429 || (status >= 500 && code !== 'storage_full');
}

/** Milliseconds to wait before an attempt; `attempt` counts from 1. */
export function pauseBefore(attempt: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
}

/** Waits; ends early when the browser is online again. Fails with the signal's reason. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (act: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      globalThis.removeEventListener?.('online', go);
      act();
    };
    const go = () => end(resolve);
    const stop = () => end(() => reject(signal.reason));
    const timer = setTimeout(go, milliseconds);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop);
    globalThis.addEventListener?.('online', go);
  });
}
