import { findVersions, type LibraryVersionRow } from '@/server/library/service';
import type { Context } from '@/server/platform/context';
import type { Queryable } from '@/server/platform/db/database';
import { AppError } from '@/server/platform/errors';
import { lockEngine } from './engine/lock/store';
import { findEngineMaterials, NO_ARCHIVE } from './engine/store';
import { type MaterialContent, type Published, publishEngine } from './publish';
import type { EngineName } from './versions';

/** What Linkis answers when an engine's materials are not complete. */
const INCOMPLETE = 20001;

/** The current versions of an engine version's materials, all whole. @throws AppError not_found, conflict */
async function needWhole(
  context: Context,
  engine: EngineName,
  on?: Queryable,
): Promise<{ fileName: string; version: LibraryVersionRow | undefined }[]> {
  const { engineType, engineVersion } = engine;
  const rows = await findEngineMaterials(context.database, engineType, engineVersion, on);
  const what = `${engineType} ${engineVersion}`;
  if (rows.length === 0)
    throw new AppError('not_found', `There are no materials of ${what}. Upload its plugin archive first.`, {
      linkisCode: INCOMPLETE,
    });
  for (const needed of ['conf.zip', 'lib.zip'])
    if (!rows.some(({ fileName }) => fileName === needed))
      throw new AppError('conflict', `${what} has no ${needed}; engines need conf and lib. Upload it anew.`, {
        linkisCode: INCOMPLETE,
      });
  const versions = await findVersions(
    context,
    rows.map(({ resourceId }) => resourceId),
    on,
  );
  return rows.map(({ fileName, resourceId, materialVersion }) => {
    const version = versions.find((one) => one.resourceId === resourceId && one.version === materialVersion);
    const fault = version && (version.fault ?? (version.enabled ? null : 'it was deleted'));
    if (fault)
      throw new AppError('conflict', `${fileName} ${materialVersion} of ${what} cannot be handed out: ${fault}.`, {
        linkisCode: INCOMPLETE,
      });
    return { fileName, version };
  });
}

/** What a forced refresh publishes again. Versions that Linkis stored cannot be: their contents are not here. */
function contentOf(
  { fileName, version }: { fileName: string; version: LibraryVersionRow | undefined },
  clientIp: string,
): MaterialContent {
  if (!version?.sha256 || !version.contentSha256)
    throw new AppError(
      'conflict',
      `${fileName} was stored by Linkis; its bytes are not in this console's storage. Upload the engine anew.`,
    );
  const again = {
    blob: { sha256: version.sha256, md5: version.md5, size: version.sizeBytes },
    contentSha256: version.contentSha256,
    note: null,
    fileName: version.fileName,
    clientIp,
  };
  return { fileName, version: again };
}

/**
 * Checks that the materials of an engine version are whole. With `force` what is current (also after a rollback) becomes
 * a new version, so that engine managers fetch it again.
 * @throws AppError not_found, conflict (incomplete, damaged or not here)
 */
export async function refreshEngine(
  context: Context,
  engine: EngineName,
  { force, clientIp }: { force: boolean; clientIp: string },
): Promise<Published | null> {
  if (!force) {
    await needWhole(context, engine);
    return null;
  }
  const release = { kind: 'refresh' as const, ...NO_ARCHIVE, note: null, createdBy: context.actor.name };
  return context.database.transaction(async (on) => {
    // What is current behind the lock: an upload that came first must not be undone by a refresh of what was before.
    await lockEngine(context.database, on, engine.engineType, engine.engineVersion);
    const contents = (await needWhole(context, engine, on)).map((material) => contentOf(material, clientIp));
    return publishEngine(context, on, { ...engine, contents, force, release, action: 'materials.refresh' });
  });
}
