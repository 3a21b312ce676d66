/** How a call of the command line ends; documented in README. */
export const EXIT = {
  done: 0,
  /** The run failed or was cancelled. */
  failed: 1,
  /** The call itself is wrong. */
  usage: 2,
  /** The server refused: not allowed, not found, or not possible as things stand. */
  refused: 3,
  /** The server did not answer, or had a fault of its own. */
  unreachable: 4,
} as const;

/** Why a call ends early; the message is for the person or the log. */
export class CommandError extends Error {
  override name = 'CommandError';

  constructor(
    readonly exitCode: number,
    message: string,
  ) {
    super(message);
  }
}
