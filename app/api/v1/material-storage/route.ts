import { getMaterialStorage } from '@/contracts/material-storage';
import { readStorage } from '@/server/materials/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(apiRoute(getMaterialStorage, (context) => readStorage(context)));
