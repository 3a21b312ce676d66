/** Runs a write; what the source of its bytes throws is thrown as it is, not as a failure of the storage. */
export async function withWatched(
  chunks: AsyncIterable<Buffer>,
  write: (watched: AsyncIterable<Buffer>) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  async function* watched(): AsyncGenerator<Buffer> {
    try {
      yield* chunks;
    } catch (error) {
      failures.push(error);
      throw error;
    }
  }
  try {
    await write(watched());
  } catch (error) {
    throw failures.length > 0 ? failures[0] : error;
  }
}
