import type { RollbackTarget } from '@/contracts/material-versions';
import { findRunningEngines } from '@/server/engine-history/materials/service';
import { findVersions, type LibraryVersionRow } from '@/server/library/service';
import { writeAudit } from '@/server/platform/audit/writer';
import type { Context } from '@/server/platform/context';
import type { Queryable } from '@/server/platform/db/database';
import { AppError } from '@/server/platform/errors';
import { findCurrentRelease, keepCurrent } from './current-release';
import { lockEngine } from './engine/lock/store';
import {
  deleteMaterials,
  findEngineMaterials,
  findRelease,
  insertMaterial,
  insertRelease,
  type MaterialRow,
  NO_ARCHIVE,
  pointMaterial,
  type ReleaseFile,
} from './engine/store';
import { needAdministrator } from './policy';
import type { PublishedMaterial } from './publish';
import { versionSpellings } from './rules/engine-version';

/** How one material moves. `row` is null when the target has a material that is not handed out now, `to` when it lacks one. */
interface Move {
  fileName: string;
  row: MaterialRow | null;
  to: { resourceId: string; materialVersion: string; sizeBytes: number } | null;
}

interface Engine {
  engineType: string;
  engineVersion: string;
}

const notFound = (what: string) =>
  new AppError('not_found', `${what} is not there. See which there are, and try again.`);

/** Which versions the target names, for each material of the engine version. @throws AppError not_found */
async function filesOf(
  { database }: Context,
  { engineType, engineVersion }: Engine,
  target: RollbackTarget,
  rows: readonly MaterialRow[],
  on?: Queryable,
): Promise<Pick<ReleaseFile, 'fileName' | 'resourceId' | 'materialVersion'>[]> {
  const engine = `${engineType} ${engineVersion}`;
  if (target.release !== undefined) {
    const release = await findRelease(database, engineType, engineVersion, target.release, on);
    if (!release) throw notFound(`Release ${target.release} of ${engine}`);
    return release.files;
  }
  const row = rows.find(({ fileName }) => fileName === target.fileName);
  if (!row) throw notFound(`The material ${target.fileName} of ${engine}`);
  const others = rows.filter((other) => other !== row);
  return [...others, { ...row, materialVersion: target.version ?? '' }];
}

/** A version that a material can be given. @throws AppError not_found, gone, conflict */
function usable(version: LibraryVersionRow | undefined, name: string): LibraryVersionRow {
  if (!version) throw notFound(name);
  if (!version.enabled)
    throw new AppError('gone', `${name} was deleted${version.deleted ? '; restore it from the trash first' : ''}.`);
  if (version.fault) throw new AppError('conflict', `The stored bytes of ${name} are damaged: ${version.fault}.`);
  return version;
}

/** What has to move, so that the target is what engines get. */
async function movesTo(
  context: Context,
  engine: Engine,
  target: RollbackTarget,
  rows: readonly MaterialRow[],
  on?: Queryable,
): Promise<Move[]> {
  const files = await filesOf(context, engine, target, rows, on);
  const versions = await findVersions(
    context,
    files.map(({ resourceId }) => resourceId),
    on,
  );
  const moves: Move[] = [];
  for (const { fileName, resourceId, materialVersion } of files) {
    const row = rows.find((candidate) => candidate.fileName === fileName) ?? null;
    if (row?.resourceId === resourceId && row.materialVersion === materialVersion) continue;
    const known = versions.find((one) => one.resourceId === resourceId && one.version === materialVersion);
    const { sizeBytes } = usable(
      known,
      `${fileName} ${materialVersion} of ${engine.engineType} ${engine.engineVersion}`,
    );
    moves.push({ fileName, row, to: { resourceId, materialVersion, sizeBytes } });
  }
  for (const row of rows)
    if (!files.some(({ fileName }) => fileName === row.fileName)) moves.push({ fileName: row.fileName, row, to: null });
  return moves;
}

async function needRows(context: Context, engine: Engine, on?: Queryable): Promise<MaterialRow[]> {
  const rows = await findEngineMaterials(context.database, engine.engineType, engine.engineVersion, on);
  if (rows.length === 0) throw notFound(`The engine version ${engine.engineType} ${engine.engineVersion}`);
  return rows;
}

/** What rolling back would change, and which running engines keep what they started with. @throws AppError not_found, gone */
export async function previewRollback(context: Context, engine: Engine, target: RollbackTarget) {
  needAdministrator(context.actor);
  const rows = await needRows(context, engine);
  const moves = await movesTo(context, engine, target, rows);
  const running = await findRunningEngines(context, engine.engineType, versionSpellings(engine.engineVersion));
  return {
    changes: moves.map(({ fileName, row, to }) => {
      const engines = new Map<string | null, number>();
      for (const { materials } of running) {
        const version = materials.find((material) => material.fileName === fileName)?.materialVersion ?? null;
        engines.set(version, (engines.get(version) ?? 0) + 1);
      }
      return {
        fileName,
        from: row?.materialVersion ?? null,
        to: to?.materialVersion ?? null,
        runningEngines: [...engines]
          .map(([version, count]) => ({ version, engines: count }))
          .sort((left, right) => right.engines - left.engines),
      };
    }),
  };
}

async function apply(context: Context, on: Queryable, engine: Engine, move: Move): Promise<PublishedMaterial | null> {
  const { database, clock } = context;
  const { fileName, row, to } = move;
  if (!to) {
    await deleteMaterials(database, on, row ? [row.id] : []);
    return null;
  }
  const now = clock.now();
  const lastModified = now.getTime();
  if (row) await pointMaterial(database, on, row.id, { ...to, lastModified }, now);
  else await insertMaterial(database, on, { ...engine, fileName, ...to, lastModified }, now);
  const { resourceId, materialVersion } = to;
  return { fileName, resourceId, previousVersion: row?.materialVersion ?? null, materialVersion, isNew: false };
}

/** What rolling back did. */
interface RolledBack {
  release: number | null;
  /** The newest release that was current before. */
  previousRelease: number | null;
  materials: PublishedMaterial[];
}

/**
 * Rolls an engine version back or forward: its materials get versions that are there, all at once. Nothing else changes,
 * running engines keep what they have, and the way back is another of these.
 * @returns the new release's number, null when the target was current already
 * @throws AppError forbidden, not_found, gone (the version is deleted), conflict (its bytes are damaged)
 */
export async function rollBackMaterials(
  context: Context,
  engine: Engine,
  { note, ...target }: RollbackTarget & { note?: string | undefined },
): Promise<RolledBack> {
  needAdministrator(context.actor);
  return context.database.transaction((on) => rollBackWithin(context, on, engine, { note, ...target }));
}

/** As `rollBackMaterials`, within a transaction in which nothing was read yet. */
export async function rollBackWithin(
  context: Context,
  on: Queryable,
  engine: Engine,
  { note, ...target }: RollbackTarget & { note?: string | undefined },
): Promise<RolledBack> {
  const { database, clock, actor, requestId } = context;
  const lastRelease = await lockEngine(database, on, engine.engineType, engine.engineVersion);
  const rows = await needRows(context, engine, on);
  const named = { engineType: engine.engineType, engineVersion: rows[0]?.engineVersion ?? engine.engineVersion };
  const moves = await movesTo(context, named, target, rows, on);
  const locked = { ...named, lastRelease };
  if (moves.length === 0)
    return { release: null, previousRelease: await findCurrentRelease(context, locked, rows, on), materials: [] };
  const before = await keepCurrent(context, on, locked, rows);
  const materials: PublishedMaterial[] = [];
  for (const move of moves) {
    const moved = await apply(context, on, named, move);
    if (moved) materials.push(moved);
  }
  const now = clock.now();
  const current = await findEngineMaterials(database, engine.engineType, engine.engineVersion, on);
  const release = await insertRelease(
    on,
    before.engine,
    {
      kind: 'rollback',
      ...NO_ARCHIVE,
      note: note ?? null,
      createdBy: actor.name,
    },
    current.map(({ fileName, resourceId, materialVersion }) => ({
      fileName,
      resourceId,
      materialVersion,
      isNew: false,
    })),
    now,
  );
  const entry = {
    actor: actor.name,
    action: 'materials.rollBack',
    objectType: 'engine-material',
    objectId: `${named.engineType}/${named.engineVersion}`,
    outcome: 'done' as const,
    requestId,
    detail: {
      release,
      target,
      note: note ?? null,
      materials: moves.map(({ fileName, row, to }) => ({
        fileName,
        from: row?.materialVersion ?? null,
        to: to?.materialVersion ?? null,
      })),
    },
  };
  await writeAudit(on, [entry], now);
  return { release, previousRelease: before.current, materials };
}
