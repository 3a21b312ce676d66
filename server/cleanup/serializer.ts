import type { CleanupPreview, CleanupRule, CleanupRun, CleanupState } from '@/contracts/cleanup';
import type { CleanupProtection } from '@/contracts/cleanup-protections';
import type { ProtectionRow } from './protections/store';
import type { RunRow } from './runs/store';

const iso = (time: Date | null) => time?.toISOString() ?? null;

/** Rows a second, as far as batches say; null before the first. */
function rateOf({ processed, workMilliseconds }: RunRow): number | null {
  const milliseconds = Number(workMilliseconds);
  return milliseconds > 0 && processed > 0 ? Math.round((processed * 10_000) / milliseconds) / 10 : null;
}

/** A run's row → what the API shows. */
export function toCleanupRun(row: RunRow): CleanupRun {
  const running = row.state === 'running';
  const rate = running ? rateOf(row) : null;
  return {
    id: row.id,
    subject: row.subject as CleanupRun['subject'],
    state: row.state as CleanupState,
    rule: JSON.parse(row.rule) as CleanupRule,
    reason: row.reason,
    createdBy: row.createdBy,
    createdTime: row.createdTime.toISOString(),
    startedBy: row.startedBy,
    startedTime: iso(row.startedTime),
    finishedTime: iso(row.finishedTime),
    frozen: row.frozen,
    processed: row.processed,
    removed: row.removed,
    skipped: row.skipped,
    childRows: Number(row.childRows),
    archivedBytes: Number(row.archivedBytes),
    batchSize: row.batchSize,
    rate,
    remainingSeconds: rate === null ? null : Math.ceil((row.frozen - row.processed) / rate),
    undoUntil: iso(row.undoUntil),
    restored: row.restored,
    notRestored: row.notRestored,
    error: row.error,
  };
}

/** A run's row with its preview → what the API shows. */
export function toCleanupRunDetail(row: RunRow) {
  return { ...toCleanupRun(row), preview: JSON.parse(row.preview) as CleanupPreview };
}

/** A protection's row → what the API shows. */
export function toCleanupProtection({ createdTime, ...row }: ProtectionRow): CleanupProtection {
  return {
    ...row,
    subject: row.subject as CleanupProtection['subject'],
    kind: row.kind as CleanupProtection['kind'],
    createdTime: createdTime.toISOString(),
  };
}
