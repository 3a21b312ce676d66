import { z } from 'zod';
import { operation } from './operation';

export const readMetrics = operation({
  id: 'metrics.read',
  method: 'get',
  path: '/api/metrics',
  dialect: 'console',
  summary:
    'Figures for monitoring in the text format of Prometheus (administrators; a scraper sends an API token as bearer).',
  data: z.string(),
  stream: 'text/plain',
});
