import { RE2JS } from 're2js';
import { contextError, failedOperation } from './errors';
import { CONTEXT_SCOPES, CONTEXT_TYPES, oneOf } from './key-value';

/** A search's condition, checked. */
export type Condition =
  | { type: 'ContextType'; contextType: string | null }
  | { type: 'ContextScope'; contextScope: string | null }
  | { type: 'Regex'; matches: (text: string) => boolean }
  | { type: 'Contains'; value: string }
  /** Null when no value can have the Java class that was asked for. */
  | { type: 'ContextValueType'; valueType: string | null }
  | { type: 'And' | 'Or'; left: Condition; right: Condition }
  | { type: 'Not'; origin: Condition }
  | Nearest;

/** Ranks by the distance of nodes in the flow. */
export interface Nearest {
  type: 'Nearest';
  /** Null: everything. */
  origin: Condition | null;
  /** Null: no ranking. */
  currentNode: string | null;
  /** Most rows; null for all. */
  number: number | null;
  upstreamOnly: boolean;
}

const DEEPEST = 50;
/** Every part looks at every value of the context. */
const MOST_PARTS = 200;
const LONGEST_TEXT = 1000;

const VALUE_TYPES: Record<string, string> = Object.fromEntries(
  Object.entries({
    CSTable: ['metadata.CSTable', 'metadata.Table'],
    LinkisVariable: ['object.LinkisVariable', 'object.CommonProperty', 'object.CSProperty'],
    CSFlowInfos: ['object.CSFlowInfos', 'object.CSInfos'],
    CSResultData: ['data.CSResultData', 'data.Data'],
    LinkisJobData: ['data.LinkisJobData', 'data.JobData'],
    linkisBMLResource: ['resource.LinkisBMLResource', 'resource.BMLResource', 'resource.Resource'],
  }).flatMap(([type, classes]) => classes.map((name) => [`org.apache.linkis.cs.common.entity.${name}`, type])),
);

function textIn(node: Record<string, unknown>, name: string, path: string): string {
  const value = node[name];
  if (typeof value !== 'string') throw failedOperation(`${path}.${name}`, 'missing; expected a text');
  if (value.length > LONGEST_TEXT)
    throw failedOperation(`${path}.${name}`, `longer than ${LONGEST_TEXT} characters; shorten it`);
  return value;
}

/** A search for an expression that takes time in proportion to the text, whatever the expression. */
function regexIn(node: Record<string, unknown>, path: string): (text: string) => boolean {
  const source = textIn(node, 'regex', path);
  try {
    const pattern = RE2JS.compile(source);
    return (text) => pattern.matcher(text).find();
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'not understood';
    throw failedOperation(
      `${path}.regex`,
      `PatternSyntaxException: ${reason}; references back and looks ahead are not known here`,
    );
  }
}

function nearestIn(node: Record<string, unknown>, path: string, depth: number): Nearest {
  const { origin, currentNode, number, upstreamOnly } = node;
  const fault = (name: string, expected: string) => failedOperation(`${path}.${name}`, `expected ${expected}`);
  if (currentNode !== undefined && currentNode !== null && typeof currentNode !== 'string')
    throw fault('currentNode', 'the name of a node');
  if (number !== undefined && number !== null && !Number.isSafeInteger(number)) throw fault('number', 'a whole number');
  if (upstreamOnly !== undefined && upstreamOnly !== null && typeof upstreamOnly !== 'boolean')
    throw fault('upstreamOnly', 'true or false');
  return {
    type: 'Nearest',
    origin: origin === undefined || origin === null ? null : parseNode(origin, `${path}.origin`, depth + 1),
    currentNode: (currentNode as string | null | undefined) ?? null,
    number: (number as number | null | undefined) ?? null,
    upstreamOnly: upstreamOnly === true,
  };
}

function parseNode(value: unknown, path: string, depth: number): Condition {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw failedOperation(path, 'missing; expected a condition, an object with a type');
  if (depth > DEEPEST) throw failedOperation(path, `conditions are nested deeper than ${DEEPEST}`);
  const node = value as Record<string, unknown>;
  const type = node.type;
  switch (type) {
    case 'ContextType':
      return { type, contextType: oneOf(node.contextType, CONTEXT_TYPES, `${path}.contextType`, 'ContextType') };
    case 'ContextScope':
      return { type, contextScope: oneOf(node.contextScope, CONTEXT_SCOPES, `${path}.contextScope`, 'ContextScope') };
    case 'Regex':
      return { type, matches: regexIn(node, path) };
    case 'Contains':
      return { type, value: textIn(node, 'value', path) };
    case 'ContextValueType':
      return { type, valueType: VALUE_TYPES[textIn(node, 'contextValueType', path)] ?? null };
    case 'And':
    case 'Or':
      return {
        type,
        left: parseNode(node.left, `${path}.left`, depth + 1),
        right: parseNode(node.right, `${path}.right`, depth + 1),
      };
    case 'Not':
      return { type, origin: parseNode(node.origin, `${path}.origin`, depth + 1) };
    case 'Nearest':
      return nearestIn(node, path, depth);
    default:
      throw contextError(20031, 'Unknown Condition Type(未知条件类型)', { field: `${path}.type` });
  }
}

function partsOf(condition: Condition): Condition[] {
  if ('left' in condition) return [condition.left, condition.right];
  return 'origin' in condition && condition.origin !== null ? [condition.origin] : [];
}

function sizeOf(condition: Condition): number {
  return partsOf(condition).reduce((sum, part) => sum + sizeOf(part), 1);
}

/** Reads the condition of a search. @throws AppError invalid_input naming the node at fault (20031: unknown type) */
export function parseCondition(value: unknown): Condition {
  const condition = parseNode(value, 'condition', 1);
  if (sizeOf(condition) > MOST_PARTS) throw failedOperation('condition', `has more than ${MOST_PARTS} parts`);
  return condition;
}

/** Whether a condition has a node of one of these types. */
export function mentions(condition: Condition, type: Condition['type']): boolean {
  return condition.type === type || partsOf(condition).some((part) => mentions(part, type));
}
