import { contextError, emptyParameter } from './errors';
import { decodeHaid, type Haid, isNumeric } from './haid';
import { parseObject, readTypedJson, textOf, writeTypedJson } from './typed-json';

const CLASSES: Record<string, string> = {
  HAWorkFlowContextID: 'org.apache.linkis.cs.common.entity.source.LinkisHAWorkFlowContextID',
  CombinedNodeIDContextID: 'org.apache.linkis.cs.common.entity.source.CombinedNodeIDContextID',
};

/** The id object that clients send with every call. What else they say (workspace, flow, …) Linkis keeps nowhere. */
export interface SentContextId {
  type: string;
  contextId: string | null;
  user: string | null;
  instance: string | null;
  backupInstance: string | null;
  nodeId: string | null;
}

const FIELD = 'contextID';
/** Longest HAID: two aliases of the columns' lengths, their lengths and a number. */
const LONGEST_HAID = 500;

/** Reads the id object of a request. @throws AppError invalid_input */
export function readContextId(value: unknown): SentContextId {
  const { type, value: inner } = readTypedJson(value, FIELD, Object.keys(CLASSES));
  if (inner === null) throw emptyParameter('ContextID');
  const object = parseObject(inner, FIELD);
  const text = (name: string, longest: number) => textOf(object, name, FIELD, longest);
  return {
    type,
    contextId: text('contextId', LONGEST_HAID),
    user: text('user', 32),
    instance: text('instance', 128),
    backupInstance: text('backupInstance', 255),
    nodeId: type === 'CombinedNodeIDContextID' ? text('nodeID', 64) : null,
  };
}

/** The HAID of an id object. @throws AppError invalid_input: 20032 missing, 70013 a bare number, 70011 malformed */
export function haidOf(contextId: string | null): Haid {
  if (contextId === null || contextId.trim() === '') throw emptyParameter('ContextID');
  if (isNumeric(contextId))
    throw contextError(70013, `ContextId of HAContextID instance cannot be numberic. contextId : ${contextId}`, {
      field: FIELD,
    });
  const haid = decodeHaid(contextId);
  if (!haid) throw contextError(70011, `Invalid haContextId. contextId : ${contextId}`, { field: FIELD });
  return haid;
}

/** The `source` column: which Java class an id object is of, with the members that have no column of their own. */
export function sourceOf({ type, nodeId }: Pick<SentContextId, 'type' | 'nodeId'>): string {
  const combined = type === 'CombinedNodeIDContextID';
  return JSON.stringify({
    className: CLASSES[type],
    subs: [],
    fieldNames: combined ? ['nodeID'] : [],
    fieldValues: combined ? [nodeId] : [],
    fieldTypes: combined ? ['java.lang.String'] : [],
  });
}

/** What a `source` column says; class names of the package's older name are understood. Null when it says nothing. */
function readSource(source: string | null): { className: string; nodeId: unknown } | null {
  try {
    const { className, fieldNames = [], fieldValues = [] } = JSON.parse(source ?? '');
    if (typeof className !== 'string') return null;
    const at = Array.isArray(fieldNames) ? fieldNames.indexOf('nodeID') : -1;
    return { className, nodeId: at >= 0 && Array.isArray(fieldValues) ? fieldValues[at] : null };
  } catch {
    return null;
  }
}

/** Java class that a `source` column names; null when it names none. */
export function classNameOf(source: string | null): string | null {
  return readSource(source)?.className ?? null;
}

/** The id object of a row as clients read it. A row that names no class is taken for the usual one. */
export function writeContextId(row: {
  source: string | null;
  haid: string | null;
  user: string | null;
  instance: string | null;
  backupInstance: string | null;
}): string {
  const said = readSource(row.source);
  const combined = said?.className.endsWith('.CombinedNodeIDContextID') ?? false;
  return writeTypedJson(combined ? 'CombinedNodeIDContextID' : 'HAWorkFlowContextID', {
    ...(combined ? { nodeID: said?.nodeId ?? null } : {}),
    instance: row.instance,
    backupInstance: row.backupInstance,
    user: row.user,
    workspace: null,
    project: null,
    flow: null,
    contextId: row.haid,
    version: null,
    env: null,
  });
}
