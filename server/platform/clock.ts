/** Where the current time comes from, so that tests can say what time it is. */
export interface Clock {
  now(): Date;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still: what happens together has one time. */
export function stoppedClock(clock: Clock): Clock {
  const instant = clock.now();
  return { now: () => instant };
}

/** The same instant without its milliseconds: our own columns hold whole seconds. */
export function wholeSeconds(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 1000) * 1000);
}
