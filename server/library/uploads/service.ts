import { type BmlUploaded, type BmlUploadFields, bmlUploadFieldsSchema } from '@/contracts/linkis-bml';
import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { parseInput } from '@/server/platform/http/input';
import type { MultipartFields, MultipartFile, ReadForm } from '@/server/platform/http/multipart';
import { getWritable, illegalResource, lockWritable } from '../access/service';
import { storeBlob } from '../blobs/store-blob';
import { addVersion, createResource, type MadeVersion, type NewVersion } from '../changes';
import { getEditableProject } from '../projects/service';
import { shareResource } from '../projects/store';
import type { NewResource } from '../resources/store';
import { DEFAULT_EXPIRY, expiryOf } from '../rules/expiry';
import { findHighest } from '../versions/store';

/** Code by which Linkis' clients know that an upload was refused. */
const REFUSED = 50073;
/** The system of resources whose client names none. */
export const DEFAULT_SYSTEM = 'WTSS';
const DEFAULT_MAX_VERSION = 10;

function parseFields(fields: MultipartFields): BmlUploadFields {
  try {
    return parseInput(bmlUploadFieldsSchema, fields, 'form');
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, error.message, { ...error.detail, linkisCode: REFUSED });
  }
}

/** When a resource expires, as the form says. @throws AppError invalid_input */
function expiryFrom(context: Context, { isExpire, expireTime }: BmlUploadFields): NewResource['expiry'] {
  if (isExpire?.toLowerCase() !== 'true') return null;
  const text = expireTime?.trim() || DEFAULT_EXPIRY;
  const time = expiryOf(text, context.clock.now(), context.database.fromColumnTime);
  if (time) return { text, time };
  const message = 'expected a span such as 5d, 12h or 30m, or a time such as 2030-01-31 12:00:00';
  throw new AppError('invalid_input', `expireTime: ${message}`, {
    faults: [{ path: 'expireTime', message }],
    linkisCode: REFUSED,
  });
}

function toResource(context: Context, fields: BmlUploadFields): Omit<NewResource, 'resourceId'> {
  return {
    owner: context.actor.name,
    system: fields.system?.trim() || DEFAULT_SYSTEM,
    isMaterial: false,
    header: fields.resourceHeader ?? null,
    maxVersion: fields.maxVersion ?? DEFAULT_MAX_VERSION,
    expiry: expiryFrom(context, fields),
  };
}

async function storeFile(context: Context, file: MultipartFile, address: string | null): Promise<NewVersion> {
  const blob = await storeBlob(context, file.chunks);
  // What Java's clients say instead of a name.
  const fileName = file.fileName === 'file' ? null : file.fileName;
  return { blob, contentSha256: null, fileName, note: null, clientIp: address ?? '' };
}

/**
 * Stores a file as a new resource of the actor, while it arrives.
 * @throws AppError invalid_input, storage_full, storage_unavailable
 */
export async function uploadResource(
  context: Context,
  readForm: ReadForm,
  address: string | null,
): Promise<BmlUploaded> {
  const { fields, file: version } = await readForm((file, early) => {
    parseFields(early);
    return storeFile(context, file, address);
  });
  const resource = toResource(context, parseFields(fields));
  return context.database.transaction((on) => createResource(context, on, resource, version));
}

/**
 * The same for a resource that a project shares; the actor must be an editor of it.
 * @throws AppError also not_found (project), forbidden
 */
export async function uploadShared(context: Context, readForm: ReadForm, address: string | null): Promise<BmlUploaded> {
  const { fields, file: version } = await readForm(async (file, early) => {
    const { projectName } = parseFields(early);
    if (projectName !== undefined) await getEditableProject(context, projectName);
    return storeFile(context, file, address);
  });
  const parsed = parseFields(fields);
  const resource = toResource(context, parsed);
  return context.database.transaction(async (on): Promise<MadeVersion> => {
    const project = await getEditableProject(context, parsed.projectName, on);
    const made = await createResource(context, on, resource, version);
    await shareResource(context.database, on, project.id, made.resourceId);
    return made;
  });
}

/**
 * Stores a file as the next version of a resource that the actor may change. Who may is asked before the file is taken
 * when the form says early enough for which resource it is, and again when the version is made.
 * @throws AppError invalid_input, not_found, forbidden, conflict (a material), storage_full, storage_unavailable
 */
export async function updateResource(
  context: Context,
  readForm: ReadForm,
  address: string | null,
): Promise<BmlUploaded> {
  const { fields, file: version } = await readForm(async (file, early) => {
    if (early.resourceId !== undefined) await getWritable(context, early.resourceId);
    return storeFile(context, file, address);
  });
  const { database } = context;
  return database.transaction(async (on) => {
    const { resourceId, system } = await lockWritable(context, on, fields.resourceId);
    const newest = await findHighest(database, resourceId, { enabledOnly: true, on });
    if (newest === null) throw illegalResource(resourceId);
    return addVersion(context, on, resourceId, version, { operation: 'update', system });
  });
}
