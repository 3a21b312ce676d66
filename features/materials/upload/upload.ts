import type {
  InspectionReport,
  MaterialUpload,
  publishMaterialUpload,
  UploadState,
} from '@/contracts/material-uploads';
import type { UploadTarget } from './upload-server';

/** What publishing answers. */
export type Publication = (typeof publishMaterialUpload)['data']['_zod']['output'];

/**
 * Where an upload is. `waiting`: the connection broke, the next attempt comes by itself; `stopped`: something went wrong
 * and somebody has to act; `orphaned`: begun before the page was loaded, its file has to be picked again; `ended`:
 * published or given up elsewhere.
 */
export type Phase =
  | 'queued'
  | 'sending'
  | 'waiting'
  | 'paused'
  | 'stopped'
  | 'orphaned'
  | 'inspecting'
  | 'inspected'
  | 'refused'
  | 'failed'
  | 'published'
  | 'ended';

/** An upload as it is shown. Never changed in place. */
export interface Upload {
  /** Its name in this page; the server's id comes with the announcement. */
  key: string;
  uploadId: string | null;
  fileName: string;
  sizeBytes: number;
  target: UploadTarget | null;
  phase: Phase;
  sentBytes: number;
  /** Bytes per second; null while unknown. */
  rate: number | null;
  /** While waiting: the attempts that failed so far. */
  attempt: number;
  inspectedBytes: number;
  report: InspectionReport | null;
  /** Why the inspection failed, in the server's words. */
  failure: string | null;
  /** What went wrong here. */
  error: unknown;
  /** A file was picked to go on with that is another one. */
  mismatch: { fileName: string; sizeBytes: number } | null;
  result: Publication | null;
}

const PHASES: Record<UploadState, Phase> = {
  receiving: 'orphaned',
  inspecting: 'inspecting',
  inspected: 'inspected',
  refused: 'refused',
  failed: 'failed',
  published: 'ended',
  cancelled: 'ended',
};

/** The phase of an upload of which only the server's state is known. */
export function phaseOf(state: UploadState): Phase {
  return PHASES[state];
}

/** An upload of a file that was just picked. */
export function newUpload(key: string, file: { name: string; size: number }, target: UploadTarget | null): Upload {
  return {
    key,
    uploadId: null,
    fileName: file.name,
    sizeBytes: file.size,
    target,
    phase: 'queued',
    sentBytes: 0,
    rate: null,
    attempt: 0,
    inspectedBytes: 0,
    report: null,
    failure: null,
    error: null,
    mismatch: null,
    result: null,
  };
}

/** An upload that the server knows from before. */
export function knownUpload(key: string, known: Omit<MaterialUpload, 'report'>): Upload {
  const { engineType, engineVersion } = known;
  const target = engineType !== null && engineVersion !== null ? { engineType, engineVersion } : null;
  return {
    ...newUpload(key, { name: known.fileName, size: known.sizeBytes }, target),
    uploadId: known.id,
    phase: phaseOf(known.state),
    sentBytes: known.receivedBytes,
    inspectedBytes: known.inspectedBytes ?? 0,
    failure: known.error,
  };
}

/** Whether bytes go to the server or will by themselves: leaving the page now would interrupt it. */
export function isSending({ phase }: Upload): boolean {
  return phase === 'queued' || phase === 'sending' || phase === 'waiting';
}

/** Whether a file is that of an upload, by name and size. */
export const isSameFile = (upload: Upload, file: File) =>
  file.name === upload.fileName && file.size === upload.sizeBytes;

/** Whether a file that was picked goes on with an upload from before. */
export function isContinuedBy(upload: Upload, file: File, target: UploadTarget | null): boolean {
  const { engineType, engineVersion } = upload.target ?? {};
  const isSameTarget = engineType === target?.engineType && engineVersion === target?.engineVersion;
  return upload.phase === 'orphaned' && isSameFile(upload, file) && isSameTarget;
}
