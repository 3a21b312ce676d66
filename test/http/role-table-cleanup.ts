import { administrators, type Row, type Who } from './role-kinds';

const CLEANUP = '/api/v1/cleanup';
const CLEANUP_POLICY = {
  subject: 'contexts',
  rule: { users: ['alice'] },
  cron: '0 3 * * 0',
  timeZone: 'UTC',
};

/** What the operations of cleaning up answer to whom: administrators only. */
export const CLEANUP_ROWS: Record<string, Row> = {
  'GET /api/metrics': { expect: administrators() },
  [`GET ${CLEANUP}/runs`]: { expect: administrators() },
  [`POST ${CLEANUP}/runs`]: {
    body: { subject: 'contexts', rule: { users: ['nobody-at-all'] } },
    expect: administrators(202),
  },
  [`GET ${CLEANUP}/runs/{runId}`]: { path: `${CLEANUP}/runs/999999`, expect: administrators(404) },
  [`DELETE ${CLEANUP}/runs/{runId}`]: { path: `${CLEANUP}/runs/999999`, expect: administrators(404) },
  [`POST ${CLEANUP}/runs/{runId}/start`]: {
    path: `${CLEANUP}/runs/999999/start`,
    body: { reason: 'roles' },
    expect: administrators(404),
  },
  [`POST ${CLEANUP}/runs/{runId}/pause`]: { path: `${CLEANUP}/runs/999999/pause`, expect: administrators(404) },
  [`POST ${CLEANUP}/runs/{runId}/resume`]: { path: `${CLEANUP}/runs/999999/resume`, expect: administrators(404) },
  [`POST ${CLEANUP}/runs/{runId}/cancel`]: { path: `${CLEANUP}/runs/999999/cancel`, expect: administrators(404) },
  [`POST ${CLEANUP}/runs/{runId}/undo`]: {
    path: `${CLEANUP}/runs/999999/undo`,
    body: { reason: 'roles' },
    expect: administrators(404),
  },
  [`GET ${CLEANUP}/runs/{runId}/skipped`]: { path: `${CLEANUP}/runs/999999/skipped`, expect: administrators(404) },
  [`GET ${CLEANUP}/runs/{runId}/log`]: { path: `${CLEANUP}/runs/999999/log`, expect: administrators(404) },
  [`GET ${CLEANUP}/runs/{runId}/receipt`]: { path: `${CLEANUP}/runs/999999/receipt`, expect: administrators(404) },
  [`GET ${CLEANUP}/runs/{runId}/receipt.csv`]: {
    path: `${CLEANUP}/runs/999999/receipt.csv`,
    expect: administrators(404),
  },
  [`GET ${CLEANUP}/protections`]: { expect: administrators() },
  [`POST ${CLEANUP}/protections`]: {
    body: (who: Who) => ({ subject: 'contexts', kind: 'user', value: `protected-${who}` }),
    expect: administrators(201),
  },
  [`DELETE ${CLEANUP}/protections/{protectionId}`]: {
    path: `${CLEANUP}/protections/999999`,
    expect: administrators(404),
  },
  [`GET ${CLEANUP}/policies`]: { expect: administrators() },
  [`POST ${CLEANUP}/policies`]: {
    body: (who: Who) => ({ ...CLEANUP_POLICY, name: `policy of ${who}` }),
    expect: administrators(201),
  },
  [`PUT ${CLEANUP}/policies/{policyId}`]: {
    path: `${CLEANUP}/policies/999999`,
    body: { ...CLEANUP_POLICY, name: 'policy' },
    expect: administrators(404),
  },
  [`DELETE ${CLEANUP}/policies/{policyId}`]: { path: `${CLEANUP}/policies/999999`, expect: administrators(404) },
  [`POST ${CLEANUP}/policies/{policyId}/run`]: {
    path: `${CLEANUP}/policies/999999/run`,
    body: { mode: 'preview' },
    expect: administrators(404),
  },
  [`GET ${CLEANUP}/policies/{policyId}/runs`]: {
    path: `${CLEANUP}/policies/999999/runs`,
    expect: administrators(404),
  },
};
