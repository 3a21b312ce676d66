import type { z } from 'zod';
import {
  type LinkisMaterial,
  type linkisListMaterials,
  type linkisRollBack,
  linkisUpdateFieldsSchema,
} from '@/contracts/linkis-engine-plugin';
import { findVersions } from '@/server/library/service';
import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { parseInput } from '@/server/platform/http/input';
import type { ReadForm } from '@/server/platform/http/multipart';
import { lockEngine } from '../engine/lock/store';
import { findEngineMaterials, type MaterialRow, pointMaterial } from '../engine/store';
import { findEngineTypes } from '../list/store';
import { needAdministrator } from '../policy';
import { refreshEngine } from '../refresh';
import { rollBackWithin } from '../rollback';
import { versionSpellings } from '../rules/engine-version';
import { deleteEngine } from '../trash';
import { cancelUpload, publishStaged, stageArchive } from '../uploads/service';
import { countForLinkis, findEngines, findForLinkis, findVersionsOfType } from './store';

const DEFAULT_PAGE = 10;
const LARGEST_PAGE = 10_000;
const ZONE_OFFSET_MS = 8 * 3_600_000;

/** A time as Linkis writes it for materials: wall clock at GMT+8, whatever the zone of the database. */
function wireTime(time: Date): string {
  return new Date(time.getTime() + ZONE_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

function toLinkisMaterial(row: MaterialRow): LinkisMaterial {
  return {
    id: row.id,
    engineConnType: row.engineType,
    version: row.engineVersion,
    fileName: row.fileName,
    ...(row.lastModified === null ? {} : { lastModified: row.lastModified }),
    fileSize: row.sizeBytes,
    bmlResourceId: row.resourceId,
    bmlResourceVersion: row.materialVersion,
    createTime: wireTime(row.createTime),
    lastUpdateTime: wireTime(row.changedTime),
  };
}

/** Linkis' list: a page below the first is the first, one beyond the last is the last, size 0 is all. @throws AppError forbidden */
export async function listForLinkis(
  context: Context,
  { currentPage = 1, pageSize = DEFAULT_PAGE, ...filter }: z.output<(typeof linkisListMaterials)['query']>,
): Promise<z.input<(typeof linkisListMaterials)['data']>> {
  needAdministrator(context.actor);
  const { database } = context;
  const total = await countForLinkis(database, filter);
  if (pageSize < 0 || total === 0) return { totalPage: total, queryList: [] };
  const size = Math.min(pageSize === 0 ? total : pageSize, LARGEST_PAGE);
  const page = Math.min(Math.max(1, currentPage), Math.ceil(total / size));
  const rows = await findForLinkis(database, filter, { limit: size, offset: (page - 1) * size });
  return { totalPage: total, queryList: rows.map(toLinkisMaterial) };
}

/** Engine types that have materials; for everybody, since pickers of other pages ask. */
export function listTypes({ database }: Context): Promise<string[]> {
  return findEngineTypes(database);
}

/** Versions of an engine type; for everybody, since pickers of other pages ask. */
export function listTypeVersions({ database }: Context, engineType: string): Promise<string[]> {
  return findVersionsOfType(database, engineType);
}

/** Versions of a material, newest first. @throws AppError forbidden, not_found */
export async function listVersionsForLinkis(
  context: Context,
  resourceId: string,
): Promise<{ version: string; resource: string }[]> {
  needAdministrator(context.actor);
  const versions = (await findVersions(context, [resourceId])).filter(({ enabled }) => enabled);
  if (versions.length === 0) throw new AppError('not_found', `bmlResourceId: there is no resource ${resourceId}.`);
  return versions
    .sort((left, right) => right.number - left.number)
    .map(({ version, location }) => ({ version, resource: location }));
}

function needZip(fileName: string, message: string): void {
  if (!/\.zip$/i.test(fileName)) throw new AppError('invalid_input', message);
}

/** Only what follows the last separator: what else a client writes into the name of a file is not for us. */
function baseName(fileName: string): string {
  return (fileName.split(/[/\\]/).at(-1) ?? '').replace(/\p{Cc}/gu, '').slice(-255) || 'plugin.zip';
}

/**
 * Stages the archive of a form and reads the form to its end; nothing stays of one that breaks off, wherever it does.
 * @param complaint about files that are no zip by their names
 */
async function stageForm(context: Context, readForm: ReadForm, complaint: string) {
  let uploadId = '';
  try {
    const { fields } = await readForm(async ({ fileName, chunks }) => {
      needZip(fileName, complaint);
      needAdministrator(context.actor);
      uploadId = await stageArchive(context, baseName(fileName), chunks);
    });
    return { uploadId, fields };
  } catch (error) {
    if (uploadId !== '') await cancelUpload(context, uploadId).catch(() => {});
    throw error;
  }
}

/** Takes, inspects and publishes the archive of a form. @throws AppError forbidden, invalid_input (refused), conflict, too_large */
export async function uploadPlugin(context: Context, readForm: ReadForm, clientIp: string): Promise<void> {
  const { uploadId } = await stageForm(context, readForm, 'Only suppose zip format file');
  await publishStaged(context, uploadId, null, { force: false, clientIp });
}

/** As `uploadPlugin`, for the engine version that the form names, which the archive must hold and nothing else. */
export async function updatePlugin(context: Context, readForm: ReadForm, clientIp: string): Promise<void> {
  const { uploadId, fields } = await stageForm(context, readForm, 'Only support zip format file');
  try {
    const { ecType, version, force } = parseInput(linkisUpdateFieldsSchema, fields, 'form');
    if (ecType.trim() === '') throw new AppError('invalid_input', 'ecType cannot be null');
    if (version.trim() === '') throw new AppError('invalid_input', 'version cannot be null');
    const engine = { engineType: ecType.trim(), engineVersion: version.trim() };
    await publishStaged(context, uploadId, engine, { force, clientIp });
  } catch (error) {
    await cancelUpload(context, uploadId).catch(() => {});
    throw error;
  }
}

/** Refreshes the versions of an engine type (null: of all types): one, or all for none or `*`. @throws AppError forbidden, not_found, conflict */
export async function refreshForLinkis(
  context: Context,
  { ecType, version, force }: { ecType?: string | null | undefined; version?: string | undefined; force: boolean },
  clientIp: string,
): Promise<void> {
  needAdministrator(context.actor);
  if (ecType === undefined)
    throw new AppError('invalid_input', 'ecType: is needed; refreshAll refreshes all engine types.', {
      linkisCode: 20001,
    });
  const all = ecType === null || version === undefined || version === '*';
  const engines = all ? await findEngines(context.database, ecType) : [{ engineType: ecType, engineVersion: version }];
  if (engines.length === 0 && ecType !== null)
    throw new AppError('not_found', `There are no materials of ${ecType}. Upload its plugin archive first.`, {
      linkisCode: 20001,
    });
  const failures: string[] = [];
  for (const engine of engines) {
    try {
      await refreshEngine(context, engine, { force, clientIp });
    } catch (error) {
      if (!(error instanceof AppError) || engines.length === 1) throw error;
      failures.push(error.message);
    }
  }
  if (failures.length > 0)
    throw new AppError(
      'conflict',
      `${failures.length} of ${engines.length} engine versions: ${failures.slice(0, 3).join(' ')}`,
      {
        linkisCode: 20001,
      },
    );
}

/** Puts one version of a type, or all of them, into the trash. @throws AppError forbidden, not_found, conflict (in use) */
export async function deleteForLinkis(context: Context, ecType: string, version: string | undefined): Promise<void> {
  needAdministrator(context.actor);
  if (version !== undefined) {
    await deleteEngine(context, { engineType: ecType, engineVersion: version });
    return;
  }
  const engines = await findEngines(context.database, ecType);
  if (engines.length === 0) throw new AppError('not_found', `There are no materials of ${ecType}.`);
  const done = new Set<string>();
  for (const engine of engines) {
    const [key] = versionSpellings(engine.engineVersion);
    if (!done.has(key)) await deleteEngine(context, engine);
    done.add(key);
  }
}

function fromWireTime(text: string): Date {
  return new Date(Date.parse(`${text.replace(' ', 'T')}Z`) - ZONE_OFFSET_MS);
}

/**
 * Makes another version of a material current. Size and times come from what is stored; of a version that Linkis stored
 * only the caller's row knows them.
 * @throws AppError forbidden, not_found, gone
 */
export async function rollBackForLinkis(
  context: Context,
  body: z.output<(typeof linkisRollBack)['body']>,
): Promise<void> {
  needAdministrator(context.actor);
  const engine = { engineType: body.engineConnType, engineVersion: body.version };
  const { database } = context;
  await database.transaction(async (on) => {
    await lockEngine(database, on, engine.engineType, engine.engineVersion);
    const rows = await findEngineMaterials(database, engine.engineType, engine.engineVersion, on);
    const row = rows.find(({ fileName }) => fileName === body.fileName);
    if (!row)
      throw new AppError('not_found', `${engine.engineType} ${engine.engineVersion} has no material ${body.fileName}.`);
    await rollBackWithin(context, on, engine, { fileName: body.fileName, version: body.bmlResourceVersion });
    const versions = await findVersions(context, [row.resourceId], on);
    if (versions.some(({ version, sha256 }) => version === body.bmlResourceVersion && sha256)) return;
    await pointMaterial(
      database,
      on,
      row.id,
      {
        resourceId: row.resourceId,
        materialVersion: body.bmlResourceVersion,
        sizeBytes: body.fileSize ?? row.sizeBytes,
        lastModified: body.lastModified ?? row.lastModified,
      },
      body.lastUpdateTime ? fromWireTime(body.lastUpdateTime) : context.clock.now(),
    );
  });
}
