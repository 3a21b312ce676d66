import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATIONS } from '@/contracts/operations';
import { Caller, startServer, type TestServer } from '../setup/server';

describe('the API document', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(async () => {
    await server?.stop();
    server?.remove();
  });

  it('is served, is valid OpenAPI 3.1 and names every operation', async () => {
    const { status, body } = await new Caller(server.base).get('/api/v1/openapi.json');
    expect(status).toBe(200);
    const validator = new Validator();
    expect(await validator.validate(structuredClone(body))).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
    for (const { path, method, id } of OPERATIONS) expect(body.paths[path]?.[method]?.operationId).toBe(id);
  });

  it('tells that the process lives and is ready', async () => {
    expect(await new Caller(server.base).get('/api/health/live')).toMatchObject({
      status: 200,
      body: { status: 'live' },
    });
    expect(await new Caller(server.base).get('/api/health/ready')).toMatchObject({
      status: 200,
      body: { status: 'ready', database: 'sqlite' },
    });
  });
});
