import type { Random } from './random';
import type { SeedRecord } from './record';

const MINUTE_MS = 60_000;
const DISPLAY = '{"instance":1,"memory":"2.0 GB","cpu":1}';

/** What is odd about a row, and the columns in which it shows. */
type Oddity = [what: string, columns: Partial<SeedRecord>];

/** Everything odd that Linkis writes or that has been seen in its tables, one row each. */
const ODDITIES: readonly Oddity[] = [
  ['display notation', { request_resource: DISPLAY, used_resource: DISPLAY, released_resource: DISPLAY }],
  ['bean notation', { request_resource: '{"memory":2147483648,"cores":1,"instances":1,"instance":1}' }],
  ['bean notation, number with exponent', { request_resource: '{"memory":2.147483648E9,"cores":1,"instances":1}' }],
  [
    'bean notation with queue',
    {
      label_value: 'hadoop-IDE,spark-3.2.1',
      request_resource:
        '{"loadInstanceResource":{"memory":2147483648,"cores":1,"instances":1},"yarnResource":{"queueMemory":6442450944,"queueCores":4,"queueInstances":0,"queueName":"dws","applicationId":""}}',
    },
  ],
  [
    'display notation with half a resource',
    {
      request_resource: '{"driver":null, "yarn":{"queueName":"dws","queueMemory":"6.0 GB","queueCpu":4, "instance":0}}',
    },
  ],
  [
    'Kubernetes',
    {
      request_resource:
        '{"driver":{"instance":1,"memory":"2.0 GB","cpu":1}, "kubernetes":{"namespace":"default","memory":"4.0 GB","cpu":2000}}',
    },
  ],
  ['memory only, with blanks around', { request_resource: ' {"memory":"3.0 GB" }' }],
  ['cores only', { request_resource: '{"cpu":4}' }],
  ['negative memory', { used_resource: '{"instance":1,"memory":"-2.0 GB","cpu":1}' }],
  ['instances as text', { request_resource: 'Instance: 3' }],
  ['special resource', { request_resource: 'Special:{a=1}' }],
  ['unreadable unit', { request_resource: '{"instance":1,"memory":"2.0 xb","cpu":1}' }],
  ['resource that is no JSON', { request_resource: '{"instance":1,"memory":' }],
  ['empty resource', { request_resource: '', used_resource: '{}' }],
  ['status is null', { status: null }],
  ['status is empty', { status: '' }],
  ['status nobody knows', { status: 'Zombie' }],
  [
    'still starting, instance is the ticket',
    { status: 'Starting', service_instance: 'TICKET', used_times: 0, used_time: null, release_time: null },
  ],
  ['no instance', { service_instance: null }],
  ['no engine manager', { ecm_instance: null }],
  ['instance without a port', { service_instance: 'bdp001' }],
  ['instance by address', { service_instance: '10.20.30.40:38701', ecm_instance: '10.20.30.40:9102' }],
  ['label without a comma', { label_value: 'hadoop-IDE' }],
  ['blank label', { label_value: '' }],
  ['label with two commas', { label_value: 'hadoop-IDE,spark-3.2.1,tenant-t1' }],
  ['label without a version', { label_value: 'hadoop-IDE,spark' }],
  ['label without a creator', { label_value: 'hadoop,spark-3.2.1' }],
  ['hyphens in user and version', { label_value: 'my-odd-user-IDE,spark-3.2.1-cdh6-x', create_user: 'my-odd-user' }],
  ['user in mixed case', { create_user: 'Alice', label_value: 'Alice-IDE,hive-3.1.3' }],
  ['user in another script', { create_user: '王芳', label_value: '王芳-IDE,hive-3.1.3', log_dir_suffix: null }],
  ['no log directory', { log_dir_suffix: null }],
  ['empty log directory', { log_dir_suffix: '' }],
  ['log directory that leads out', { log_dir_suffix: '../../../../etc' }],
  ['metrics are no JSON', { metrics: 'heartbeat lost' }],
  ['metrics are a list', { metrics: '[1,2,3]' }],
  ['metrics with an error', { metrics: '{"errorMsg":"can not serialize"}' }],
  ['empty metrics', { metrics: '' }],
  [
    'failed to start',
    {
      status: 'ShuttingDown',
      service_instance: 'TICKET',
      used_times: 0,
      used_time: null,
      used_resource: null,
      metrics:
        '{"start_reason":"Failed to start EngineConn, reason: Address already in use\\nlog: hadoop/logs/stderr","ec_can_try":false}',
    },
  ],
  ['counters are null', { request_times: null, used_times: null, release_times: null }],
  ['counters above one', { request_times: 3, used_times: 2, release_times: 2 }],
  ['used before it was requested', { used_time: -5 * MINUTE_MS }],
  ['released, though still running', { status: 'Running', release_time: null, release_times: 1 }],
  ['very long metrics', { metrics: `{"start_reason":"${'超长的原因 too long a reason '.repeat(1200)}"}` }],
  [
    'very long label',
    { label_value: `${'u'.repeat(120)}-IDE,${'t'.repeat(60)}-${'9'.repeat(60)}`, create_user: 'u'.repeat(120) },
  ],
  [
    'HTML in texts',
    {
      status: '<b>bold</b>',
      create_user: '<img src=x onerror=alert(1)>',
      metrics: '{"start_reason":"<script>alert(1)</script>"}',
    },
  ],
  ['SQL in texts', { create_user: "x' OR '1'='1", label_value: "x' OR '1'='1-IDE,spark-3.2.1" }],
  [
    'wildcards in texts',
    { create_user: 'user_100%', label_value: 'user_100%-IDE,io_file-1.0', service_instance: 'bdp_01%:40001' },
  ],
  ['backslashes, tabs and line ends', { metrics: '{"path":"C:\\\\logs\\tstdout\\nnext"}', create_user: 'dom\\user' }],
];

/** One row for each oddity, a minute apart, the last one shortly before now. */
export function* oddRecords(random: Random, now: number): Generator<SeedRecord> {
  for (const [index, [, columns]] of ODDITIES.entries()) {
    const created = now - (ODDITIES.length - index + 30) * MINUTE_MS;
    const ticket = random.uuid();
    const usual: SeedRecord = {
      label_value: 'hadoop-IDE,hive-3.1.3',
      create_user: 'hadoop',
      service_instance: `bdp001:${38_000 + index}`,
      ecm_instance: 'bdp001:9102',
      ticket_id: ticket,
      status: 'Success',
      log_dir_suffix: `hadoop/20240506/hive/${ticket}/logs`,
      request_times: 1,
      request_resource: DISPLAY,
      used_times: 1,
      used_resource: DISPLAY,
      metrics: null,
      release_times: 1,
      released_resource: DISPLAY,
      release_time: created + 20 * MINUTE_MS,
      used_time: created + MINUTE_MS,
      create_time: created,
    };
    const record = { ...usual, ...columns };
    // A time in the table above is relative to the engine's creation.
    if (columns.used_time) record.used_time = created + columns.used_time;
    if (columns.service_instance === 'TICKET') record.service_instance = ticket;
    yield record;
  }
}
