import { recordEngineEvents as operation } from '@/contracts/engine-recording';
import { recordEngineEvents } from '@/server/engine-history/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

/** A full batch in which every event carries a heartbeat of usual size. */
const BATCH_BYTES = 16 << 20;

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(operation, (context, { body }) => recordEngineEvents(context, body), {
    bodyBytes: BATCH_BYTES,
    judgesItems: true,
  }),
);
