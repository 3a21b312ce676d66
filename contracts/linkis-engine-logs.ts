import { z } from 'zod';
import { LOG_STREAMS } from './engine-logs';
import { single } from './linkis-common';
import { operation } from './operation';

/** Most lines that a page or `lastRows` gives. */
export const LINKIS_MOST_LINES = 5000;

const KEYWORDS = 'expected a text: words separated by commas';

/** A text that must say something. */
const needed = z
  .string({ error: (issue) => (issue.input === undefined || issue.input === null ? 'is needed' : 'expected a text') })
  .max(400)
  .refine((text) => text.trim() !== '', 'must not be empty');

/** A text that may be left out; null and blanks are the same as none. */
const optionalText = (most: number) =>
  z.preprocess(
    (value) => (value === null || (typeof value === 'string' && value.trim() === '') ? undefined : value),
    z.string({ error: 'expected a text' }).max(most).optional(),
  );

/** A 32-bit number, also as the text of one, which the original refuses; null is 0, as there. */
const number = (fault: string) =>
  z.preprocess(
    (value) =>
      value === null ? 0 : typeof value === 'string' && /^\s*-?\d{1,10}\s*$/.test(value) ? Number(value) : value,
    z
      .int({ error: `expected a whole number: ${fault}` })
      .min(-(2 ** 31))
      .max(2 ** 31 - 1),
  );

/** A truth value, also as the text of one; null is false, as in the original. */
const truth = z.preprocess(
  (value) => (value === null ? false : value === 'true' || value === 'false' ? value === 'true' : value),
  z.boolean({ error: 'expected true or false' }),
);

const keywords = z
  .preprocess((value) => value ?? '', z.string({ error: KEYWORDS }).max(10_000))
  .transform((text) => text.split(',').filter((word) => word !== ''));

const logType = z.enum(LOG_STREAMS, { error: `is one of ${LOG_STREAMS.join(', ')}` });

/** How the lines of a log are asked for (contract: operator `engineConnLog`). */
const lineParameters = {
  logDirSuffix: optionalText(2000),
  ticketId: optionalText(255),
  /** Lines of a page; more than 5,000 are answered as 5,000. */
  pageSize: number('how many lines a page has')
    .refine((size) => size >= 0, 'must not be negative')
    .transform((size) => Math.min(size, LINKIS_MOST_LINES))
    .default(100),
  /** First line, from 1, counted from the beginning or, with `enableTail`, from the end. */
  fromLine: number('the first line, from 1').default(1),
  /** Above 0: so many of the last lines, and nothing else counts. */
  lastRows: number('how many of the last lines').default(0),
  onlyKeywords: keywords,
  ignoreKeywords: keywords,
};

/** Parameters of `openEngineLog`, which reads from the end unless told otherwise. */
export const openLogParametersSchema = z.object({ ...lineParameters, logType, enableTail: truth.default(true) });

/** Parameters of the operator `engineConnLog`, which reads stdout from the beginning unless told otherwise. */
export const logOperatorParametersSchema = z.object({
  ...lineParameters,
  logType: logType.default('stdout'),
  enableTail: truth.default(false),
  engineConnInstance: optionalText(400),
});

export type LinkisLogParameters = z.output<typeof openLogParametersSchema>;

/** `data` of the operations: with `isError`, `errorMsg` says what is wrong and `result` is empty. */
export const linkisLogAnswerSchema = z.object({
  result: z.object({
    /** Names the log; without its last part, the directory that `downloadEngineLog` wants. Not a path to be opened. */
    logPath: z.string().optional(),
    logs: z.array(z.string()).optional(),
    /** Lines consumed from the end that was read from, those left out by keywords included. */
    endLine: z.int().optional(),
    rows: z.int().optional(),
  }),
  isError: z.boolean(),
  errorMsg: z.string(),
});
export type LinkisLogAnswer = z.infer<typeof linkisLogAnswerSchema>;

const MOUNT = '/api/rest_j/v1/linkisManager';
const members = z.record(z.string(), z.unknown(), { error: 'is needed: an object of parameters' });

export const linkisOpenEngineLog = operation({
  id: 'linkis.openEngineLog',
  method: 'post',
  path: `${MOUNT}/openEngineLog`,
  dialect: 'linkis',
  summary: "Lines of an engine's log, from its end or its beginning. Whose log it is follows from the engine's record.",
  body: z.object({
    applicationName: needed,
    emInstance: needed,
    instance: needed,
    parameters: z.preprocess(
      (value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined),
      z.object(openLogParametersSchema.shape, { error: 'is needed: an object of parameters' }),
    ),
  }),
  data: linkisLogAnswerSchema,
});

/** Parameters are checked by the service: which there are depends on the operator that they name. */
const operatorBody = z.object({ applicationName: needed, instance: needed, parameters: members });
export type LinkisOperatorBody = z.output<typeof operatorBody>;

export const linkisExecuteEcmOperation = operation({
  id: 'linkis.executeECMOperation',
  method: 'post',
  path: `${MOUNT}/executeECMOperation`,
  dialect: 'linkis',
  summary: 'An operator of an engine manager: `engineConnLog` reads the log of a recorded engine; there are no others.',
  body: operatorBody,
  data: linkisLogAnswerSchema,
});

export const linkisExecuteEcmOperationByEngine = operation({
  id: 'linkis.executeECMOperationByEC',
  method: 'post',
  path: `${MOUNT}/executeECMOperationByEC`,
  dialect: 'linkis',
  summary: 'The same for the manager of an engine: `engineConnLog` reads the log of that engine; there are no others.',
  body: operatorBody,
  data: linkisLogAnswerSchema,
});

export const linkisExecuteEngineOperation = operation({
  id: 'linkis.executeEngineConnOperation',
  method: 'post',
  path: `${MOUNT}/executeEngineConnOperation`,
  dialect: 'linkis',
  summary: 'An operator inside a running engine. None is served: this program does not talk to engines.',
  body: operatorBody,
  data: linkisLogAnswerSchema,
});

const parameter = (name: string) =>
  single(z.string({ error: `Parameter ${name} cannot be empty (参数 ${name} 不能为空)` }).max(2000));

export const linkisDownloadEngineLog = operation({
  id: 'linkis.downloadEngineLog',
  method: 'get',
  path: '/api/rest_j/v1/engineconnManager/downloadEngineLog',
  dialect: 'linkis',
  summary:
    'A log of up to 100 MiB, byte for byte. `logDirSuffix` is the directory of `logPath` or the one of the record; larger logs: the download of `/api/v1`.',
  query: z.object({
    emInstance: parameter('emInstance'),
    instance: parameter('instance'),
    logDirSuffix: parameter('logDirSuffix'),
    logType: single(z.enum(LOG_STREAMS, { error: `logType only supports ${LOG_STREAMS.join(', ')}` })),
  }),
  data: z.unknown(),
  stream: 'application/octet-stream',
});
