import { z } from 'zod';
import { engineTypeSchema, engineVersionSchema } from './material-uploads';
import { operation } from './operation';

/** Name of a material: `conf.zip`, `lib.zip`, … */
export const materialFileNameSchema = z
  .string()
  .regex(/^(?!\.{1,2}$)[^/\\\p{Cc}]{1,255}$/u, 'expected a file name such as lib.zip');
/** Material version: `v` and at least six digits. */
export const materialVersionNameSchema = z.string().regex(/^v\d{6,18}$/, 'expected a material version such as v000001');

/**
 * How a material stands. `current`: its newest version is current; `rolledBack`: an earlier one is; `external`: Linkis
 * stored its bytes, not this console; `damaged`: its bytes are missing or not what they were.
 */
export const MATERIAL_STATES = ['current', 'rolledBack', 'external', 'damaged'] as const;

/** One material of one engine version, as the list shows it. Sizes in bytes, times ISO 8601 in UTC. */
export const materialSchema = z.object({
  id: z.int(),
  engineType: z.string(),
  /** As it was spelled when it came; `2.4.3` and `v2.4.3` are one. */
  engineVersion: z.string(),
  fileName: z.string(),
  sizeBytes: z.int(),
  resourceId: z.string(),
  /** The version that new engines get. */
  materialVersion: z.string(),
  newestVersion: z.string(),
  /** How many versions there are. */
  versions: z.int(),
  state: z.enum(MATERIAL_STATES),
  /** Whether any of its versions is protected. */
  protected: z.boolean(),
  createTime: z.iso.datetime(),
  changedTime: z.iso.datetime(),
  /** Null for materials that Linkis wrote. */
  changedBy: z.string().nullable(),
});
export type Material = z.infer<typeof materialSchema>;

const several = z.preprocess(
  (value) => (value === undefined ? undefined : Array.isArray(value) ? value : [value]),
  z.array(z.string().trim().min(1).max(100)).max(50).optional(),
);

export const MATERIAL_SORTS = ['changedTime', 'createTime', 'name'] as const;

/** Query of the list. Unknown parameters are refused. */
export const materialListQuerySchema = z.strictObject({
  /** Part of type, version or file name; upper and lower case are the same. */
  search: z.string().trim().min(1).max(100).optional(),
  engineType: several,
  state: z.enum(MATERIAL_STATES).optional(),
  sort: z.enum(MATERIAL_SORTS).default('changedTime'),
  order: z.enum(['desc', 'asc']).optional(),
  pageSize: z.coerce.number().int().min(1).max(200).default(50),
  /** `nextCursor` or `previousCursor` of an earlier answer to the same filters and order. */
  cursor: z.string().max(500).optional(),
});
export type MaterialListQuery = z.infer<typeof materialListQuerySchema>;

export const listMaterials = operation({
  id: 'materials.list',
  method: 'get',
  path: '/api/v1/materials',
  dialect: 'console',
  summary:
    'Materials of all engine versions, one keyset page at a time; by name ascending, by times descending unless asked.',
  query: materialListQuerySchema,
  data: z.object({
    items: z.array(materialSchema),
    /** How many materials fit the filters. */
    total: z.int(),
    nextCursor: z.string().nullable(),
    previousCursor: z.string().nullable(),
    /** All engine types that have materials. */
    engineTypes: z.array(z.string()),
  }),
});

const who = z.object({ by: z.string(), time: z.iso.datetime(), note: z.string().nullable() });

/** One version of a material. */
export const materialVersionSchema = z.object({
  version: z.string(),
  sizeBytes: z.int(),
  /** Null for versions whose bytes Linkis stored. */
  sha256: z.string().nullable(),
  md5: z.string(),
  createdTime: z.iso.datetime(),
  createdBy: z.string().nullable(),
  note: z.string().nullable(),
  /** Name of the archive that it came in. */
  uploadedAs: z.string().nullable(),
  current: z.boolean(),
  protected: who.nullable(),
  /** In the trash since; comes back with `restore` until `purgeTime`. */
  deleted: z.object({ by: z.string(), time: z.iso.datetime(), purgeTime: z.iso.datetime() }).nullable(),
  /** Engines that run now and said that they started with it. */
  runningEngines: z.int(),
  /** Whether its bytes are in this console's storage. */
  stored: z.boolean(),
  /** What the last check of its bytes found wrong. */
  fault: z.string().nullable(),
});
export type MaterialVersion = z.infer<typeof materialVersionSchema>;

/** What one upload, forced refresh, rollback or restore made of an engine version. */
export const materialReleaseSchema = z.object({
  number: z.int(),
  /** `adopted`: what Linkis had stored or moved by itself, as it was before the change that came next. */
  kind: z.enum(['upload', 'refresh', 'rollback', 'restore', 'adopted']),
  createdTime: z.iso.datetime(),
  createdBy: z.string(),
  note: z.string().nullable(),
  fileName: z.string().nullable(),
  fileSizeBytes: z.int().nullable(),
  fileSha256: z.string().nullable(),
  hasPlugin: z.boolean(),
  files: z.array(z.object({ fileName: z.string(), materialVersion: z.string(), isNew: z.boolean() })),
  /** Whether all its material versions are the current ones. */
  current: z.boolean(),
});
export type MaterialRelease = z.infer<typeof materialReleaseSchema>;

/** An engine version with everything that is known of its materials. */
export const materialDetailSchema = z.object({
  engineType: z.string(),
  engineVersion: z.string(),
  materials: z.array(
    materialSchema.extend({
      /** Newest first, deleted ones included; at most 200. */
      versionList: z.array(materialVersionSchema),
    }),
  ),
  /** Newest first, at most 100. */
  releases: z.array(materialReleaseSchema),
  /** Engines of this type and version that run now, whatever they started with. */
  runningEngines: z.int(),
});
export type MaterialDetail = z.infer<typeof materialDetailSchema>;

/** Names an engine version in a path. */
export const engineParams = z.object({ engineType: engineTypeSchema, engineVersion: engineVersionSchema });
/** Names a material in a path. */
export const fileParams = engineParams.extend({ fileName: materialFileNameSchema });
/** Names a version of a material in a path. */
export const versionParams = fileParams.extend({ version: materialVersionNameSchema });

export const getMaterialDetail = operation({
  id: 'materials.get',
  method: 'get',
  path: '/api/v1/materials/{engineType}/{engineVersion}',
  dialect: 'console',
  summary: 'Materials, versions and releases of one engine version.',
  params: engineParams,
  data: materialDetailSchema,
});

export const deleteMaterialEngine = operation({
  id: 'materials.delete',
  method: 'delete',
  path: '/api/v1/materials/{engineType}/{engineVersion}',
  dialect: 'console',
  summary: 'Puts an engine version into the trash; refused while engines of it run or a version is protected.',
  params: engineParams,
  data: z.object({ trashId: z.int(), purgeTime: z.iso.datetime() }),
});

export const deleteMaterialVersion = operation({
  id: 'materials.deleteVersion',
  method: 'delete',
  path: '/api/v1/materials/{engineType}/{engineVersion}/{fileName}/versions/{version}',
  dialect: 'console',
  summary: 'Puts a version into the trash; refused while it is current, protected, or running engines started with it.',
  params: versionParams,
  data: materialVersionSchema,
});

export const restoreMaterialVersion = operation({
  id: 'materials.restoreVersion',
  method: 'post',
  path: '/api/v1/materials/{engineType}/{engineVersion}/{fileName}/versions/{version}/restoration',
  dialect: 'console',
  summary: 'Takes a version out of the trash.',
  params: versionParams,
  data: materialVersionSchema,
});

export const purgeMaterialVersion = operation({
  id: 'materials.purgeVersion',
  method: 'post',
  path: '/api/v1/materials/{engineType}/{engineVersion}/{fileName}/versions/{version}/purge',
  dialect: 'console',
  summary: 'Lets a version in the trash go for good, before its time; its number is not used again.',
  params: versionParams,
  data: materialVersionSchema,
});

export const protectMaterialVersion = operation({
  id: 'materials.protect',
  method: 'put',
  path: '/api/v1/materials/{engineType}/{engineVersion}/{fileName}/versions/{version}/protection',
  dialect: 'console',
  summary: 'Protects a version from being deleted.',
  params: versionParams,
  body: z.strictObject({ note: z.string().trim().max(2000).optional() }),
  data: materialVersionSchema,
});

export const unprotectMaterialVersion = operation({
  id: 'materials.unprotect',
  method: 'delete',
  path: '/api/v1/materials/{engineType}/{engineVersion}/{fileName}/versions/{version}/protection',
  dialect: 'console',
  summary: 'Ends the protection of a version.',
  params: versionParams,
  data: materialVersionSchema,
});
