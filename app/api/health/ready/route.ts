import { checkReadiness } from '@/contracts/health';
import { apiRoute, serve } from '@/server/platform/http/routes';
import { readiness } from '@/server/platform/readiness';

export const { GET, POST, PUT, PATCH, DELETE } = serve(apiRoute(checkReadiness, readiness));
