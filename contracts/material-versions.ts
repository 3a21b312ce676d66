import { z } from 'zod';
import { archiveFileSchema, publishedMaterialSchema } from './material-uploads';
import {
  engineParams,
  fileParams,
  materialFileNameSchema,
  materialVersionNameSchema,
  versionParams,
} from './materials';
import { operation } from './operation';

/** Where to go: to a release as a whole, or with one material to one version. */
const targetSchema = z
  .strictObject({
    release: z.coerce.number().int().min(1).optional(),
    fileName: materialFileNameSchema.optional(),
    version: materialVersionNameSchema.optional(),
  })
  .refine(
    ({ release, fileName, version }) =>
      release !== undefined
        ? fileName === undefined && version === undefined
        : fileName !== undefined && version !== undefined,
    { path: ['release'], message: 'give a release, or a fileName and a version' },
  );
export type RollbackTarget = z.infer<typeof targetSchema>;

export const previewRollback = operation({
  id: 'materials.previewRollback',
  method: 'get',
  path: '/api/v1/materials/{engineType}/{engineVersion}/rollback',
  dialect: 'console',
  summary: 'What rolling back or forward would do: which versions new engines get, which running engines keep theirs.',
  params: engineParams,
  query: targetSchema,
  data: z.object({
    changes: z.array(
      z.object({
        fileName: z.string(),
        /** Null: engines are not handed this material now. */
        from: z.string().nullable(),
        /** Null: engines are no longer handed this material. */
        to: z.string().nullable(),
        /** Running engines by the version they started with; those that did not say are under null. */
        runningEngines: z.array(z.object({ version: z.string().nullable(), engines: z.int() })),
      }),
    ),
  }),
});

export const rollBackMaterials = operation({
  id: 'materials.rollBack',
  method: 'post',
  path: '/api/v1/materials/{engineType}/{engineVersion}/rollback',
  dialect: 'console',
  summary: 'Rolls back or forward: moves what is current to versions that are there. Nothing else changes.',
  params: engineParams,
  body: targetSchema.and(z.object({ note: z.string().trim().max(2000).optional() })),
  data: z.object({
    /** Number of the release that this made; null when the target was current already. */
    release: z.int().nullable(),
    /** The newest release that was current before, to which undoing goes; null when there was none. */
    previousRelease: z.int().nullable(),
    materials: z.array(publishedMaterialSchema),
  }),
});

export const compareMaterialVersions = operation({
  id: 'materials.compare',
  method: 'get',
  path: '/api/v1/materials/{engineType}/{engineVersion}/{fileName}/comparison',
  dialect: 'console',
  summary: 'Files of two versions of a material, side by side.',
  params: fileParams,
  query: z.strictObject({ from: materialVersionNameSchema, to: materialVersionNameSchema }),
  data: z.object({
    /** Files that differ, and `same` of them that do not; by path. */
    files: z.array(
      z.object({
        path: z.string(),
        change: z.enum(['added', 'removed', 'changed']),
        from: archiveFileSchema.omit({ path: true }).nullable(),
        to: archiveFileSchema.omit({ path: true }).nullable(),
        /** Whether its text can be compared. */
        text: z.boolean(),
      }),
    ),
    same: z.int(),
  }),
});

export const compareMaterialText = operation({
  id: 'materials.compareText',
  method: 'get',
  path: '/api/v1/materials/{engineType}/{engineVersion}/{fileName}/text-comparison',
  dialect: 'console',
  summary: 'Lines of one text file in two versions of a material.',
  params: fileParams,
  query: z.strictObject({
    from: materialVersionNameSchema,
    to: materialVersionNameSchema,
    path: z.string().min(1).max(1024),
  }),
  data: z.object({
    hunks: z.array(
      z.object({
        fromLine: z.int(),
        toLine: z.int(),
        lines: z.array(z.object({ kind: z.enum(['same', 'removed', 'added']), text: z.string() })),
      }),
    ),
  }),
});

export const listMaterialFiles = operation({
  id: 'materials.listFiles',
  method: 'get',
  path: '/api/v1/materials/{engineType}/{engineVersion}/{fileName}/versions/{version}/files',
  dialect: 'console',
  summary: 'Files that a version of a material holds, by path.',
  params: versionParams,
  data: z.object({ files: z.array(archiveFileSchema) }),
});

export const downloadMaterialVersion = operation({
  id: 'materials.download',
  method: 'get',
  path: '/api/v1/materials/{engineType}/{engineVersion}/{fileName}/versions/{version}/content',
  dialect: 'console',
  summary: 'The bytes of a version, checked against their hash while they are sent; byte ranges.',
  params: versionParams,
  data: z.unknown(),
  stream: 'application/zip',
});

export const downloadReleasePlugin = operation({
  id: 'materials.downloadPlugin',
  method: 'get',
  path: '/api/v1/materials/{engineType}/{engineVersion}/releases/{release}/plugin',
  dialect: 'console',
  summary: 'The plugin directory that came with a release, as a zip.',
  params: engineParams.extend({ release: z.coerce.number().int().min(1) }),
  data: z.unknown(),
  stream: 'application/zip',
});
