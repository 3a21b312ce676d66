const waiting = [];

function startNext() {
  const start = waiting.shift();
  if (waiting.length > 0) setImmediate(startNext);
  start();
}

/**
 * Starts requests one per turn of the event loop, in the order in which they came. Connections that are ready together
 * are read in one turn, those that were ready last time first; one that becomes ready meanwhile would be served after
 * all of them, again and again, and wait twice as long as the rest. Between two turns it gets its place in the row.
 */
export function inOrderOfArrival(start) {
  waiting.push(start);
  if (waiting.length === 1) setImmediate(startNext);
}
