import { administrators, type Row, signedIn } from './role-kinds';

const LINKIS = '/api/rest_j/v1';
/** The user of the context (`user`) and administrators. */
const contextUsers = (status: number, others: number) => ({
  ...administrators(status, others),
  user: status,
  userToken: status,
  userGateway: status,
});

const CONTEXTS = '/api/v1/contexts';
const CS = `${LINKIS}/contextservice`;
const typed = (type: string, value: object) => JSON.stringify({ type, value: JSON.stringify(value) });
const contextKey = typed('commonContextKey', { key: 'k', contextType: 'OBJECT', contextScope: 'PUBLIC' });
const contextValue = typed('contextValue', { value: typed('LinkisVariable', { key: 'k', value: '1' }) });
const contextKeyValue = typed('commonContextKeyValue', { key: contextKey, value: contextValue });
const contextHistory = typed('commonResourceHistory', { source: 'nobody', contextType: 'RESOURCE' });
/** A call about alice's context, which the test puts there as number 1. */
const inContext = (members: Record<string, unknown> = {}, others = 400): Row => ({
  body: { contextID: typed('HAWorkFlowContextID', { contextId: '8-8--cs_1_devcs_1_dev1' }), ...members },
  expect: contextUsers(200, others),
});

/** Operations on contexts and what they answer to whom. */
export const CONTEXT_ROLES: Record<string, Row> = {
  [`GET ${CONTEXTS}`]: { expect: signedIn() },
  [`GET ${CONTEXTS}/{id}`]: { path: `${CONTEXTS}/1`, expect: contextUsers(200, 404) },
  [`DELETE ${CONTEXTS}/{id}`]: { path: `${CONTEXTS}/2000000000`, expect: signedIn(404) },
  [`GET ${CONTEXTS}/{id}/values`]: { path: `${CONTEXTS}/1/values`, expect: contextUsers(200, 404) },
  [`GET ${CONTEXTS}/{id}/values/{valueId}`]: { path: `${CONTEXTS}/1/values/1`, expect: contextUsers(200, 404) },
  [`GET ${CONTEXTS}/{id}/values/{valueId}/download`]: {
    path: `${CONTEXTS}/1/values/1/download`,
    expect: contextUsers(200, 404),
  },
  [`DELETE ${CONTEXTS}/{id}/values/{valueId}`]: {
    path: `${CONTEXTS}/1/values/2000000000`,
    expect: signedIn(404),
  },
  [`GET ${CONTEXTS}/{id}/histories`]: { path: `${CONTEXTS}/1/histories`, expect: contextUsers(200, 404) },
  [`GET ${CONTEXTS}/{id}/listeners`]: { path: `${CONTEXTS}/1/listeners`, expect: contextUsers(200, 404) },
  [`POST ${CS}/createContextID`]: {
    body: { contextID: typed('HAWorkFlowContextID', { contextId: null }) },
    expect: signedIn(),
  },
  [`GET ${CS}/getContextID`]: { path: `${CS}/getContextID?contextId=1`, expect: signedIn() },
  [`POST ${CS}/updateContextID`]: inContext(),
  [`POST ${CS}/resetContextID`]: { body: { contextID: '1' }, expect: signedIn() },
  [`POST ${CS}/removeContextID`]: { body: { contextID: '2000000000' }, expect: signedIn(400) },
  [`GET ${CS}/searchContextIDByTime`]: {
    path: `${CS}/searchContextIDByTime?createTimeStart=2020-01-01+24:00:00`,
    expect: administrators(200, 400),
  },
  [`POST ${CS}/clearAllContextByID`]: { body: { idList: ['none'] }, expect: administrators(200, 400) },
  [`POST ${CS}/clearAllContextByTime`]: {
    body: { createTimeEnd: '2000-01-01 00:00:00' },
    expect: administrators(200, 400),
  },
  [`POST ${CS}/getContextValue`]: inContext({ contextKey }),
  // In another's context nothing is found.
  [`POST ${CS}/searchContextValue`]: inContext({ condition: { type: 'Contains', value: 'k' } }, 200),
  [`POST ${CS}/setValue`]: inContext({ contextKeyValue }),
  [`POST ${CS}/setValueByKey`]: inContext({ contextKey, contextValue }),
  [`POST ${CS}/resetValue`]: inContext({ contextKey }),
  [`POST ${CS}/removeValue`]: inContext({ contextKey: typed('commonContextKey', { key: 'none' }) }),
  [`POST ${CS}/removeAllValue`]: {
    ...inContext(),
    body: { contextID: typed('HAWorkFlowContextID', { contextId: '8-8--cs_1_devcs_1_dev2' }) },
  },
  [`POST ${CS}/removeAllValueByKeyPrefixAndContextType`]: inContext({ contextKeyType: 'OBJECT', keyPrefix: 'none' }),
  [`POST ${CS}/removeAllValueByKeyAndContextType`]: inContext({ contextKeyType: 'OBJECT', contextKey: 'none' }),
  [`POST ${CS}/removeAllValueByKeyPrefix`]: inContext({ keyPrefix: 'none' }),
  [`POST ${CS}/createHistory`]: inContext({ contextHistory }),
  [`POST ${CS}/removeHistory`]: inContext({ contextHistory }),
  [`POST ${CS}/getHistories`]: inContext(),
  [`POST ${CS}/getHistory`]: inContext({ source: 'somebody' }),
  [`POST ${CS}/searchHistory`]: inContext({ keywords: ['none'] }),
  [`POST ${CS}/onBindIDListener`]: inContext(),
  [`POST ${CS}/onBindKeyListener`]: inContext({ contextKey }),
  [`POST ${CS}/heartbeat`]: { body: { source: 'TestClient' }, expect: signedIn() },
};
