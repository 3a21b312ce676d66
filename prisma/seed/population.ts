import type { ReportedResource } from '@/contracts/engine-recording';
import { Weighted } from './random';

const GB = 2 ** 30;

/** A kind of engine: how it is named, what it asks for and how long it usually lives. */
export interface EngineKind {
  type: string;
  version: string;
  /** Resources that are asked for, one of them each time. */
  resources: readonly ReportedResource[];
  /** Seconds from the request until the engine reports itself, usually. */
  startSeconds: number;
  /** Seconds that it works, usually; idling before the release comes on top. */
  workSeconds: number;
  /** Applications that ask for it; all of them when not given. */
  creators?: readonly string[];
}

const plain = (cores: number, memory: number): ReportedResource => ({ instances: 1, cores, memoryBytes: memory * GB });

function onYarn(driverGb: number, executors: number, coresEach: number, gbEach: number): ReportedResource {
  return {
    ...plain(1, driverGb),
    queue: {
      name: executors > 4 ? 'dws' : 'default',
      cores: executors * coresEach,
      memoryBytes: executors * gbEach * GB,
      instances: 0,
    },
  };
}

const SPARK = [onYarn(2, 2, 2, 3), onYarn(1, 1, 2, 4), onYarn(4, 10, 2, 6), onYarn(2, 30, 4, 8)];
const FLINK = [onYarn(1, 4, 1, 2), onYarn(2, 8, 2, 4)];
const SMALL = [plain(1, 1), plain(2, 1), plain(1, 2)];

/** The kinds of engines with how often each is asked for. */
export const ENGINE_KINDS = new Weighted<EngineKind>([
  [{ type: 'spark', version: '3.2.1', resources: SPARK, startSeconds: 35, workSeconds: 240 }, 34],
  [{ type: 'spark', version: '2.4.3', resources: SPARK, startSeconds: 40, workSeconds: 300 }, 8],
  [{ type: 'hive', version: '3.1.3', resources: [plain(1, 2), plain(2, 4)], startSeconds: 25, workSeconds: 180 }, 20],
  [{ type: 'python', version: 'python2', resources: SMALL, startSeconds: 12, workSeconds: 90 }, 10],
  [{ type: 'shell', version: '1', resources: SMALL, startSeconds: 9, workSeconds: 30 }, 9],
  [{ type: 'jdbc', version: '4', resources: SMALL, startSeconds: 11, workSeconds: 60 }, 7],
  [{ type: 'trino', version: '371', resources: SMALL, startSeconds: 12, workSeconds: 45 }, 5],
  [
    {
      type: 'flink',
      version: '1.16.2',
      resources: FLINK,
      startSeconds: 50,
      workSeconds: 20_000,
      creators: ['Streamis'],
    },
    2,
  ],
  [{ type: 'io_file', version: '1.0', resources: [plain(1, 1)], startSeconds: 10, workSeconds: 600 }, 4],
  [{ type: 'presto', version: '0.234', resources: SMALL, startSeconds: 12, workSeconds: 45 }, 1],
]);

/** Applications that ask for engines. */
export const CREATORS = new Weighted([
  ['IDE', 42],
  ['nodeexecution', 24],
  ['LINKISCLI', 18],
  ['Visualis', 12],
  ['Streamis', 4],
] as const);

/** Users, the busiest first. */
export const USERS: readonly string[] = [
  ...['hadoop', 'dw_etl', 'zhangwei', 'wangfang', 'liuyang', 'chenjie', 'risk_model', 'alice', 'bob', 'marketing'],
  ...['lina', 'zhaolei', 'huangmin', 'xujing', 'sunqiang', 'maliang', 'guoxin', 'heping', 'luohao', 'liangyu'],
  ...['carol', 'dave', 'erin', 'frank', 'grace', 'heidi', 'ivan', 'judy', 'mallory', 'niaj'],
  ...['hduser0101', 'hduser0102', 'hduser0103', 'report-daily', 'report-monthly', 'streaming', 'ml.train', 'ml.score'],
  ...['audit_ro', 'sandbox'],
];

/** Hosts of the engine managers. */
export const HOSTS: readonly string[] = Array.from(
  { length: 60 },
  (_, index) => `bdp${String(index + 1).padStart(3, '0')}`,
);

/** Port on which every engine manager answers. */
export const MANAGER_PORT = 9102;
