import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { type Download, downloadOf, type Wish } from '@/server/platform/http/download';
import { getReadable, ILLEGAL } from '../access/service';
import { insertDownload } from '../journal/store';
import { openVersion } from '../service';
import { findHighest, findVersionRow, type LibraryVersionRow } from '../versions/store';

/** What is asked for, beside resource and version. */
export interface DownloadWish extends Wish {
  address: string | null;
}

async function getVersion(
  context: Context,
  resourceId: string,
  version: string | undefined,
): Promise<LibraryVersionRow> {
  const { database } = context;
  const wanted = version ?? (await findHighest(database, resourceId, { enabledOnly: true }));
  const row = wanted !== null && wanted.length <= 20 ? await findVersionRow(database, resourceId, wanted) : null;
  if (row?.enabled) return row;
  const what = version === undefined ? 'no version' : `no version ${version.slice(0, 30)}`;
  throw new AppError('not_found', `Resource ${resourceId} has ${what}, or it is deleted.`, {
    linkisCode: ILLEGAL,
    faults: [{ path: 'version', message: 'unknown or deleted' }],
  });
}

/** Bytes that are noted in the download history when they have gone out, or have not. */
async function* noted(
  context: Context,
  row: LibraryVersionRow,
  address: string | null,
  source: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  const { database, clock, actor, log } = context;
  const startTime = clock.now();
  let complete = false;
  try {
    yield* source;
    complete = true;
  } finally {
    const { resourceId, version } = row;
    const who = { resourceId, version, downloader: actor.name, clientIp: address ?? '' };
    await insertDownload(database, { ...who, startTime, endTime: clock.now(), complete }).catch((error) => {
      log.warn({ err: error, resourceId, version }, 'a download is missing in the history');
    });
  }
}

/**
 * Opens a version for download, the newest unless one is named. What is wrong shows here; later, bytes that are missing
 * or altered break the answer off.
 * @throws AppError not_found, forbidden, gone, source_unreachable, range_not_satisfiable, storage_unavailable
 */
export async function downloadVersion(
  context: Context,
  { resourceId, version }: { resourceId?: string; version?: string },
  { address, ...wish }: DownloadWish,
): Promise<Download> {
  const resource = await getReadable(context, resourceId);
  const row = await getVersion(context, resource.resourceId, version);
  const open = await openVersion(context, row);
  const file = {
    size: open.size,
    stream: (start: number, end: number) => noted(context, row, address, open.stream(start, end)),
  };
  return downloadOf(file, { identity: row.sha256 ?? `md5-${row.md5}`, fileName: row.fileName }, wish);
}

/**
 * The same where the version must be named, as engine managers do: they keep what they have fetched under it for ever.
 * @throws AppError also invalid_input
 */
export async function downloadShared(
  context: Context,
  query: { resourceId?: string; version?: string },
  wish: DownloadWish,
): Promise<Download> {
  if (query.version !== undefined || query.resourceId === undefined) return downloadVersion(context, query, wish);
  throw new AppError('invalid_input', 'version: is needed, v000001 for example.', {
    linkisCode: ILLEGAL,
    faults: [{ path: 'version', message: 'is needed' }],
  });
}
