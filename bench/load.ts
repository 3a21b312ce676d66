import { type Client, CONNECTIONS } from './client';
import { percentile } from './figure';

/** What a run of requests took, in milliseconds. */
export interface Latencies {
  requests: number;
  p50: number;
  p95: number;
  p99: number;
}

function summarise(times: readonly number[]): Latencies {
  return {
    requests: times.length,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
  };
}

const REQUESTS = 960;
const WARM_UP = 64;
const LONGEST_MS = 8000;

/**
 * Asks for a page again and again with eight clients, each sending as soon as it has its answer. Ends after enough
 * requests, or after some seconds with fewer. @throws Error when an answer is not 200
 */
export async function closedLoop(client: Client, path: string): Promise<Latencies> {
  const times: number[] = [];
  const warmUp: number[] = [];
  const started = Date.now();
  let sent = 0;
  const one = async () => {
    while (sent < REQUESTS + WARM_UP && Date.now() - started < LONGEST_MS) {
      const number = sent++;
      const answer = await client.send('GET', path);
      if (answer.status !== 200)
        throw new Error(`GET ${path} answered ${answer.status}: ${answer.body.toString('utf8').slice(0, 200)}`);
      (number < WARM_UP ? warmUp : times).push(answer.milliseconds);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, one));
  // A page so slow that warming up took all the time is judged by that.
  return summarise(times.length > 0 ? times : warmUp);
}

/** Medians of two pages that are asked for in turns, one request at a time. */
export async function alternating(
  client: Client,
  first: string,
  second: string,
  rounds: number,
): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let round = -5; round < rounds; round++) {
    for (const [index, path] of [first, second].entries()) {
      const answer = await client.send('GET', path);
      if (answer.status !== 200) throw new Error(`GET ${path} answered ${answer.status}`);
      if (round >= 0) times[index]?.push(answer.milliseconds);
    }
  }
  return [percentile(times[0], 0.5), percentile(times[1], 0.5)];
}
