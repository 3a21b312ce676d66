import { z } from 'zod';
import { problemSchema } from '@/contracts/errors';
import type { Operation } from '@/contracts/operation';
import { OPERATIONS } from '@/contracts/operations';
import { ERROR_STATUSES } from './error-table';

type Json = Record<string, unknown>;

function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  }) as Json;
  return rest;
}

function parameters(operation: Operation): Json[] {
  const of = (schema: z.ZodType, place: 'path' | 'query') => {
    const { properties = {}, required = [] } = toJsonSchema(schema, 'input') as {
      properties?: Record<string, Json>;
      required?: string[];
    };
    return Object.entries(properties).map(([name, property]) => ({
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      schema: property,
    }));
  };
  return [...of(operation.params, 'path'), ...of(operation.query, 'query')];
}

const envelope = (data: Json): Json => ({
  type: 'object',
  required: ['method', 'status', 'message', 'data'],
  properties: {
    method: { type: ['string', 'null'] },
    status: { type: 'integer' },
    message: { type: ['string', 'null'] },
    data,
  },
});

function success(operation: Operation): Json {
  if (operation.stream)
    return {
      description: 'The bytes.',
      content: { [operation.stream]: { schema: { type: 'string', format: 'binary' } } },
    };
  const data = toJsonSchema(operation.data, 'output');
  return {
    description: 'Success.',
    content: { 'application/json': { schema: operation.dialect === 'linkis' ? envelope(data) : data } },
  };
}

function errors(operation: Operation): Json {
  if (operation.dialect === 'linkis') {
    return {
      default: {
        description: 'An error in the envelope; `status` is not 0.',
        content: { 'application/json': { schema: envelope({ type: 'object' }) } },
      },
    };
  }
  const problem = {
    description: 'A problem (RFC 9457).',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  return Object.fromEntries(ERROR_STATUSES.map((status) => [String(status), problem]));
}

function toOperationObject(operation: Operation): Json {
  const hasBody = operation.body.def.type !== 'undefined';
  return {
    operationId: operation.id,
    summary: operation.summary,
    tags: [operation.id.split('.')[0]],
    security:
      operation.access === 'public'
        ? []
        : [{ session: [] }, { linkisSession: [] }, { apiToken: [] }, { tokenCode: [], tokenUser: [] }],
    parameters: parameters(operation),
    ...(hasBody
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: toJsonSchema(operation.body, 'input') } },
          },
        }
      : {}),
    responses: { [String(operation.success ?? 200)]: success(operation), ...errors(operation) },
  };
}

let document: Json | null = null;

/** The OpenAPI 3.1 document of both APIs, made once from the contracts. */
export function openApiDocument(): Json & { openapi: string } {
  if (!document) {
    const paths: Record<string, Json> = {};
    for (const operation of OPERATIONS)
      paths[operation.path] = { ...paths[operation.path], [operation.method]: toOperationObject(operation) };
    document = {
      openapi: '3.1.0',
      info: {
        title: 'Engineroom',
        version: '1',
        description: 'The console API (`/api/v1`) and the endpoints compatible with Linkis (`/api/rest_j/v1`).',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      paths,
      components: {
        schemas: { Problem: toJsonSchema(problemSchema, 'output') },
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'engineroom.session' },
          linkisSession: { type: 'apiKey', in: 'cookie', name: 'linkis_user_session_ticket_id_v1' },
          apiToken: { type: 'http', scheme: 'bearer' },
          tokenCode: { type: 'apiKey', in: 'header', name: 'Token-Code' },
          tokenUser: { type: 'apiKey', in: 'header', name: 'Token-User' },
        },
      },
    };
  }
  return document as Json & { openapi: string };
}
