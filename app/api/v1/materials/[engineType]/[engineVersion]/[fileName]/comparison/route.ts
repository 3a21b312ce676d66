import { compareMaterialVersions } from '@/contracts/material-versions';
import { compareVersions } from '@/server/materials/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(compareMaterialVersions, (context, { params, query }) => compareVersions(context, { ...params, ...query })),
);
