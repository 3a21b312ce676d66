import { openBlob, openVersion } from '@/server/library/service';
import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { type Download, downloadOf, type Wish } from '@/server/platform/http/download';
import { findRelease } from './engine/store';
import { needAdministrator } from './policy';
import { type EngineName, needVersion, type VersionName } from './versions';

/** The bytes of a version. @throws AppError forbidden, not_found, gone, source_unreachable, range_not_satisfiable */
export async function openVersionContent(context: Context, name: VersionName, wish: Wish): Promise<Download> {
  needAdministrator(context.actor);
  const { version } = await needVersion(context, name);
  const fileName = `${name.engineType}-${name.engineVersion}-${name.version}-${name.fileName}`;
  return downloadOf(
    await openVersion(context, version),
    { identity: version.sha256 ?? `md5-${version.md5}`, fileName },
    wish,
  );
}

/** The plugin directory that came with a release, packed. @throws AppError forbidden, not_found, gone, range_not_satisfiable */
export async function openPlugin(
  context: Context,
  { engineType, engineVersion, release }: EngineName & { release: number },
  wish: Wish,
): Promise<Download> {
  needAdministrator(context.actor);
  const found = await findRelease(context.database, engineType, engineVersion, release);
  if (!found) throw new AppError('not_found', `There is no release ${release} of ${engineType} ${engineVersion}.`);
  if (!found.pluginSha256)
    throw new AppError(
      'not_found',
      `Release ${release} of ${engineType} ${engineVersion} came without a plugin directory.`,
    );
  const blob = await openBlob(context, found.pluginSha256);
  const fileName = `${engineType}-${engineVersion}-plugin.zip`;
  return downloadOf(blob, { identity: found.pluginSha256, fileName }, wish);
}
