const DAY_MS = 86_400_000;
/** A preview older than this says too little of what is there now. */
const STARTABLE_MS = DAY_MS;
const UNDO_MS = 7 * DAY_MS;

/** Until when a preview can be started. */
export function startableUntil(createdTime: Date): Date {
  return new Date(createdTime.getTime() + STARTABLE_MS);
}

/** Previews that are older than this cannot be started any more. */
export function startableSince(now: Date): Date {
  return new Date(now.getTime() - STARTABLE_MS);
}

/** Until when what is deleted now can be undone. */
export function undoUntil(now: Date): Date {
  return new Date(now.getTime() + UNDO_MS);
}

/** Whether a run can be undone now: it has ended, deleted something, and its archive is kept. */
export function undoPossible(
  run: { kind: string; state: string; affected: number; undoUntil: Date | null },
  now: Date,
): boolean {
  const ended = ['done', 'cancelled', 'failed'].includes(run.state);
  return run.kind === 'cleanup' && ended && run.affected > 0 && run.undoUntil !== null && run.undoUntil >= now;
}
