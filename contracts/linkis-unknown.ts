import { z } from 'zod';
import { operation } from './operation';

const params = z.object({ path: z.array(z.string()) });

/** Paths of the Linkis API that are not served: only who is signed in learns that they are not. Not part of the API document. */
export const linkisUnknown = operation({
  id: 'linkis.unknown',
  method: 'get',
  path: '/api/rest_j/v1/{path}',
  dialect: 'linkis',
  summary: 'Nothing.',
  params,
  data: z.never(),
});

/** The same below `user/`, which answers without sign-in. */
export const linkisUnknownUser = operation({
  id: 'linkis.user.unknown',
  method: 'get',
  path: '/api/rest_j/v1/user/{path}',
  dialect: 'linkis',
  access: 'public',
  summary: 'Nothing.',
  params,
  data: z.never(),
});
