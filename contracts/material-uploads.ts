import { z } from 'zod';
import { operation } from './operation';

/** Longest file name that an upload may carry. */
const MAX_NAME = 255;
/** Largest archive that may be declared: 16 GiB. The server's own limit may be lower. */
const MAX_SIZE = 16 * 1024 ** 3;

/** Engine type as directories and labels name it: no separators, blanks or commas; a hyphen would split the label. */
export const engineTypeSchema = z
  .string()
  .regex(/^(?!\.{1,2}$)[^\s,/\\\p{Cc}-]{1,100}$/u, 'expected a name without blanks, slashes, commas or hyphens');
/** Engine version as its directory is called; `2.4.3` and `v2.4.3` are one. */
export const engineVersionSchema = z
  .string()
  .regex(/^(?!\.{1,2}$)[^\s,/\\\p{Cc}-]{1,100}$/u, 'expected a name without blanks, slashes, commas or hyphens');
/** SHA-256 in lower-case hex. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits in lower case');

/** What can be wrong with an archive, by kind. `ZIP_*`: the file itself; `LAYOUT_*`: what lies where in it. */
export const ARCHIVE_FAULTS = [
  'ZIP_NOT_A_ZIP',
  'ZIP_EMPTY',
  'ZIP_TRUNCATED',
  'ZIP_MULTI_DISK',
  'ZIP_EXTRA_DATA',
  'ZIP_LOCAL_CENTRAL_MISMATCH',
  'ZIP_OVERLAP',
  'ZIP_ENCRYPTED',
  'ZIP_UNSUPPORTED_METHOD',
  'ZIP_SIZE_MISMATCH',
  'ZIP_CHECKSUM_MISMATCH',
  'ZIP_DAMAGED',
  'ZIP_BOMB',
  'ZIP_TOO_MANY_ENTRIES',
  'ZIP_TOO_LARGE',
  'ZIP_TOO_SLOW',
  'ZIP_TOO_DEEP',
  'ZIP_NAME_TOO_LONG',
  'ZIP_BAD_NAME',
  'ZIP_BAD_NAME_ENCODING',
  'ZIP_PATH_TRAVERSAL',
  'ZIP_ABSOLUTE_PATH',
  'ZIP_DUPLICATE_ENTRY',
  'ZIP_SYMLINK',
  'ZIP_SPECIAL_FILE',
  'LAYOUT_NO_ENGINE_ROOT',
  'LAYOUT_LIB_CONF_REQUIRED',
  'LAYOUT_VERSION_NAME',
  'LAYOUT_TYPE_NAME',
  'LAYOUT_UNEXPECTED_FILE',
  'LAYOUT_WRONG_ENGINE',
] as const;
/** What is odd about an archive without making it unusable. */
export const ARCHIVE_WARNINGS = [
  'CASE_COLLISION',
  'IGNORED_ENTRY',
  'BACKSLASH_NAMES',
  'NAMES_IN_GBK',
  'DUPLICATE_JAR',
  'SHADOWED_JAR',
  'MISSING_ENGINECONN_PROPERTIES',
  'POSSIBLE_SECRET',
  'NO_PLUGIN',
  'NOT_AN_ARCHIVE',
] as const;

/** One finding: its kind, the entry it is about (null: the archive as a whole), and what it means in words. */
const finding = <T extends readonly [string, ...string[]]>(codes: T) =>
  z.object({ code: z.enum(codes), path: z.string().nullable(), message: z.string() });
export const archiveFaultSchema = finding(ARCHIVE_FAULTS);
export type ArchiveFault = z.infer<typeof archiveFaultSchema>;
export const archiveWarningSchema = finding(ARCHIVE_WARNINGS);
export type ArchiveWarning = z.infer<typeof archiveWarningSchema>;

/** A file in an archive or a material; sizes in bytes. */
export const archiveFileSchema = z.object({ path: z.string(), sizeBytes: z.int(), sha256: z.string() });
export type ArchiveFile = z.infer<typeof archiveFileSchema>;

/** What a directory of an engine version becomes, and how it differs from what is current. */
export const inspectedMaterialSchema = z.object({
  fileName: z.string(),
  files: z.int(),
  unpackedBytes: z.int(),
  packedBytes: z.int(),
  contentSha256: z.string(),
  change: z.enum(['new', 'changed', 'same']),
  /** Material version that it was compared with; null when there is none. */
  against: z.string().nullable(),
  added: z.int(),
  removed: z.int(),
  changed: z.int(),
  /** The first 50 paths of each kind. */
  addedPaths: z.array(z.string()),
  removedPaths: z.array(z.string()),
  changedPaths: z.array(z.string()),
});
export type InspectedMaterial = z.infer<typeof inspectedMaterialSchema>;

/** What an inspection found in an archive. Nothing is stored under a material's name yet. */
export const inspectionReportSchema = z.object({
  accepted: z.boolean(),
  faults: z.array(archiveFaultSchema),
  /** At most 200 of them; `warningsTotal` counts all. */
  warnings: z.array(archiveWarningSchema),
  warningsTotal: z.int(),
  archive: z.object({ sha256: z.string(), sizeBytes: z.int(), files: z.int(), unpackedBytes: z.int() }),
  engines: z.array(
    z.object({
      engineType: z.string(),
      /** As the archive spells it. */
      engineVersion: z.string(),
      exists: z.boolean(),
      materials: z.array(inspectedMaterialSchema),
      /** The plugin directory: kept with the release, not handed to engines. Null when there is none. */
      plugin: z.object({ files: z.int(), unpackedBytes: z.int() }).nullable(),
    }),
  ),
  /** The archive's files, at most the first 5,000 by path. */
  tree: z.array(archiveFileSchema),
});
export type InspectionReport = z.infer<typeof inspectionReportSchema>;

/** States of an upload. `refused`: the inspection found faults; `failed`: inspecting did not work, and may be tried again. */
export const UPLOAD_STATES = [
  'receiving',
  'inspecting',
  'inspected',
  'refused',
  'failed',
  'published',
  'cancelled',
] as const;
export type UploadState = (typeof UPLOAD_STATES)[number];

/** An archive on its way in. */
export const materialUploadSchema = z.object({
  id: z.string(),
  state: z.enum(UPLOAD_STATES),
  fileName: z.string(),
  sizeBytes: z.int(),
  sha256: z.string().nullable(),
  /** Bytes that are safely stored; sending goes on from here. */
  receivedBytes: z.int(),
  engineType: z.string().nullable(),
  engineVersion: z.string().nullable(),
  /** While inspecting: bytes read so far, of `sizeBytes`. */
  inspectedBytes: z.int().nullable(),
  report: inspectionReportSchema.nullable(),
  /** Why it failed. */
  error: z.string().nullable(),
  createdBy: z.string(),
  createdTime: z.iso.datetime(),
  updatedTime: z.iso.datetime(),
});
export type MaterialUpload = z.infer<typeof materialUploadSchema>;

const uploadParams = z.object({ uploadId: z.uuid() });

export const createMaterialUpload = operation({
  id: 'materialUploads.create',
  method: 'post',
  path: '/api/v1/material-uploads',
  dialect: 'console',
  summary: 'Announces an archive of engine plugins; its bytes follow, in one piece or several.',
  success: 201,
  body: z.strictObject({
    fileName: z
      .string()
      .trim()
      .min(1)
      .max(MAX_NAME)
      .regex(/\.zip$/i, 'expected the name of a .zip file')
      .regex(/^[^/\\\p{Cc}]+$/u, 'expected a file name without slashes'),
    sizeBytes: z.int().min(1, 'the file is empty').max(MAX_SIZE),
    /** Checked when all bytes are there. */
    sha256: sha256Schema.optional(),
    /** With both, the archive must hold exactly this engine version. */
    engineType: engineTypeSchema.optional(),
    engineVersion: engineVersionSchema.optional(),
  }),
  data: materialUploadSchema,
});

export const listMaterialUploads = operation({
  id: 'materialUploads.list',
  method: 'get',
  path: '/api/v1/material-uploads',
  dialect: 'console',
  summary: "The caller's uploads that are neither published nor cancelled, newest first, at most 100.",
  data: z.object({ items: z.array(materialUploadSchema.omit({ report: true })) }),
});

export const getMaterialUpload = operation({
  id: 'materialUploads.get',
  method: 'get',
  path: '/api/v1/material-uploads/{uploadId}',
  dialect: 'console',
  summary: 'How far an upload has come, and what its inspection found.',
  params: uploadParams,
  data: materialUploadSchema,
});

export const putMaterialUploadContent = operation({
  id: 'materialUploads.putContent',
  method: 'put',
  path: '/api/v1/material-uploads/{uploadId}/content',
  dialect: 'console',
  summary:
    'Bytes of the archive from an offset on, as the raw body. What arrived before a connection broke is kept: ask for receivedBytes and go on there.',
  params: uploadParams,
  query: z.strictObject({
    /** Must be `receivedBytes`. */
    offset: z.coerce.number().int().min(0).max(MAX_SIZE).default(0),
  }),
  data: z.object({ receivedBytes: z.int() }),
});

export const inspectMaterialUpload = operation({
  id: 'materialUploads.inspect',
  method: 'post',
  path: '/api/v1/material-uploads/{uploadId}/inspection',
  dialect: 'console',
  summary: 'Begins to inspect an archive whose bytes are all there; ask for the upload to see how it goes.',
  success: 202,
  params: uploadParams,
  query: z.strictObject({
    /** Of the file as it was sent, when the announcement did not say it: other bytes are refused. */
    sha256: sha256Schema.optional(),
  }),
  data: materialUploadSchema,
});

/** What publishing did to one material. */
export const publishedMaterialSchema = z.object({
  fileName: z.string(),
  resourceId: z.string(),
  /** Null when the material is new. */
  previousVersion: z.string().nullable(),
  materialVersion: z.string(),
  isNew: z.boolean(),
});

export const publishMaterialUpload = operation({
  id: 'materialUploads.publish',
  method: 'post',
  path: '/api/v1/material-uploads/{uploadId}/publication',
  dialect: 'console',
  summary: 'Makes what was inspected current, all of it or nothing. The same content makes no new version.',
  params: uploadParams,
  body: z.strictObject({
    note: z.string().trim().max(2000).optional(),
    /** Makes a new version also of what did not change. */
    force: z.boolean().default(false),
  }),
  data: z.object({
    engines: z.array(
      z.object({
        engineType: z.string(),
        engineVersion: z.string(),
        /** Number of the release; null when nothing changed. */
        release: z.int().nullable(),
        materials: z.array(publishedMaterialSchema),
      }),
    ),
  }),
});

export const cancelMaterialUpload = operation({
  id: 'materialUploads.cancel',
  method: 'delete',
  path: '/api/v1/material-uploads/{uploadId}',
  dialect: 'console',
  summary: 'Gives an upload up and removes its bytes.',
  params: uploadParams,
  data: materialUploadSchema,
});
