/** Starts requests one per turn of the event loop, in the order in which they came. */
export function inOrderOfArrival(start: () => void): void;
