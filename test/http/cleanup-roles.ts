import { administrators, type Row } from './role-kinds';

const RUNS = '/api/v1/cleanup/runs';
const PROTECTIONS = '/api/v1/cleanup/protections';
const rule = { olderThanDays: 36_500 };
const onUnknown = (verb: string, body?: Record<string, unknown>): Row => ({
  path: `${RUNS}/999999/${verb}`,
  ...(body && { body }),
  expect: administrators(404),
});

/** Operations of cleanups and what they answer to whom. */
export const CLEANUP_ROLES: Record<string, Row> = {
  [`GET ${RUNS}`]: { expect: administrators() },
  [`POST ${RUNS}`]: { body: { subject: 'contexts', rule }, expect: administrators(201) },
  [`GET ${RUNS}/{runId}`]: { path: `${RUNS}/999999`, expect: administrators(404) },
  [`DELETE ${RUNS}/{runId}`]: { path: `${RUNS}/999999`, expect: administrators(404) },
  [`POST ${RUNS}/{runId}/start`]: onUnknown('start', { reason: 'x' }),
  [`POST ${RUNS}/{runId}/pause`]: onUnknown('pause'),
  [`POST ${RUNS}/{runId}/resume`]: onUnknown('resume'),
  [`POST ${RUNS}/{runId}/cancel`]: onUnknown('cancel'),
  [`POST ${RUNS}/{runId}/undo`]: onUnknown('undo', {}),
  [`GET ${RUNS}/{runId}/skipped`]: onUnknown('skipped'),
  [`GET ${RUNS}/{runId}/receipt`]: onUnknown('receipt'),
  [`GET ${PROTECTIONS}`]: { expect: administrators() },
  [`POST ${PROTECTIONS}`]: {
    body: { subject: 'contexts', kind: 'user', value: 'somebody' },
    expect: administrators(201),
  },
  [`DELETE ${PROTECTIONS}/{protectionId}`]: { path: `${PROTECTIONS}/999999`, expect: administrators(404) },
};
