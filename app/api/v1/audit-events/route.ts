import { listAuditEvents } from '@/contracts/audit';
import { readAuditTrail } from '@/server/audit/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(listAuditEvents, (context, { query }) => readAuditTrail(context, query)),
);
