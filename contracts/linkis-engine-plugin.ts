import { z } from 'zod';
import { linkisIntSchema, single } from './linkis-common';
import { operation } from './operation';

const MOUNT = '/api/rest_j/v1/engineplugin';

/** A material as Linkis lists it: `lastModified` in milliseconds, times as `yyyy-MM-dd HH:mm:ss` at GMT+8 (contract: engine materials §4.1). */
export const linkisMaterialSchema = z.object({
  id: z.int(),
  engineConnType: z.string(),
  version: z.string(),
  fileName: z.string(),
  lastModified: z.int().optional(),
  fileSize: z.int(),
  bmlResourceId: z.string(),
  bmlResourceVersion: z.string(),
  createTime: z.string(),
  lastUpdateTime: z.string(),
});
export type LinkisMaterial = z.infer<typeof linkisMaterialSchema>;

const name = (what: string) =>
  single(z.string({ error: 'is needed' }).trim().min(1, `${what} cannot be null`).max(100));
const optionalText = single(z.string().max(100)).optional();
const flag = single(z.enum(['true', 'false', 'TRUE', 'FALSE', 'True', 'False'], { error: 'expected true or false' }))
  .transform((text) => text.toLowerCase() === 'true')
  .or(z.undefined().transform(() => false));

const common = { dialect: 'linkis' as const };
const said = z.object({ msg: z.string() });

export const linkisListMaterials = operation({
  ...common,
  id: 'linkis.engineplugin.list',
  method: 'get',
  path: `${MOUNT}/list`,
  summary: 'Materials by page number, newest first (administrators). `totalPage` is the number of rows.',
  query: z.object({
    ecType: optionalText,
    version: optionalText,
    currentPage: single(linkisIntSchema).optional(),
    pageSize: single(linkisIntSchema).optional(),
  }),
  data: z.object({ totalPage: z.int(), queryList: z.array(linkisMaterialSchema) }),
});

export const linkisListTypes = operation({
  ...common,
  id: 'linkis.engineplugin.getTypeList',
  method: 'get',
  path: `${MOUNT}/getTypeList`,
  summary: 'Engine types that have materials.',
  data: z.object({ typeList: z.array(z.string()) }),
});

export const linkisListTypeVersions = operation({
  ...common,
  id: 'linkis.engineplugin.getTypeVersionList',
  method: 'get',
  path: `${MOUNT}/getTypeVersionList/{type}`,
  summary: 'Versions of an engine type that have materials.',
  params: z.object({ type: z.string().max(100) }),
  data: z.object({ queryList: z.array(z.string()) }),
});

export const linkisListMaterialVersions = operation({
  ...common,
  id: 'linkis.engineplugin.getVersionList',
  method: 'get',
  path: `${MOUNT}/getVersionList`,
  summary: 'Versions of a material, newest first (administrators).',
  query: z.object({
    ecType: optionalText,
    version: optionalText,
    bmlResourceId: single(z.string({ error: 'is needed' }).trim().min(1, 'is needed').max(50)),
  }),
  data: z.object({ versionList: z.array(z.object({ version: z.string(), resource: z.string() })) }),
});

export const linkisUploadPlugin = operation({
  ...common,
  id: 'linkis.engineplugin.uploadEnginePluginBML',
  method: 'post',
  path: `${MOUNT}/uploadEnginePluginBML`,
  summary: 'Takes, inspects and publishes an engine plugin archive: a form with the part `file` (administrators).',
  data: said,
});

/** Text parts of an update. */
export const linkisUpdateFieldsSchema = z.object({
  ecType: z.string({ error: 'is needed' }).max(100),
  version: z.string({ error: 'is needed' }).max(100),
  force: flag,
});

export const linkisUpdatePlugin = operation({
  ...common,
  id: 'linkis.engineplugin.updateEnginePluginBML',
  method: 'post',
  path: `${MOUNT}/updateEnginePluginBML`,
  summary:
    'As uploadEnginePluginBML, for one engine version: parts `file`, `ecType`, `version`, `force` (administrators).',
  data: said,
});

export const linkisRefresh = operation({
  ...common,
  id: 'linkis.engineplugin.refresh',
  method: 'get',
  path: `${MOUNT}/refresh`,
  summary:
    'Checks that the materials of an engine version are whole; with `force`, makes a new version of what is current (administrators).',
  query: z.object({ ecType: optionalText, version: optionalText, force: flag }),
  data: said,
});

export const linkisRefreshAll = operation({
  ...common,
  id: 'linkis.engineplugin.refreshAll',
  method: 'get',
  path: `${MOUNT}/refreshAll`,
  summary: 'As refresh, for all engine versions (administrators).',
  query: z.object({ force: flag }),
  data: said,
});

export const linkisDeletePlugin = operation({
  ...common,
  id: 'linkis.engineplugin.deleteEnginePluginBML',
  method: 'get',
  path: `${MOUNT}/deleteEnginePluginBML`,
  summary: 'Puts an engine version, or all versions of a type, into the trash (administrators).',
  query: z.object({ ecType: name('ecType'), version: optionalText }),
  data: said,
});

const linkisTime = z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/, 'expected yyyy-MM-dd HH:mm:ss');

export const linkisRollBack = operation({
  ...common,
  id: 'linkis.engineplugin.rollBack',
  method: 'post',
  path: `${MOUNT}/rollBack`,
  summary: 'Makes another version of a material current; the body is a row of the list (administrators).',
  body: z.object({
    engineConnType: z.string({ error: 'is needed' }).min(1).max(100),
    version: z.string({ error: 'is needed' }).min(1).max(100),
    fileName: z.string({ error: 'is needed' }).min(1).max(255),
    bmlResourceVersion: z.string({ error: 'is needed' }).min(1).max(200),
    id: z.unknown(),
    fileSize: z.int().min(0).nullish(),
    lastModified: z.int().min(0).nullish(),
    bmlResourceId: z.string().max(100).nullish(),
    createTime: linkisTime.nullish(),
    lastUpdateTime: linkisTime.nullish(),
  }),
  data: z.object({}),
});
