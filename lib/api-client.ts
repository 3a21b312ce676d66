import type { ErrorCode, Problem } from '@/contracts/errors';
import type { Method, Operation } from '@/contracts/operation';

type Output<Schema> = Schema extends { _zod: { output: infer Value } } ? Value : never;

/** What a call of an operation takes: path parameters, query and body as its contract types them. */
export interface CallInput<O extends Operation> {
  params?: Output<O['params']>;
  query?: Partial<Output<O['query']>>;
  body?: Output<O['body']>;
  signal?: AbortSignal;
}

/** An operation as the browser knows it: where it is, and (only as types) what it takes and answers. */
export interface Endpoint<O extends Operation> {
  method: Method;
  path: string;
  /** Never set; carries the types. */
  operation?: O;
}

/**
 * Names an operation for the browser. The contract is given as a type only, so that zod and all schemas stay out of
 * the bundle: `endpoint<typeof listAccounts>('get', '/api/v1/accounts')`.
 */
export function endpoint<O extends Operation>(method: O['method'], path: string): Endpoint<O> {
  return { method, path };
}

/** An error answer of the API, or the lack of any answer (`status` 0, code `unreachable`). */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: ErrorCode | 'unreachable';
  readonly requestId: string | null;
  readonly faults: { path: string; message: string }[];

  constructor(problem: Omit<Partial<Problem>, 'code'> & { status: number; code: ErrorCode | 'unreachable' }) {
    super(problem.detail ?? problem.title ?? '');
    this.name = 'ApiProblem';
    this.status = problem.status;
    this.code = problem.code;
    this.requestId = problem.requestId ?? null;
    this.faults = problem.faults ?? [];
  }
}

/** Calls an operation and gives its data; throws ApiProblem for every other outcome. */
export async function callApi<O extends Operation>(
  target: Endpoint<O>,
  input: CallInput<O> = {},
): Promise<Output<O['data']>> {
  const response = await send(apiUrl(target, input), target.method, input);
  if (response.ok) return (await response.json()) as Output<O['data']>;
  throw await problemOf(response);
}

/** What an error answer says. Leaves the page when the session has ended. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const problem = await readProblem(response);
  leaveIfNotAllowed(problem);
  return problem;
}

/** Address of an operation with its parameters filled in; repeated values become repeated parameters. */
export function apiUrl<O extends Operation>(
  target: Endpoint<O>,
  input: Pick<CallInput<O>, 'params' | 'query'>,
): string {
  const params = (input.params ?? {}) as Record<string, unknown>;
  const path = target.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries((input.query ?? {}) as Record<string, unknown>)) {
    if (value === undefined || value === null) continue;
    for (const item of Array.isArray(value) ? value : [value]) search.append(name, String(item));
  }
  const query = search.toString();
  return query === '' ? path : `${path}?${query}`;
}

async function send<O extends Operation>(url: string, method: Method, input: CallInput<O>): Promise<Response> {
  try {
    return await fetch(url, {
      method: method.toUpperCase(),
      headers:
        input.body === undefined
          ? { accept: 'application/json' }
          : { accept: 'application/json', 'content-type': 'application/json' },
      body: input.body === undefined ? undefined : JSON.stringify(input.body),
      signal: input.signal,
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiProblem({ status: 0, code: 'unreachable' });
  }
}

async function readProblem(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => null);
  // A proxy in between may answer in its own words; those are not ours to show.
  if (typeof body !== 'object' || body === null || !('code' in body))
    return new ApiProblem({ status: response.status, code: 'internal' });
  return new ApiProblem({ ...(body as Problem), status: response.status });
}

/** Ended sessions and one-time passwords need another page; the address comes along to return to it. */
function leaveIfNotAllowed(problem: ApiProblem): void {
  const here = encodeURIComponent(window.location.pathname + window.location.search);
  if (problem.status === 401) window.location.assign(`/sign-in?next=${here}`);
  if (problem.status === 403 && problem.code === 'password_change_required')
    window.location.assign(`/change-password?next=${here}`);
}
