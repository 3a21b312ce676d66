import { createHash, randomUUID } from 'node:crypto';
import type { ArchiveFile, InspectedMaterial, InspectionReport } from '@/contracts/material-uploads';
import { findVersions, openBlob, storeBlob } from '@/server/library/service';
import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import type { ByteSource } from '../archive/byte-source';
import type { PackedBlob, PreparedMaterial } from '../archive/content/content-pass';
import { type Inspection, inspectArchive } from '../archive/inspect';
import { parseManifest } from '../archive/manifest';
import { findEngineMaterials } from '../engine/store';
import { toUploadFailure } from './failure';
import { uploadSource } from './parts';
import { takeHash } from './running-hash';
import { changeUpload, findUpload, keepBlobs, leaseUpload, type UploadRow } from './store';

/** How long a process has an upload without saying that it still works on it. */
const LEASE_MS = 30_000;
const HEARTBEAT_MS = 2000;
const MOST_PATHS = 50;

/** What an inspection leaves for publishing: the blobs, by engine version. */
export interface PreparedEngine {
  engineType: string;
  engineVersion: string;
  materials: { fileName: string; pack: PackedBlob; contentSha256: string }[];
  plugin: PackedBlob | null;
}

/** What an upload's `report` column holds: progress while inspecting, afterwards the report and what it prepared. */
export type StoredReport = { progress: number } | { report: InspectionReport; prepared: PreparedEngine[] };

/** How the files of a material differ from those of the version that is current. */
function difference(before: readonly ArchiveFile[], after: readonly ArchiveFile[]) {
  const old = new Map(before.map(({ path, sha256 }) => [path, sha256]));
  const now = new Set(after.map(({ path }) => path));
  const added = after.filter(({ path }) => !old.has(path)).map(({ path }) => path);
  const changed = after.filter(({ path, sha256 }) => old.has(path) && old.get(path) !== sha256).map(({ path }) => path);
  const removed = before.filter(({ path }) => !now.has(path)).map(({ path }) => path);
  return {
    added: added.length,
    removed: removed.length,
    changed: changed.length,
    addedPaths: added.slice(0, MOST_PATHS),
    removedPaths: removed.slice(0, MOST_PATHS),
    changedPaths: changed.slice(0, MOST_PATHS),
  };
}

async function describeMaterial(
  context: Context,
  engine: { engineType: string; engineVersion: string },
  material: PreparedMaterial,
): Promise<InspectedMaterial> {
  const rows = await findEngineMaterials(context.database, engine.engineType, engine.engineVersion);
  const row = rows.find(({ fileName }) => fileName === material.fileName);
  const versions = row ? await findVersions(context, [row.resourceId]) : [];
  const current = versions.find(({ version }) => version === row?.materialVersion);
  const contentSha256 = material.manifest.sha256;
  const manifest = current?.contentSha256 ? await openBlob(context, current.contentSha256) : null;
  const before = manifest ? parseManifest((await manifest.read(0, manifest.size)).toString('utf8')) : [];
  return {
    fileName: material.fileName,
    files: material.files.length,
    unpackedBytes: material.unpackedBytes,
    packedBytes: material.pack.size,
    contentSha256,
    change: !row ? 'new' : current?.contentSha256 === contentSha256 ? 'same' : 'changed',
    against: row?.materialVersion ?? null,
    ...difference(before, material.files),
  };
}

async function describeInspection(
  context: Context,
  upload: UploadRow,
  sha256: string,
  found: Inspection,
): Promise<InspectionReport> {
  const engines: InspectionReport['engines'] = [];
  for (const { engineType, engineVersion, materials, plugin } of found.engines) {
    const described: InspectedMaterial[] = [];
    for (const material of materials)
      described.push(await describeMaterial(context, { engineType, engineVersion }, material));
    engines.push({
      engineType,
      engineVersion,
      exists: described.some(({ change }) => change !== 'new'),
      materials: described,
      plugin: plugin && { files: plugin.files, unpackedBytes: plugin.unpackedBytes },
    });
  }
  return {
    accepted: found.faults.length === 0,
    faults: found.faults,
    warnings: found.warnings,
    warningsTotal: found.warningsTotal,
    archive: { sha256, sizeBytes: upload.size, files: found.files, unpackedBytes: found.unpackedBytes },
    engines,
    tree: found.tree,
  };
}

async function hashOf(source: ByteSource): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of source.stream(0, source.size)) hash.update(chunk);
  return hash.digest('hex');
}

const NOTHING: Inspection = {
  faults: [],
  warnings: [],
  warningsTotal: 0,
  files: 0,
  unpackedBytes: 0,
  tree: [],
  engines: [],
};

function altered(declared: string, sha256: string): Inspection {
  const message = `The bytes that arrived are not those of the file: their SHA-256 is ${sha256}, announced was ${declared}. Upload it again.`;
  return { ...NOTHING, faults: [{ code: 'ZIP_CHECKSUM_MISMATCH', path: null, message }] };
}

function prepared({ engines }: Inspection): PreparedEngine[] {
  return engines.map(({ engineType, engineVersion, materials, plugin }) => ({
    engineType,
    engineVersion,
    materials: materials.map(({ fileName, pack, manifest }) => ({ fileName, pack, contentSha256: manifest.sha256 })),
    plugin: plugin?.pack ?? null,
  }));
}

function expectedEngine({ engineType, engineVersion }: UploadRow) {
  return engineType !== null && engineVersion !== null ? { expected: { engineType, engineVersion } } : {};
}

/** Says every now and then that the work goes on and how far it is; its signal fires when the upload was taken away. */
function heartbeat(context: Context, upload: UploadRow, leaseId: string) {
  const lost = new AbortController();
  let progress = 0;
  const beat = async () => {
    const leaseTime = new Date(context.clock.now().getTime() + LEASE_MS);
    const to = { leaseTime, report: JSON.stringify({ progress } satisfies StoredReport) };
    const change = { from: ['inspecting'] as const, leaseId, to };
    if (!(await changeUpload(context.database, upload.id, change, context.clock.now()))) lost.abort();
  };
  // A beat that fails is made up for by the next; only a lease that is gone ends the work.
  const timer = setInterval(() => void beat().catch(() => {}), HEARTBEAT_MS);
  timer.unref();
  return {
    signal: lost.signal,
    progress: (bytes: number) => {
      progress = bytes;
    },
    stop: () => clearInterval(timer),
  };
}

async function inspectLeased(context: Context, upload: UploadRow, leaseId: string): Promise<void> {
  const { database, clock } = context;
  const beat = heartbeat(context, upload, leaseId);
  const kept: string[] = [];
  try {
    const source = await uploadSource(context, upload);
    const sha256 = takeHash(upload.id, upload.size) ?? (await hashOf(source));
    const store = async (chunks: AsyncIterable<Buffer>) => {
      const blob = await storeBlob(context, chunks);
      kept.push(blob.sha256);
      await keepBlobs(database, upload.id, kept);
      return blob;
    };
    const options = { ...expectedEngine(upload), signal: beat.signal, onProgress: beat.progress, store };
    const found =
      upload.sha256 && upload.sha256 !== sha256
        ? altered(upload.sha256, sha256)
        : await inspectArchive(source, options);
    const report = await describeInspection(context, upload, sha256, found);
    const stored: StoredReport = { report, prepared: prepared(found) };
    const to = {
      state: report.accepted ? ('inspected' as const) : ('refused' as const),
      sha256,
      report: JSON.stringify(stored),
      leaseId: null,
      leaseTime: null,
    };
    await changeUpload(database, upload.id, { from: ['inspecting'], leaseId, to }, clock.now());
  } finally {
    beat.stop();
  }
}

/**
 * Inspects an upload whose bytes are all there: takes it for this process, reads it, prepares its materials as blobs and
 * leaves the report. One that was being inspected by a process that died is taken over.
 * @returns the work, already begun; it ends with what it failed with, or null
 * @throws AppError conflict (bytes are missing, or it is being inspected or over)
 */
export async function beginInspection(context: Context, upload: UploadRow): Promise<{ done: Promise<unknown> }> {
  const { database, clock, log } = context;
  if (upload.received < upload.size)
    throw new AppError(
      'conflict',
      `${upload.received} of ${upload.size} bytes have arrived. Send the rest from there on, then inspect.`,
    );
  const leaseId = randomUUID();
  const now = clock.now();
  const until = new Date(now.getTime() + LEASE_MS);
  const from = ['receiving', 'inspected', 'refused', 'failed'] as const;
  if (!(await leaseUpload(database, upload.id, { id: leaseId, until, from, to: 'inspecting' }, now)))
    throw new AppError('conflict', 'This upload is being inspected, or is over. Ask for it to see how it goes.');
  const fail = async (error: unknown) => {
    log.error({ err: error, uploadId: upload.id }, 'inspecting an upload failed');
    const failure = toUploadFailure(error);
    const reason =
      failure instanceof AppError ? failure.message : 'The storage or the database failed; the server log says why.';
    const to = {
      state: 'failed' as const,
      error: `${reason} Inspect it again.`,
      report: null,
      leaseId: null,
      leaseTime: null,
    };
    await changeUpload(database, upload.id, { from: ['inspecting'], leaseId, to }, clock.now()).catch(() => {});
    return failure;
  };
  return { done: inspectLeased(context, upload, leaseId).then(() => null, fail) };
}

/** The report column of an upload, read. */
export function storedReport({ report }: Pick<UploadRow, 'report'>): StoredReport | null {
  return report === null ? null : (JSON.parse(report) as StoredReport);
}

/** An upload that is there. @throws AppError not_found */
export async function needUpload(context: Context, id: string): Promise<UploadRow> {
  const upload = await findUpload(context.database, id);
  if (!upload) throw new AppError('not_found', 'There is no such upload; it may have been given up for its age.');
  return upload;
}
