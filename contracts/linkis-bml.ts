import { z } from 'zod';
import { single } from './linkis-common';
import { operation } from './operation';

const MOUNT = '/api/rest_j/v1/bml';

/** A text of a query that may be left out; blank is the same. */
const queryText = single(z.string().max(2000).optional());
/** A text of a body; what is no text counts as left out, and the service says what is missing, with Linkis' code. */
const bodyText = z.preprocess(
  (value) => (typeof value === 'string' ? value : undefined),
  z.string().max(2000).optional(),
);
const bodyTexts = z.preprocess(
  (value) => (value === undefined || value === null ? undefined : Array.isArray(value) ? value : []),
  z
    .array(z.string({ error: 'expected a text' }).max(2000))
    .max(500, 'more than 500 at once')
    .optional(),
);

/** Texts beside the file of `upload` and `uploadShareResource`; what is not known is ignored. */
export const bmlUploadFieldsSchema = z.object({
  /** The application that the file belongs to. */
  system: z.string().max(100, 'longer than 100 characters').optional(),
  /** A small number, of which the original makes a part of a path; kept, without meaning. */
  resourceHeader: z
    .string()
    .regex(/^-?\d{1,3}$/, 'expected a number from -128 to 127')
    .transform(Number)
    .pipe(z.number().min(-128, 'less than -128').max(127, 'more than 127'))
    .optional(),
  isExpire: z.string().max(20).optional(),
  expireType: z.string().max(50).optional(),
  expireTime: z.string().max(50, 'longer than 50 characters').optional(),
  maxVersion: z
    .string()
    .regex(/^\d{1,9}$/, 'expected a whole number')
    .transform(Number)
    .optional(),
  projectName: z.string().max(128, 'longer than 128 characters').optional(),
});
export type BmlUploadFields = z.output<typeof bmlUploadFieldsSchema>;

const uploaded = z.object({ resourceId: z.string(), version: z.string(), taskId: z.int() });
export type BmlUploaded = z.infer<typeof uploaded>;
const nothing = z.object({});
const FORM = 'multipart/form-data with one part `file`';

const common = { dialect: 'linkis', method: 'post' } as const;

export const bmlUpload = operation({
  ...common,
  id: 'linkis.bml.upload',
  path: `${MOUNT}/upload`,
  summary: `Stores a file as a new resource of the library. ${FORM} and texts \`system\`, \`isExpire\`, \`expireTime\`, \`maxVersion\`.`,
  data: uploaded,
});

export const bmlUpdateVersion = operation({
  ...common,
  id: 'linkis.bml.updateVersion',
  path: `${MOUNT}/updateVersion`,
  summary: `Stores a file as the next version of a resource. ${FORM} and a text \`resourceId\`, in any order.`,
  data: uploaded,
});

export const bmlUploadShareResource = operation({
  ...common,
  id: 'linkis.bml.uploadShareResource',
  path: `${MOUNT}/uploadShareResource`,
  summary: `As upload, shared by a project that one is an editor of. ${FORM} and a text \`projectName\`.`,
  data: uploaded,
});

export const bmlUpdateShareResource = operation({
  ...common,
  id: 'linkis.bml.updateShareResource',
  path: `${MOUNT}/updateShareResource`,
  summary: `As updateVersion, for editors of a project that shares the resource. ${FORM} and a text \`resourceId\`.`,
  data: uploaded,
});

const versionQuery = z.object({ resourceId: queryText, version: queryText });
const STREAM = { method: 'get', dialect: 'linkis', data: z.unknown(), stream: 'application/x-msdownload' } as const;

export const bmlDownload = operation({
  ...STREAM,
  id: 'linkis.bml.download',
  path: `${MOUNT}/download`,
  summary: 'The bytes of a version, the newest unless one is named; ranges can be asked for.',
  query: versionQuery,
});

export const bmlDownloadShareResource = operation({
  ...STREAM,
  id: 'linkis.bml.downloadShareResource',
  path: `${MOUNT}/downloadShareResource`,
  summary: 'The bytes of a version: of a resource that a project shares, or of an engine material, for everybody.',
  query: versionQuery,
});

const paging = { currentPage: queryText, pageSize: queryText };

/** `data` of getVersions, newest first; what Linkis does not know of a version is added. */
const versionsData = z.object({
  ResourceVersions: z.object({
    resourceId: z.string(),
    user: z.string(),
    total: z.int(),
    versions: z.array(
      z.object({
        version: z.string(),
        resource: z.string(),
        size: z.int(),
        md5: z.string(),
        sha256: z.string().nullable(),
        /** Milliseconds since 1970. */
        createTime: z.int(),
        creator: z.string().nullable(),
      }),
    ),
  }),
});
export type BmlVersions = z.infer<typeof versionsData>;

export const bmlGetVersions = operation({
  id: 'linkis.bml.getVersions',
  method: 'get',
  path: `${MOUNT}/getVersions`,
  dialect: 'linkis',
  summary: 'Versions of a resource, newest first, ten at a time unless told otherwise; page size 0 means all.',
  query: z.object({ resourceId: queryText, ...paging }),
  data: versionsData,
});

export const bmlPostVersions = operation({
  ...common,
  id: 'linkis.bml.postVersions',
  path: `${MOUNT}/getVersions`,
  summary: "The same by POST, as Linkis' Java client asks; it forgets to say for which resource.",
  query: bmlGetVersions.query,
  body: z.object({ resourceId: bodyText }).optional(),
  data: versionsData,
});

const resourcesData = z.object({
  Resources: z.array(z.object({ user: z.string(), resourceId: z.string(), version: z.string(), resource: z.string() })),
});
export type BmlResources = z.infer<typeof resourcesData>;

export const bmlGetResources = operation({
  id: 'linkis.bml.getResources',
  method: 'get',
  path: `${MOUNT}/getResources`,
  dialect: 'linkis',
  summary: 'All versions of the resources that one owns in a system, newest first.',
  query: z.object({ system: queryText, ...paging }),
  data: resourcesData,
});

const basicData = z.object({
  basic: z.object({
    resourceId: z.string(),
    owner: z.string(),
    downloadedFileName: z.string().nullable(),
    /** Always null, as in the original. */
    system: z.null(),
    /** When it expires, or a sentence that it does not. */
    expireTime: z.string(),
    /** Always 10, as in the original; its spelling, too. */
    numberOfVerions: z.literal(10),
    /** Milliseconds since 1970. */
    createTime: z.int(),
  }),
});
export type BmlBasic = z.infer<typeof basicData>;

export const bmlGetBasic = operation({
  id: 'linkis.bml.getBasic',
  method: 'get',
  path: `${MOUNT}/getBasic`,
  dialect: 'linkis',
  summary: 'Owner, creation and expiry of a resource.',
  query: z.object({ resourceId: queryText }),
  data: basicData,
});

export const bmlGetResourceInfo = operation({
  id: 'linkis.bml.getResourceInfo',
  method: 'get',
  path: `${MOUNT}/getResourceInfo`,
  dialect: 'linkis',
  summary: 'Whether one may see a resource; Linkis answers nothing more here.',
  query: z.object({ resourceId: queryText }),
  data: nothing,
});

/** A body that names a version of a resource. */
const versionBody = z.object({ resourceId: bodyText, version: bodyText });

export const bmlDeleteVersion = operation({
  ...common,
  id: 'linkis.bml.deleteVersion',
  path: `${MOUNT}/deleteVersion`,
  summary: 'Deletes a version; for 14 days an administrator can bring it back.',
  body: versionBody,
  data: nothing,
});

export const bmlDeleteResource = operation({
  ...common,
  id: 'linkis.bml.deleteResource',
  path: `${MOUNT}/deleteResource`,
  summary: 'Deletes a resource with all its versions. The body may also be a form.',
  body: z.object({ resourceId: bodyText }),
  data: nothing,
});

export const bmlDeleteResources = operation({
  ...common,
  id: 'linkis.bml.deleteResources',
  path: `${MOUNT}/deleteResources`,
  summary: 'Deletes several resources, all or none.',
  body: z.object({ resourceIds: bodyTexts }),
  data: nothing,
});

export const bmlRollbackVersion = operation({
  ...common,
  id: 'linkis.bml.rollbackVersion',
  path: `${MOUNT}/rollbackVersion`,
  summary: 'Makes a new version of the bytes of an older one.',
  body: versionBody,
  data: z.object({ resourceId: z.string(), version: z.string() }),
});

export const bmlChangeOwner = operation({
  ...common,
  id: 'linkis.bml.changeOwner',
  path: `${MOUNT}/changeOwner`,
  summary: 'Gives a resource to somebody else; for its owner and administrators.',
  body: z.object({ resourceId: bodyText, oldOwner: bodyText, newOwner: bodyText }),
  data: nothing,
});

export const bmlCopyResource = operation({
  ...common,
  id: 'linkis.bml.copyResourceToAnotherUser',
  path: `${MOUNT}/copyResourceToAnotherUser`,
  summary: 'Makes a resource with the same versions for somebody else.',
  body: z.object({ resourceId: bodyText, anotherUser: bodyText }),
  data: z.object({ resourceId: z.string() }),
});
