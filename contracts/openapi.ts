import { z } from 'zod';
import { operation } from './operation';

export const getOpenApiDocument = operation({
  id: 'openapi.get',
  method: 'get',
  path: '/api/v1/openapi.json',
  dialect: 'console',
  access: 'public',
  summary: 'This document.',
  data: z.looseObject({ openapi: z.string() }),
});
