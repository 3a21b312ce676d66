import { z } from 'zod';
import { operation } from './operation';

/** A deleted engine version that can be restored. */
export const trashedEngineSchema = z.object({
  id: z.int(),
  engineType: z.string(),
  engineVersion: z.string(),
  materials: z.array(z.object({ fileName: z.string(), materialVersion: z.string(), sizeBytes: z.int() })),
  deletedBy: z.string(),
  deletedTime: z.iso.datetime(),
  /** When it goes for good. */
  purgeTime: z.iso.datetime(),
});
export type TrashedEngine = z.infer<typeof trashedEngineSchema>;

/** A deleted version of a material that is still there. */
export const trashedVersionSchema = z.object({
  engineType: z.string(),
  engineVersion: z.string(),
  fileName: z.string(),
  version: z.string(),
  sizeBytes: z.int(),
  deletedBy: z.string(),
  deletedTime: z.iso.datetime(),
  purgeTime: z.iso.datetime(),
});
export type TrashedVersion = z.infer<typeof trashedVersionSchema>;

export const listMaterialTrash = operation({
  id: 'materialTrash.list',
  method: 'get',
  path: '/api/v1/material-trash',
  dialect: 'console',
  summary:
    'Deleted engine versions and material versions that can still be restored, newest first, at most 500 of each.',
  data: z.object({ engines: z.array(trashedEngineSchema), versions: z.array(trashedVersionSchema) }),
});

const trashParams = z.object({ trashId: z.coerce.number().int().min(1) });

export const restoreTrashedEngine = operation({
  id: 'materialTrash.restore',
  method: 'post',
  path: '/api/v1/material-trash/{trashId}/restoration',
  dialect: 'console',
  summary: 'Brings a deleted engine version back as it was; refused when it has been uploaded anew.',
  params: trashParams,
  data: z.object({ engineType: z.string(), engineVersion: z.string() }),
});

export const purgeTrashedEngine = operation({
  id: 'materialTrash.purge',
  method: 'delete',
  path: '/api/v1/material-trash/{trashId}',
  dialect: 'console',
  summary: 'Lets a deleted engine version go for good, before its time.',
  params: trashParams,
  data: z.object({ id: z.int() }),
});

/** How much the storage of materials and of the library holds; bytes. */
export const materialStorageSchema = z.object({
  kind: z.enum(['local', 's3']),
  blobs: z.int(),
  storedBytes: z.int(),
  /** What the same content would take were it not stored once. */
  namedBytes: z.int(),
  /** Named only by what is in the trash. */
  trashBytes: z.int(),
  /** Named by nothing; goes with the next collection after the grace period. */
  unreachableBlobs: z.int(),
  unreachableBytes: z.int(),
  /** Bytes of uploads that are under way. */
  uploadBytes: z.int(),
  damagedBlobs: z.int(),
  /** Largest engine types first; a blob that two types name counts for both. */
  byEngineType: z.array(z.object({ engineType: z.string(), storedBytes: z.int(), materials: z.int() })),
  /** Space left on the disk; null where the storage does not tell. */
  freeBytes: z.int().nullable(),
  /** How long bytes are kept after something last began to name them. */
  graceSeconds: z.int(),
  /** Largest archive that is taken. */
  largestUploadBytes: z.int(),
});
export type MaterialStorage = z.infer<typeof materialStorageSchema>;

export const getMaterialStorage = operation({
  id: 'materialStorage.get',
  method: 'get',
  path: '/api/v1/material-storage',
  dialect: 'console',
  summary: 'How much the storage holds, and how much of it nothing names any more.',
  data: materialStorageSchema,
});

export const collectMaterialStorage = operation({
  id: 'materialStorage.collect',
  method: 'post',
  path: '/api/v1/material-storage/collection',
  dialect: 'console',
  summary: 'Removes bytes that nothing has named for longer than the grace period; with `dryRun` only says which.',
  body: z.strictObject({ dryRun: z.boolean().default(true) }),
  data: z.object({
    dryRun: z.boolean(),
    blobs: z.int(),
    bytes: z.int(),
    /** The first 100. */
    sha256: z.array(z.string()),
  }),
});
