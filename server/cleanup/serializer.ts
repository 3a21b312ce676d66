import type {
  CleanupPreview,
  CleanupRule,
  CleanupRun,
  CleanupRunDetail,
  CleanupState,
  CleanupSubject,
} from '@/contracts/cleanup';
import { startableUntil, undoPossible } from './rules/run-times';
import type { RunRow } from './runs/store';

const iso = (time: Date | null) => time?.toISOString() ?? null;

/** A run as the API shows it. */
export function toRun(row: RunRow, now: Date): CleanupRun {
  const seconds = Number(row.runningMs) / 1000;
  const rate = row.processed > 0 && seconds > 0 ? row.processed / seconds : null;
  const running = row.state === 'running' || row.state === 'paused';
  const startable = row.state === 'previewed' ? startableUntil(row.createdTime) : null;
  return {
    id: row.id,
    kind: row.kind as CleanupRun['kind'],
    subject: row.subject as CleanupSubject,
    state: row.state as CleanupState,
    request: row.request as CleanupRun['request'],
    rule: JSON.parse(row.rule) as CleanupRule,
    undoOf: row.undoOf,
    user: row.undoUser,
    policyId: row.policyId,
    reason: row.reason,
    createdBy: row.createdBy,
    createdTime: row.createdTime.toISOString(),
    startedBy: row.startedBy,
    startedTime: iso(row.startedTime),
    endedTime: iso(row.endedTime),
    total: row.total,
    processed: row.processed,
    affected: row.affected,
    skipped: row.skipped,
    batchSize: row.batchSize,
    rowsPerSecond: rate,
    remainingSeconds: rate !== null && running ? (row.total - row.processed) / rate : null,
    error: row.error,
    startableUntil: iso(startable),
    undoableUntil: undoPossible(row, now) ? iso(row.undoUntil) : null,
  };
}

/** A run with what its preview found. */
export function toRunDetail(row: RunRow, now: Date): CleanupRunDetail {
  return { ...toRun(row, now), preview: row.preview === null ? null : (JSON.parse(row.preview) as CleanupPreview) };
}
