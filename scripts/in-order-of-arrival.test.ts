import { expect, it } from 'vitest';
import { inOrderOfArrival } from './in-order-of-arrival.mjs';

it('starts one request a turn, and one that arrives between two turns after those before it', async () => {
  const started: string[] = [];
  const perTurn: number[] = [];
  for (const name of ['a', 'b', 'c']) inOrderOfArrival(() => started.push(name));
  expect(started).toEqual([]);
  while (started.length < 5) {
    await new Promise((done) => setImmediate(done));
    perTurn.push(started.length);
    if (started.length === 1) for (const name of ['d', 'e']) inOrderOfArrival(() => started.push(name));
  }
  expect(started).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(perTurn).toEqual([1, 2, 3, 4, 5]);
});
