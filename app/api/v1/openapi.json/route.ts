import { getOpenApiDocument } from '@/contracts/openapi';
import { openApiDocument } from '@/server/platform/http/openapi';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(apiRoute(getOpenApiDocument, async () => openApiDocument()));
