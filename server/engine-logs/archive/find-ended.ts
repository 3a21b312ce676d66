import { meetEndedEngines } from '@/server/engine-history/ended/service';
import { readPosition, writePosition } from '@/server/platform/background/store';
import type { Context } from '@/server/platform/context';
import { queueEngines } from './store';

const POSITION = 'engineLogs.archive';

/**
 * Puts engines that have ended since the last time in line, whoever recorded their end; one bounded step.
 * @returns whether another step makes sense at once
 */
export async function queueEnded(context: Context): Promise<boolean> {
  const { database, clock, configuration } = context;
  const delay = configuration.logArchive.delaySeconds * 1000;
  const now = clock.now();
  const due = (endedTime: Date | null) =>
    new Date(endedTime === null ? now.getTime() + delay : Math.min(endedTime.getTime(), now.getTime()) + delay);
  const positions = new Map<string, string | null>();
  const { more } = await meetEndedEngines(
    context,
    async (walk) => {
      positions.set(walk, await readPosition(database, `${POSITION}.${walk}`));
      return positions.get(walk) ?? null;
    },
    async (walk, { engines, position }) => {
      await queueEngines(database, engines, due, now);
      if (position !== positions.get(walk)) await writePosition(database, `${POSITION}.${walk}`, position, now);
    },
  );
  return more;
}
