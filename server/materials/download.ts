import type { OpenBlob } from '@/server/library/service';
import { openBlob, openVersion } from '@/server/library/service';
import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { bodyOf, type Download, rangeOf } from '@/server/platform/http/download';
import { findRelease } from './engine/store';
import { needAdministrator } from './policy';
import { type EngineName, needVersion, type VersionName } from './versions';

/** Which bytes are wanted: the Range and If-Range headers. */
export interface Wish {
  range: string | null;
  ifRange: string | null;
}

function toDownload(blob: OpenBlob, identity: string, fileName: string, { range, ifRange }: Wish): Download {
  const entityTag = `"${identity}"`;
  const wanted = ifRange === null || ifRange === entityTag ? range : null;
  const { start, end } = rangeOf(wanted, blob.size);
  return { body: bodyOf(chunksOf(blob, start, end)), sizeBytes: blob.size, start, end, entityTag, fileName };
}

async function* chunksOf(blob: OpenBlob, start: number, end: number): AsyncGenerator<Buffer> {
  yield* blob.stream(start, end);
}

/** The bytes of a version. @throws AppError forbidden, not_found, gone, source_unreachable, range_not_satisfiable */
export async function openVersionContent(context: Context, name: VersionName, wish: Wish): Promise<Download> {
  needAdministrator(context.actor);
  const { version } = await needVersion(context, name);
  const fileName = `${name.engineType}-${name.engineVersion}-${name.version}-${name.fileName}`;
  return toDownload(await openVersion(context, version), version.sha256 ?? version.md5, fileName, wish);
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
  return toDownload(blob, found.pluginSha256, `${engineType}-${engineVersion}-plugin.zip`, wish);
}
