import type { z } from 'zod';
import type { LogStream } from '@/contracts/engine-logs';
import {
  LINKIS_MOST_LINES,
  type LinkisLogAnswer,
  type LinkisLogParameters,
  type LinkisOperatorBody,
  type linkisDownloadEngineLog,
  type linkisOpenEngineLog,
  logOperatorParametersSchema,
} from '@/contracts/linkis-engine-logs';
import { findLogLocation, type LogLocation } from '@/server/engine-history/service';
import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { parseInput } from '@/server/platform/http/input';
import { absent } from '../log-access';
import { openLog } from '../log-opening';
import { encodeGbk } from '../reader/encoding';
import { rawStream } from '../reader/log-download';
import type { LogAbsence } from '../reader/log-state';
import type { OpenLog } from '../reader/open-log';
import { meantSuffixes, ticketOf, toLogPath } from './directory';
import { readLinkisPage } from './page';
import { tailEnd } from './tail-ends';

/** A failure that the protocol reports beside a success: old clients look for it there. */
function failed(errorMsg: string): LinkisLogAnswer {
  return { result: {}, isError: true, errorMsg };
}

/** How a request names a log. Null: not said. */
interface LogName {
  ticketId: string | null;
  instance: string | null;
  ecm: string | null;
  directory: string | null;
}

function unknownEngine({ instance, ticketId }: LogName): AppError {
  // Spelling as clients know it.
  return new AppError('not_found', `EC instance: ${ticketId ?? instance} not exist `);
}

/**
 * The engine whose log is meant, if the actor may read it. A directory decides nothing but which of the engines that
 * had the same address one after the other is meant.
 * @returns null when the directory is not the one of the engine
 * @throws AppError not_found, forbidden; invalid_input when the directory leads upwards or the ECM is another
 */
async function findEngine(context: Context, name: LogName): Promise<LogLocation | null> {
  const { logRoots } = context.configuration;
  const suffixes = name.directory === null ? null : meantSuffixes(logRoots, name.directory);
  const byDirectory = suffixes?.map(ticketOf).find((ticket) => ticket !== null) ?? null;
  const unnamed = name.ticketId === null && name.instance === null;
  const engine = { ticketId: unnamed ? byDirectory : name.ticketId, instance: name.ticketId ? null : name.instance };
  const exact = suffixes && (await findLogLocation(context, { ...engine, suffixes }));
  const location = exact ?? (await findLogLocation(context, { ...engine, suffixes: null }));
  if (!location) throw unknownEngine({ ...name, ...engine });
  if (name.ecm !== null && location.ecm !== null && name.ecm !== location.ecm)
    throw new AppError(
      'invalid_input',
      `ECM node :[${name.ecm}]  does not exist, Unable to open engine log: the engine ran under ${location.ecm}. Send that address.`,
    );
  if (suffixes?.length === 0)
    throw new AppError(
      'invalid_input',
      'logDirSuffix: not a directory of engine logs. Leave it out, or send the logDirSuffix of the engine record.',
    );
  return suffixes && !exact ? null : location;
}

const NOT_ITS_DIRECTORY =
  'logDirSuffix: this engine has no logs in that directory. Leave it out, or send the logDirSuffix of the engine record.';

/** States of what the original calls a missing file, and reports beside a success. */
const LACKING: readonly LogAbsence['state'][] = ['missing', 'no-directory'];

/** Opens a log and closes it after its use. What is not there comes back as the failure that clients expect. */
async function withOpenLog(
  context: Context,
  location: LogLocation,
  stream: LogStream,
  work: (log: OpenLog) => Promise<LinkisLogAnswer>,
): Promise<LinkisLogAnswer> {
  const log = await openLog(context, location, stream);
  if ('reason' in log) {
    const error = absent(location.ticketId, stream, log);
    if (!LACKING.includes(log.state)) throw error;
    return failed(`LogFile does not exist. ${error.message}`);
  }
  try {
    return await work(log);
  } finally {
    await log.close();
  }
}

/** Words as the bytes of the log: of a log that is or may be GBK, in both encodings. */
function toBytes(log: OpenLog, words: string[]): Buffer[] {
  const utf8 = log.parts.every(({ encoding }) => encoding === 'utf-8');
  const gbk = utf8 ? [] : words.map(encodeGbk).filter((bytes) => bytes !== null);
  return [...words.map((word) => Buffer.from(word)), ...gbk];
}

/** Lines that both Linkis front ends ask for at once, from the end. */
const FRONT_END_PAGE = 1000;

/**
 * The line a page begins with. Both front ends ask for 0, 1000, 2000 …, counting pages from 0 where lines count from 1:
 * taken as it stands, each page would repeat a line of the one before (DEFECT-K4). Other clients ask for endLine + 1.
 */
function firstLine({ fromLine, pageSize, enableTail }: LinkisLogParameters): number {
  const frontEnd = enableTail && pageSize === FRONT_END_PAGE && fromLine > 0 && fromLine % FRONT_END_PAGE === 0;
  return frontEnd ? fromLine + 1 : fromLine;
}

async function readLines(
  context: Context,
  location: LogLocation,
  parameters: LinkisLogParameters,
): Promise<LinkisLogAnswer> {
  const { logType, lastRows, onlyKeywords, ignoreKeywords } = parameters;
  if (lastRows > LINKIS_MOST_LINES)
    return failed(`Cannot fetch more than ${LINKIS_MOST_LINES} lines of logs: lastRows is ${lastRows}. Ask for fewer.`);
  const key = `${location.ticketId}/${logType}`;
  return withOpenLog(context, location, logType, async (log) => {
    const whole = { end: log.sizeBytes, key };
    if (lastRows > 0) {
      const filter = { only: [], ignore: [] };
      const page = await readLinkisPage(log, { ...whole, fromLine: 1, pageSize: lastRows, tail: true, filter });
      // An empty log is one empty line here, as in the original.
      const logs = page.logs.length === 0 ? [''] : page.logs;
      return { result: { logs, rows: logs.length }, isError: false, errorMsg: '' };
    }
    const { pageSize, enableTail } = parameters;
    const fromLine = firstLine(parameters);
    const now = context.clock.now().getTime();
    const reader = `${context.actor.name}/${key}`;
    const { logs, endLine } = await readLinkisPage(log, {
      ...whole,
      end: enableTail ? tailEnd(reader, fromLine, log.sizeBytes, now) : log.sizeBytes,
      fromLine,
      pageSize,
      tail: enableTail,
      filter: { only: toBytes(log, onlyKeywords), ignore: toBytes(log, ignoreKeywords) },
    });
    const logPath = toLogPath(context.configuration.logRoots, location, log.provenance.source, logType);
    const errorMsg = log.provenance.reason ?? '';
    return { result: { logPath, logs, endLine, rows: logs.length }, isError: false, errorMsg };
  });
}

/**
 * Lines of a log as Linkis' `openEngineLog` answers them. A missing file, and too many last lines, are `isError`.
 * @throws AppError not_found, forbidden, invalid_input
 */
export async function openLinkisLog(
  context: Context,
  body: z.output<(typeof linkisOpenEngineLog)['body']>,
): Promise<LinkisLogAnswer> {
  const { ticketId = null, logDirSuffix: directory = null } = body.parameters;
  const name = { ticketId, instance: body.instance, ecm: body.emInstance, directory };
  const location = await findEngine(context, name);
  return location ? readLines(context, location, body.parameters) : failed(NOT_ITS_DIRECTORY);
}

const OPERATOR = '__operator_name__';

/** The operator that a body names. @throws AppError invalid_input */
function operatorOf(parameters: Record<string, unknown>): string {
  const operator = parameters[OPERATOR];
  if (typeof operator === 'string' && operator.trim() !== '') return operator;
  throw new AppError('invalid_input', `parameters.${OPERATOR}: is needed, the name of an operator.`, {
    linkisCode: 20031,
  });
}

async function runLogOperator(
  context: Context,
  parameters: Record<string, unknown>,
  name: (checked: z.output<typeof logOperatorParametersSchema>) => Pick<LogName, 'instance' | 'ecm'>,
): Promise<LinkisLogAnswer> {
  const operator = operatorOf(parameters);
  if (operator !== 'engineConnLog')
    return failed(`The operator ${operator.slice(0, 100)} is not served; engineConnLog, which reads logs, is.`);
  const checked = parseInput(logOperatorParametersSchema, parameters, 'parameters');
  const { ticketId = null, logDirSuffix: directory = null } = checked;
  const named = { ticketId, directory, ...name(checked) };
  if (named.ticketId === null && named.instance === null && named.directory === null)
    throw new AppError('invalid_input', 'parameters.engineConnInstance: is needed, to say whose log is wanted.');
  const location = await findEngine(context, named);
  return location ? readLines(context, location, checked) : failed(NOT_ITS_DIRECTORY);
}

/** An operator of an engine manager; the only one is `engineConnLog`. @throws AppError as `openLinkisLog` */
export function executeEcmOperation(context: Context, body: LinkisOperatorBody): Promise<LinkisLogAnswer> {
  return runLogOperator(context, body.parameters, ({ engineConnInstance = null }) => ({
    instance: engineConnInstance,
    ecm: body.instance,
  }));
}

/** The same, named by the engine. @throws AppError as `openLinkisLog` */
export function executeEcmOperationByEngine(context: Context, body: LinkisOperatorBody): Promise<LinkisLogAnswer> {
  return runLogOperator(context, body.parameters, () => ({ instance: body.instance, ecm: null }));
}

/**
 * An operator inside an engine. An engine that does not run is the failure that clients expect; for one that runs there
 * is no way to talk to it.
 * @throws AppError invalid_input, forbidden
 */
export async function executeEngineOperation(context: Context, body: LinkisOperatorBody): Promise<LinkisLogAnswer> {
  const operator = operatorOf(body.parameters);
  const location = await findLogLocation(context, { ticketId: null, instance: body.instance, suffixes: null });
  if (!location || location.ended) return failed(`Ec : ${body.instance} not found.`);
  throw new AppError(
    'invalid_input',
    `The operator ${operator.slice(0, 100)} runs inside the engine ${body.instance}, to which this server does not talk. Send it to the Linkis manager.`,
  );
}

/** Whole mebibytes above which the old download is refused; clients with it hold the file in memory. */
const MOST_MEBIBYTES = 100;

/** A log as a file. */
export interface LinkisDownload {
  body: ReadableStream<Uint8Array>;
  sizeBytes: number;
  fileName: string;
}

/**
 * A log of up to 100 MiB as a file. `emInstance` is not compared: the record says which manager has the log, and with
 * one manager the original serves any.
 * @throws AppError not_found, forbidden; invalid_input naming the download that has no limit
 */
export async function downloadLinkisLog(
  context: Context,
  query: z.output<(typeof linkisDownloadEngineLog)['query']>,
): Promise<LinkisDownload> {
  const { instance, logDirSuffix: directory, logType } = query;
  const location = await findEngine(context, { ticketId: null, instance, ecm: null, directory });
  if (!location) throw new AppError('not_found', NOT_ITS_DIRECTORY);
  const log = await openLog(context, location, logType);
  if ('reason' in log) throw absent(location.ticketId, logType, log);
  const { sizeBytes, provenance } = log;
  if (provenance.source === 'engine-manager' && provenance.state === 'truncated') {
    await log.close();
    // The beginning of a log must not be taken for all of it.
    throw new AppError(
      'source_unreachable',
      `The log ${logType} of engine ${instance} is not whole: ${provenance.reason}`,
    );
  }
  if (Math.floor(sizeBytes / 2 ** 20) > MOST_MEBIBYTES) {
    await log.close();
    const whole = `/api/v1/engine-records/${location.ticketId}/logs/${logType}/download`;
    throw new AppError(
      'invalid_input',
      `Download file has exceeded ${MOST_MEBIBYTES}MB(下载文件已超过${MOST_MEBIBYTES}M): it has ${sizeBytes} bytes. ${whole} has no limit.`,
    );
  }
  return {
    body: rawStream(log, 0, sizeBytes),
    sizeBytes,
    fileName: `${instance.replace(/[^\w.-]/g, '_')}_${logType}.txt`,
  };
}
