import type { z } from 'zod';
import { AppError, type FieldFault } from '../errors';

/** Largest JSON body unless a route says otherwise. */
export const DEFAULT_BODY_BYTES = 1 << 20;

/** Reads a body of at most `limit` bytes as text. @throws AppError too_large, invalid_input (not UTF-8) */
async function readBoundedText(request: Request, limit: number): Promise<string> {
  const declared = Number(request.headers.get('content-length') ?? 0);
  const refuse = () =>
    new AppError(
      'too_large',
      `The body is larger than ${limit} bytes, the most that is taken here. Send less at once.`,
    );
  if (declared > limit) throw refuse();
  if (!request.body) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > limit) {
      await reader.cancel().catch(() => {});
      throw refuse();
    }
    chunks.push(value);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new AppError('invalid_input', 'The body is not UTF-8 text.', {
      faults: [{ path: 'body', message: 'not UTF-8' }],
    });
  }
}

/** Reads a JSON body; undefined when there is none. @throws AppError invalid_input, too_large */
export async function readJson(request: Request, limit: number): Promise<unknown> {
  const text = await readBoundedText(request, limit);
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof SyntaxError ? error.message : 'nested too deeply';
    throw new AppError('invalid_input', `The body is not JSON: ${reason}`, {
      faults: [{ path: 'body', message: reason }],
    });
  }
}

/** Reads a body that is a form (`a=1&b=2`) or, whatever else its type says, JSON. @throws AppError invalid_input, too_large */
export async function readFormOrJson(request: Request, limit: number): Promise<unknown> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers.get('content-type') ?? ''))
    return readJson(request, limit);
  return queryObject(new URLSearchParams(await readBoundedText(request, limit)), false);
}

/** Query parameters as an object: repeated ones become arrays; with `blankIsAbsent`, empty ones are left out. */
export function queryObject(parameters: URLSearchParams, blankIsAbsent: boolean): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = Object.create(null);
  for (const [name, value] of parameters) {
    if (blankIsAbsent && value.trim() === '') continue;
    const before = found[name];
    found[name] = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value];
  }
  return { ...found };
}

function describe(issue: z.core.$ZodIssue): FieldFault[] {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: path ? `${path}.${key}` : key, message: 'not known here' }));
  }
  return [{ path: path || 'body', message: issue.message }];
}

/** The faults that a failed check found, one for each field. */
function toFaults(error: z.ZodError): FieldFault[] {
  return error.issues.flatMap(describe).slice(0, 50);
}

/** Where in a value there is text with a NUL, which not every database takes; null when nowhere. */
function findNul(input: unknown): string | null {
  // No recursion: whoever sends a body decides how deep it is.
  const waiting = [{ value: input, path: '' }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, path } = next;
    if (typeof value === 'string' && value.includes('\0')) return path;
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, member] of Object.entries(value)) {
      if (name.includes('\0')) return path;
      waiting.push({ value: member, path: path === '' ? name : `${path}.${name}` });
    }
  }
  return null;
}

/** Refuses text with a NUL. @throws AppError invalid_input naming the field */
export function refuseNul(value: unknown, where: string): void {
  const found = findNul(value);
  if (found === null) return;
  const path = found || where;
  const message = 'must not hold a NUL character';
  throw new AppError('invalid_input', `The ${where} cannot be used. ${path}: ${message}`, {
    faults: [{ path, message }],
  });
}

/** Checks input against its schema. @throws AppError invalid_input naming every field at fault */
export function parseInput<T extends z.ZodType>(schema: T, value: unknown, where: string): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = toFaults(parsed.error);
  const text = faults
    .slice(0, 5)
    .map((fault) => `${fault.path}: ${fault.message}`)
    .join('; ');
  throw new AppError('invalid_input', `The ${where} cannot be used. ${text}`, { faults });
}
