import { AppError } from '../errors';

/**
 * The body of a request as its chunks arrive. Nothing for a request without a body.
 * @throws AppError invalid_input when the connection breaks before its end
 */
export async function* bodyChunks(request: Request): AsyncGenerator<Uint8Array> {
  const reader = request.body?.getReader();
  if (!reader) return;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause) => {
        throw new AppError('invalid_input', 'The body broke off before its end; send the rest of it.', { cause });
      });
      if (done) return;
      yield value;
    }
  } finally {
    // Whoever stops early does not want the rest.
    await reader.cancel().catch(() => {});
  }
}
