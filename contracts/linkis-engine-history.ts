import { z } from 'zod';
import { ENGINE_STATUSES } from './engine-history';
import { linkisDateSchema, linkisIntSchema, single } from './linkis-common';
import { operation } from './operation';

const text = z.string().nullable();
const moment = z.int().nullable();

const members = {
  id: z.int(),
  createUser: z.string(),
  labelValue: z.string(),
  ticketId: z.string(),
  serviceInstance: text,
  ecmInstance: text,
  requestTimes: z.int().nullable(),
  usedTimes: z.int().nullable(),
  releaseTimes: z.int().nullable(),
  usedTime: moment,
  createTime: moment,
  releaseTime: moment,
  logDirSuffix: text,
  engineType: z.string(),
  status: text,
};

/** A record as `ecinfo/get` shows it: resources and metrics as stored text, times in milliseconds (contract: EC history). */
export const linkisRecordSchema = z.object({
  ...members,
  usedResource: text,
  requestResource: text,
  releasedResource: text,
  metrics: text,
});

const resource = z.object({ cores: z.int(), instance: z.int(), memory: z.int() }).nullable();
/** A record as `ecinfo/ecrHistoryList` shows it: resources as numbers, memory in bytes. */
export const linkisListItemSchema = z.object({
  ...members,
  usedResource: resource,
  requestResource: resource,
  releasedResource: resource,
});

const MOUNT = '/api/rest_j/v1/linkisManager';

export const linkisGetRecord = operation({
  id: 'linkis.ecinfo.get',
  method: 'get',
  path: `${MOUNT}/ecinfo/get`,
  dialect: 'linkis',
  summary: 'One engine record by its ticket id.',
  query: z.object({ ticketid: single(z.string({ error: 'is needed' }).max(100)) }),
  data: z.object({ ecResourceInfoRecord: linkisRecordSchema }),
});

export const linkisDeleteRecord = operation({
  id: 'linkis.ecinfo.delete',
  method: 'delete',
  path: `${MOUNT}/ecinfo/delete/{ticketid}`,
  dialect: 'linkis',
  summary:
    'Removes the record of an ended engine (administrators). A closing brace after the id, as old clients send it, is ignored.',
  params: z.object({ ticketid: z.string().max(101) }),
  data: z.object({ ecResourceInfoRecord: linkisRecordSchema }),
});

export const linkisListRecords = operation({
  id: 'linkis.ecinfo.ecrHistoryList',
  method: 'get',
  path: `${MOUNT}/ecinfo/ecrHistoryList`,
  dialect: 'linkis',
  summary: 'Engine history by page number, newest first. `creator` is a user name; `totalPage` is the number of rows.',
  query: z.object({
    instance: single(z.string().max(200)).optional(),
    creator: single(z.string().max(200)).optional(),
    startDate: single(linkisDateSchema).optional(),
    endDate: single(linkisDateSchema).optional(),
    engineType: single(z.string().max(255)).optional(),
    status: single(z.string().max(50)).optional(),
    pageNow: single(linkisIntSchema).optional(),
    pageSize: single(linkisIntSchema).optional(),
  }),
  data: z.object({ engineList: z.array(linkisListItemSchema), totalPage: z.int() }),
});

/** A live engine with its newest history row (contract: ecList). */
export const liveEngineSchema = z.object({
  id: z.int(),
  instance: z.string(),
  name: text,
  owner: text,
  mark: text,
  identifier: text,
  ticketId: text,
  updateTime: text,
  createTime: text,
  updator: text,
  creator: text,
  params: text,
  mappingPorts: text,
  mappingHost: text,
  instanceStatus: text,
  engineType: z.string(),
  heartbeatMsg: text,
  lastUnlockTimestamp: z.int(),
  useResource: z.record(z.string(), z.unknown()),
  ecmInstance: text,
});

export const linkisListLiveEngines = operation({
  id: 'linkis.ecinfo.ecList',
  method: 'post',
  path: `${MOUNT}/ecinfo/ecList`,
  dialect: 'linkis',
  summary: 'Live engines (administrators, and tokens made for it).',
  /** Members are checked by the service, whose messages name them the way clients know. */
  body: z.record(z.string(), z.unknown()),
  data: z.object({ ecList: z.array(liveEngineSchema) }),
});

export const linkisListNodeStatuses = operation({
  id: 'linkis.listAllNodeHealthyStatus',
  method: 'get',
  path: `${MOUNT}/listAllNodeHealthyStatus`,
  dialect: 'linkis',
  summary: 'Names of engine statuses.',
  data: z.object({ nodeStatus: z.array(z.enum(ENGINE_STATUSES)) }),
});

/** Health of engine managers, by name. */
export const ECM_HEALTH = ['Healthy', 'UnHealthy', 'WARN', 'StockAvailable', 'StockUnavailable'] as const;

export const linkisListEcmStatuses = operation({
  id: 'linkis.listAllECMHealthyStatus',
  method: 'get',
  path: `${MOUNT}/listAllECMHealthyStatus`,
  dialect: 'linkis',
  summary: 'Names of the health of engine managers.',
  query: z.object({ onlyEditable: single(z.enum(['true', 'false'], { error: 'expected true or false' })).optional() }),
  data: z.object({ nodeHealthy: z.array(z.enum(ECM_HEALTH)) }),
});

/** Engine types that Linkis ships, in its order. */
export const LINKIS_ENGINE_TYPES = [
  'spark',
  'hive',
  'hbase',
  'python',
  'repl',
  'doris',
  'shell',
  'jdbc',
  'io_file',
  'io_hdfs',
  'fps',
  'pipeline',
  'presto',
  'nebula',
  'flink',
  'appconn',
  'sqoop',
  'datax',
  'openlookeng',
  'trino',
  'elasticsearch',
  'seatunnel',
  'impala',
  'jobserver',
] as const;

export const linkisListEngineTypes = operation({
  id: 'linkis.configuration.engineType',
  method: 'get',
  path: '/api/rest_j/v1/configuration/engineType',
  dialect: 'linkis',
  summary: 'Names of engine types.',
  data: z.object({ engineType: z.array(z.string()) }),
});

/** Labels that users may change; spelling as on the wire. */
export const MODIFIABLE_LABELS = [
  'userCreator',
  'engingeConnRuntimeMode',
  'route',
  'fixedEngineConn',
  'yarnCluster',
  'tenant',
] as const;

export const linkisListLabelKeys = operation({
  id: 'linkis.microservice.modifiableLabelKey',
  method: 'get',
  path: '/api/rest_j/v1/microservice/modifiableLabelKey',
  dialect: 'linkis',
  summary: 'Keys of labels that users may change.',
  data: z.object({ keyList: z.array(z.string()) }),
});
