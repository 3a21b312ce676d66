import { z } from 'zod';
import { operation } from './operation';

export const checkReadiness = operation({
  id: 'health.ready',
  method: 'get',
  path: '/api/health/ready',
  dialect: 'console',
  access: 'public',
  summary:
    'Whether requests can be served; 503 with the reason while the database is out of reach, migrating or not understood.',
  data: z.object({ status: z.literal('ready'), database: z.enum(['sqlite', 'mysql', 'postgresql']) }),
});
