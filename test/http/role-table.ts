import { CONTEXT_ROLES } from './context-roles';
import { administrators, all, owners, persons, type Row, signedIn, type Who } from './role-kinds';
import { CLEANUP_ROWS } from './role-table-cleanup';

const RECORDS = '/api/v1/engine-records';
const LINKIS = '/api/rest_j/v1';
const EC = `${LINKIS}/linkisManager/ecinfo`;
const BML = `${LINKIS}/bml`;

const ENGINE_PLUGIN = `${LINKIS}/engineplugin`;
const MATERIALS = '/api/v1/materials';
const ENGINE = `${MATERIALS}/{engineType}/{engineVersion}`;
const VERSION = `${ENGINE}/{fileName}/versions/{version}`;
const ONE_VERSION = `${MATERIALS}/spark/1/lib.zip/versions/v000001`;
const UPLOADS = '/api/v1/material-uploads';
const ONE_UPLOAD = `${UPLOADS}/00000000-0000-4000-8000-000000000000`;
/** Every operation of both APIs and what it answers to whom. A new operation needs a row here. */
export const ROLE_TABLE: Record<string, Row> = {
  [`GET ${RECORDS}`]: { expect: signedIn() },
  [`GET ${RECORDS}/count`]: { expect: signedIn() },
  [`GET ${RECORDS}/activity`]: { expect: signedIn() },
  [`GET ${RECORDS}/facets`]: { expect: signedIn() },
  [`GET ${RECORDS}/{ticketId}`]: { path: `${RECORDS}/ticket-live`, expect: owners(200, 404) },
  [`GET ${RECORDS}/{ticketId}/similar`]: { path: `${RECORDS}/ticket-live/similar`, expect: owners(200, 404) },
  [`GET ${RECORDS}/{ticketId}/logs`]: { path: `${RECORDS}/ticket-live/logs`, expect: owners(200, 404) },
  // There are no logs here: those who may see the engine learn that, the others that there is no engine.
  [`GET ${RECORDS}/{ticketId}/logs/{stream}`]: { path: `${RECORDS}/ticket-live/logs/stdout`, expect: owners(404, 404) },
  [`GET ${RECORDS}/{ticketId}/logs/{stream}/download`]: {
    path: `${RECORDS}/ticket-live/logs/stdout/download`,
    expect: owners(404, 404),
  },
  [`GET ${RECORDS}/{ticketId}/logs/{stream}/search`]: {
    path: `${RECORDS}/ticket-live/logs/stdout/search?query=x`,
    expect: owners(404, 404),
  },
  [`GET ${RECORDS}/{ticketId}/logs/{stream}/nearest`]: {
    path: `${RECORDS}/ticket-live/logs/stdout/nearest?query=x&from=0`,
    expect: owners(404, 404),
  },
  [`GET ${RECORDS}/{ticketId}/logs/{stream}/errors`]: {
    path: `${RECORDS}/ticket-live/logs/stdout/errors`,
    expect: owners(404, 404),
  },
  [`GET ${RECORDS}/{ticketId}/logs/{stream}/follow`]: {
    path: `${RECORDS}/ticket-live/logs/stdout/follow`,
    expect: owners(404, 404),
  },
  [`GET ${RECORDS}/{ticketId}/merged-log`]: {
    path: `${RECORDS}/ticket-live/merged-log`,
    expect: owners(404, 404),
  },
  [`DELETE ${RECORDS}/{ticketId}`]: { path: `${RECORDS}/ticket-ended-{who}`, expect: administrators() },
  [`POST ${RECORDS}/events`]: { body: (who: Who) => ({ events: [{ eventId: `role-${who}` }] }), expect: signedIn() },
  'GET /api/v1/session': { expect: signedIn() },
  'POST /api/v1/session/password': {
    body: { currentPassword: 'wrong', newPassword: 'long enough secret' },
    expect: persons(400),
  },
  'GET /api/v1/sessions': { expect: signedIn() },
  'DELETE /api/v1/sessions/{sessionId}': { path: '/api/v1/sessions/unknown', expect: persons(404) },
  'GET /api/v1/accounts': { expect: administrators() },
  'POST /api/v1/accounts': {
    body: (who: Who) => ({ name: `made-by-${who}`, role: 'user' }),
    expect: administrators(201),
  },
  'PATCH /api/v1/accounts/{name}': {
    path: '/api/v1/accounts/nobody',
    body: { disabled: true },
    expect: administrators(404),
  },
  'GET /api/v1/api-tokens': { expect: signedIn() },
  'POST /api/v1/api-tokens': { body: { name: 'another', expiresInDays: 1 }, expect: persons(201) },
  'DELETE /api/v1/api-tokens/{tokenId}': { path: '/api/v1/api-tokens/unknown', expect: persons(404) },
  [`GET ${ENGINE_PLUGIN}/list`]: { expect: administrators(200, 400) },
  [`GET ${ENGINE_PLUGIN}/getTypeList`]: { expect: signedIn() },
  [`GET ${ENGINE_PLUGIN}/getTypeVersionList/{type}`]: {
    path: `${ENGINE_PLUGIN}/getTypeVersionList/spark`,
    expect: signedIn(),
  },
  [`GET ${ENGINE_PLUGIN}/getVersionList`]: {
    path: `${ENGINE_PLUGIN}/getVersionList?bmlResourceId=unknown`,
    expect: signedIn(400),
  },
  [`POST ${ENGINE_PLUGIN}/uploadEnginePluginBML`]: { body: {}, expect: signedIn(400) },
  [`POST ${ENGINE_PLUGIN}/updateEnginePluginBML`]: { body: {}, expect: signedIn(400) },
  [`GET ${ENGINE_PLUGIN}/refresh`]: { path: `${ENGINE_PLUGIN}/refresh?ecType=unknown`, expect: signedIn(400) },
  // Nothing is there to be refreshed.
  [`GET ${ENGINE_PLUGIN}/refreshAll`]: { expect: administrators(200, 400) },
  [`GET ${ENGINE_PLUGIN}/deleteEnginePluginBML`]: {
    path: `${ENGINE_PLUGIN}/deleteEnginePluginBML?ecType=unknown`,
    expect: signedIn(400),
  },
  [`POST ${ENGINE_PLUGIN}/rollBack`]: {
    body: { engineConnType: 'spark', version: '1', fileName: 'conf.zip', bmlResourceVersion: 'v000001' },
    expect: signedIn(400),
  },
  [`GET ${MATERIALS}`]: { expect: administrators() },
  [`GET ${ENGINE}`]: { path: `${MATERIALS}/spark/1`, expect: administrators(404) },
  [`DELETE ${ENGINE}`]: { path: `${MATERIALS}/spark/1`, expect: administrators(404) },
  [`GET ${ENGINE}/rollback`]: { path: `${MATERIALS}/spark/1/rollback?release=1`, expect: administrators(404) },
  [`POST ${ENGINE}/rollback`]: {
    path: `${MATERIALS}/spark/1/rollback`,
    body: { release: 1 },
    expect: administrators(404),
  },
  [`GET ${ENGINE}/releases/{release}/plugin`]: {
    path: `${MATERIALS}/spark/1/releases/1/plugin`,
    expect: administrators(404),
  },
  [`GET ${ENGINE}/{fileName}/comparison`]: {
    path: `${MATERIALS}/spark/1/lib.zip/comparison?from=v000001&to=v000002`,
    expect: administrators(404),
  },
  [`GET ${ENGINE}/{fileName}/text-comparison`]: {
    path: `${MATERIALS}/spark/1/lib.zip/text-comparison?from=v000001&to=v000002&path=a.xml`,
    expect: administrators(404),
  },
  [`DELETE ${VERSION}`]: { path: `${ONE_VERSION}`, expect: administrators(404) },
  [`GET ${VERSION}/content`]: { path: `${ONE_VERSION}/content`, expect: administrators(404) },
  [`GET ${VERSION}/files`]: { path: `${ONE_VERSION}/files`, expect: administrators(404) },
  [`POST ${VERSION}/purge`]: { path: `${ONE_VERSION}/purge`, expect: administrators(404) },
  [`POST ${VERSION}/restoration`]: { path: `${ONE_VERSION}/restoration`, expect: administrators(404) },
  [`PUT ${VERSION}/protection`]: { path: `${ONE_VERSION}/protection`, body: {}, expect: administrators(404) },
  [`DELETE ${VERSION}/protection`]: { path: `${ONE_VERSION}/protection`, expect: administrators(404) },
  ...CLEANUP_ROWS,
  'GET /api/v1/material-trash': { expect: administrators() },
  'POST /api/v1/material-trash/{trashId}/restoration': {
    path: '/api/v1/material-trash/1/restoration',
    expect: administrators(404),
  },
  'DELETE /api/v1/material-trash/{trashId}': { path: '/api/v1/material-trash/1', expect: administrators(404) },
  'GET /api/v1/material-storage': { expect: administrators() },
  'POST /api/v1/material-storage/collection': { body: { dryRun: true }, expect: administrators() },
  [`GET ${UPLOADS}`]: { expect: administrators() },
  [`POST ${UPLOADS}`]: { body: { fileName: 'a.zip', sizeBytes: 1 }, expect: administrators(201) },
  [`GET ${UPLOADS}/{uploadId}`]: { path: ONE_UPLOAD, expect: administrators(404) },
  [`DELETE ${UPLOADS}/{uploadId}`]: { path: ONE_UPLOAD, expect: administrators(404) },
  [`PUT ${UPLOADS}/{uploadId}/content`]: { path: `${ONE_UPLOAD}/content`, expect: administrators(404) },
  [`POST ${UPLOADS}/{uploadId}/inspection`]: { path: `${ONE_UPLOAD}/inspection`, expect: administrators(404) },
  [`POST ${UPLOADS}/{uploadId}/publication`]: {
    path: `${ONE_UPLOAD}/publication`,
    body: {},
    expect: administrators(404),
  },
  'GET /api/v1/audit-events': { expect: administrators() },
  'GET /api/v1/openapi.json': { expect: all(200) },
  'GET /api/health/ready': { expect: all(200) },
  [`GET ${EC}/get`]: { path: `${EC}/get?ticketid=ticket-live`, expect: { ...owners(200, 400), historyAdmin: 400 } },
  [`DELETE ${EC}/delete/{ticketid}`]: { path: `${EC}/delete/ticket-live`, expect: signedIn(400) },
  [`GET ${EC}/ecrHistoryList`]: { expect: signedIn() },
  [`POST ${EC}/ecList`]: { body: {}, expect: administrators(200, 400) },
  [`GET ${LINKIS}/linkisManager/listAllNodeHealthyStatus`]: { expect: signedIn() },
  [`GET ${LINKIS}/linkisManager/listAllECMHealthyStatus`]: { expect: signedIn() },
  // The engine has no directory of logs: those who may see it learn that, in the way of this protocol.
  [`POST ${LINKIS}/linkisManager/openEngineLog`]: {
    body: {
      applicationName: 'linkis-cg-engineconn',
      emInstance: 'bdp001:9102',
      instance: 'ticket-live',
      parameters: { logType: 'stdout', ticketId: 'ticket-live' },
    },
    expect: owners(200, 400),
  },
  [`POST ${LINKIS}/linkisManager/executeECMOperation`]: {
    body: {
      applicationName: 'linkis-cg-engineconnmanager',
      instance: 'bdp001:9102',
      parameters: { __operator_name__: 'engineConnLog', ticketId: 'ticket-live' },
    },
    expect: owners(200, 400),
  },
  [`POST ${LINKIS}/linkisManager/executeECMOperationByEC`]: {
    body: {
      applicationName: 'linkis-cg-engineconn',
      instance: 'bdp001:38701',
      parameters: { __operator_name__: 'engineConnLog', ticketId: 'ticket-live' },
    },
    expect: owners(200, 400),
  },
  [`POST ${LINKIS}/linkisManager/executeEngineConnOperation`]: {
    body: { applicationName: 'linkis-cg-engineconn', instance: 'bdp001:1', parameters: { __operator_name__: 'x' } },
    expect: signedIn(),
  },
  [`GET ${LINKIS}/engineconnManager/downloadEngineLog`]: {
    path: `${LINKIS}/engineconnManager/downloadEngineLog?emInstance=bdp001:9102&instance=ticket-live&logDirSuffix=x&logType=gc`,
    expect: signedIn(400),
  },
  [`GET ${LINKIS}/configuration/engineType`]: { expect: signedIn() },
  [`GET ${LINKIS}/microservice/modifiableLabelKey`]: { expect: signedIn() },
  [`GET ${LINKIS}/jobhistory/governanceStationAdmin`]: { expect: signedIn() },
  [`POST ${LINKIS}/user/login`]: { body: { userName: 'nobody', password: '' }, expect: all(400) },
  // Only a gateway token opens a session this way.
  [`POST ${LINKIS}/user/token-login`]: { body: {}, expect: { ...all(401), userGateway: 200, adminGateway: 200 } },
  [`GET ${LINKIS}/user/token-login`]: { expect: { ...all(400), anonymous: 401 } },
  // API tokens are no sessions.
  [`GET ${LINKIS}/user/userInfo`]: {
    expect: { ...signedIn(), userToken: 401, adminToken: 401, userGateway: 401, adminGateway: 401 },
  },
  [`GET ${LINKIS}/user/heartbeat`]: {
    expect: { ...signedIn(), userToken: 401, adminToken: 401, userGateway: 401, adminGateway: 401 },
  },
  [`GET ${LINKIS}/user/publicKey`]: { expect: all(200) },
  [`GET ${LINKIS}/user/baseinfo`]: { expect: all(200) },
  [`GET ${LINKIS}/user/logout`]: { expect: all(200) },
  [`POST ${LINKIS}/user/logout`]: { body: {}, expect: all(200) },
  // Whose resources these are is tried in library.test.ts: without a form or an id there is nothing to be had.
  [`POST ${BML}/upload`]: { expect: signedIn(400) },
  [`POST ${BML}/updateVersion`]: { expect: signedIn(400) },
  [`POST ${BML}/uploadShareResource`]: { expect: signedIn(400) },
  [`POST ${BML}/updateShareResource`]: { expect: signedIn(400) },
  [`GET ${BML}/download`]: { path: `${BML}/download?resourceId=unknown`, expect: signedIn(404) },
  [`GET ${BML}/downloadShareResource`]: {
    path: `${BML}/downloadShareResource?resourceId=unknown`,
    expect: signedIn(400),
  },
  [`GET ${BML}/getVersions`]: { expect: signedIn(400) },
  [`POST ${BML}/getVersions`]: { expect: signedIn(400) },
  [`GET ${BML}/getResources`]: { expect: signedIn() },
  [`GET ${BML}/getBasic`]: { expect: signedIn(400) },
  [`GET ${BML}/getResourceInfo`]: { expect: signedIn(400) },
  [`POST ${BML}/deleteVersion`]: { body: {}, expect: signedIn(400) },
  [`POST ${BML}/deleteResource`]: { body: {}, expect: signedIn(400) },
  [`POST ${BML}/deleteResources`]: { body: {}, expect: signedIn(400) },
  [`POST ${BML}/rollbackVersion`]: { body: {}, expect: signedIn(400) },
  [`POST ${BML}/changeOwner`]: { body: {}, expect: signedIn(400) },
  [`POST ${BML}/copyResourceToAnotherUser`]: { body: {}, expect: signedIn(400) },
  [`POST ${BML}/createBmlProject`]: {
    body: (who: Who) => ({ projectName: `of ${who}`, editUsers: [], accessUsers: [] }),
    expect: signedIn(),
  },
  [`POST ${BML}/updateProjectUsers`]: {
    body: { projectName: 'nobody made it', editUsers: [], accessUsers: [] },
    expect: signedIn(400),
  },
  [`POST ${BML}/attachResourceAndProject`]: {
    body: { projectName: 'nobody made it', resourceId: 'unknown' },
    expect: signedIn(400),
  },
  [`GET ${BML}/getProjectInfo`]: { expect: signedIn() },
  ...CONTEXT_ROLES,
};
