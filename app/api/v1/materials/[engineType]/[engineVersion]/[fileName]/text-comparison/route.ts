import { compareMaterialText } from '@/contracts/material-versions';
import { compareText } from '@/server/materials/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(compareMaterialText, (context, { params, query: { path, ...versions } }) =>
    compareText(context, { ...params, ...versions }, path),
  ),
);
