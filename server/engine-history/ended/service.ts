import type { Context } from '@/server/platform/context';
import { ENDED_WALKS, type EndedStep, type EndedWalk, stepEnded } from './walk';

/**
 * Goes one bounded step on each way to engines that have ended.
 * @param positionOf where a walk has come to; null before its first step
 * @param met what a step found; its position is to be kept once that is done
 */
export async function meetEndedEngines(
  context: Context,
  positionOf: (walk: EndedWalk) => Promise<string | null>,
  met: (walk: EndedWalk, step: EndedStep) => Promise<void>,
): Promise<{ more: boolean }> {
  let more = false;
  for (const walk of ENDED_WALKS) {
    const step = await stepEnded(context, walk, await positionOf(walk));
    await met(walk, step);
    more ||= step.more;
  }
  return { more };
}
