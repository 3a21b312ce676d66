import { appendFileSync } from 'node:fs';
import type { LogFollowEvents } from '@/contracts/engine-logs';
import { report } from '../figure';
import { readEvents } from './event-reader';
import type { LogStage } from './reading';

const VIEWERS = 50;
const LINES_A_SECOND = 5000;
const SECONDS = 10;
const PORTION_MS = 50;

/** Writes lines to a log that 50 viewers follow; each line says when it was written and its number. */
export async function measureFollowing(stage: LogStage, ticket: string, file: string): Promise<void> {
  const total = LINES_A_SECOND * SECONDS;
  let latest = 0;
  let lost = 0;
  let begun = 0;
  const viewers = Array.from({ length: VIEWERS }, () => {
    let next = 0;
    const path = `/api/v1/engine-records/${ticket}/logs/stdout/follow`;
    return readEvents(stage.port, path, stage.cookie, ({ event, data }) => {
      if (event !== 'lines') return event !== 'ended' && event !== 'failure';
      const now = Date.now();
      const { lines } = JSON.parse(data) as LogFollowEvents['lines'];
      if (lines.length === 0) begun++;
      for (const { text } of lines) {
        const [, written, number] = /written (\d+) number (\d+)/.exec(text) ?? [];
        latest = Math.max(latest, now - Number(written));
        if (Number(number) !== next++) lost++;
      }
      return next < total;
    });
  });
  while (begun < VIEWERS) await new Promise((done) => setTimeout(done, 20));
  const started = Date.now();
  for (let number = 0; number < total; ) {
    const due = Math.min(total, Math.floor(((Date.now() - started) / 1000) * LINES_A_SECOND));
    let text = '';
    for (; number < due; number++)
      text += `${new Date().toISOString().slice(0, 23).replace('T', ' ')} [INFO ] [main] o.a.l.e.Executor (1) [run] - written ${Date.now()} number ${number}\n`;
    if (text !== '') appendFileSync(file, text);
    await new Promise((done) => setTimeout(done, PORTION_MS));
  }
  await Promise.race([Promise.all(viewers), new Promise((done) => setTimeout(done, 15_000))]);
  const data = `${LINES_A_SECOND} lines/s for ${SECONDS} s to ${VIEWERS} viewers`;
  report({ figure: 'latest line while following', value: latest / 1000, unit: 's', limit: 1, better: 'lower', data });
  report({
    figure: 'lines lost or doubled while following',
    value: lost,
    unit: 'lines',
    limit: 0,
    better: 'lower',
    data,
  });
}
