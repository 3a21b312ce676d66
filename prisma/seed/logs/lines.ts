import type { Random } from '../random';
import type { SeedRecord } from '../record';

/** An engine as its log tells of it. */
export interface LogSubject {
  record: Pick<SeedRecord, 'create_user' | 'ticket_id' | 'label_value' | 'service_instance' | 'status'>;
  engineType: string;
}

const THREADS = [
  'main',
  'Linkis-Default-Scheduler-Thread-1',
  'Linkis-Default-Scheduler-Thread-2',
  'ForkJoinPool-1-worker-3',
  'dispatcher-event-loop-0',
  'task-result-getter-1',
];

type Place = readonly [logger: string, line: number, method: string];

const PLACES: readonly Place[] = [
  ['o.a.l.e.e.EngineConnExecutionImpl', 118, 'execute'],
  ['o.a.l.e.c.e.ConcurrentComputationExecutor', 64, 'doExecute'],
  ['o.a.l.e.a.e.l.LogHelper$', 46, 'logInfo'],
  ['o.a.l.r.c.BaseRPCSender', 132, 'ask'],
  ['o.a.s.s.TaskSetManager', 54, 'logInfo'],
  ['o.a.l.e.h.HeartbeatServiceImpl', 88, 'reportHeartBeatMsg'],
  ['o.a.l.s.FsStorage', 201, 'write'],
];

const WORK: readonly ((random: Random) => string)[] = [
  (random) => `Start to execute task, taskId: ${random.between(1000, 99_999)}, jobId: ${random.between(1, 9999)}`,
  (random) =>
    `Running task ${random.between(0, 200)}.0 in stage ${random.between(0, 40)}.0 (TID ${random.between(0, 9000)})`,
  (random) =>
    `Finished task ${random.between(0, 200)}.0 in stage ${random.between(0, 40)}.0 in ${random.between(8, 60_000)} ms`,
  (random) => `Task progress is ${random.fraction().toFixed(4)}, cost ${random.between(1, 900)} s`,
  (random) => `Query returned ${random.between(0, 500_000)} rows, fetched 5000 of them`,
  (random) =>
    `select user_id, count(*) as n from dw.orders_${random.between(2020, 2026)} where dt = '2026${String(random.between(1, 12)).padStart(2, '0')}01' group by user_id`,
  () => '开始执行 SQL，正在向集群申请资源 (waiting for resources of the queue)',
  (random) => `任务已提交到 YARN，applicationId: application_1769000000000_${random.between(1000, 9999)}`,
  () => 'Report heartbeat to LinkisManager, status: Busy',
];

const WARNINGS: readonly ((random: Random) => string)[] = [
  (random) =>
    `Lost executor ${random.between(1, 30)} on bdp0${random.between(10, 60)}: Container killed by YARN for exceeding memory limits`,
  (random) => `Slow call: ask took ${random.between(3000, 60_000)} ms`,
  () => '结果集超过 5000 行，只返回前 5000 行',
];

/** The beginning of a line: time, level, thread, logger, line, method. */
function prefix(
  time: number,
  level: 'INFO ' | 'WARN ' | 'ERROR' | 'DEBUG',
  thread: string,
  [logger, line, method]: Place,
): string {
  const text = new Date(time).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 23)} [${level}] [${thread.padEnd(40)}] ${logger} (${line}) [${method}] - `;
}

const START: Place = ['o.a.l.e.l.EngineConnServer$', 82, 'main'];

/** Lines that every engine begins with. */
export function startLines({ record, engineType }: LogSubject, from: number): string[] {
  const at = (offset: number) => prefix(from + offset, 'INFO ', 'main', START);
  return [
    `${at(0)}<<---------------------EngineConnServer Start --------------------->>`,
    `${at(40)}Finished to create EngineCreationContext, content: {"user":"${record.create_user}","ticketId":"${record.ticket_id}","options":{"label.engineType":"${engineType}","label.userCreator":"${record.label_value.split(',')[0] ?? ''}","wds.linkis.rm.yarnqueue":"default"}}`,
    `${at(310)}Finished to create EngineConnManager.`,
    `${at(870)}Finished to execute callback hook of engineType ${engineType}`,
  ];
}

/** One line of work, or of warning now and then. */
export function workLine(random: Random, time: number): string {
  const warns = random.chance(0.03);
  const level = warns ? 'WARN ' : random.chance(0.05) ? 'DEBUG' : 'INFO ';
  return prefix(time, level, random.pick(THREADS), random.pick(PLACES)) + random.pick(warns ? WARNINGS : WORK)(random);
}

/** Lines that an engine ends with. */
export function endLines({ record }: LogSubject, time: number): string[] {
  const place: Place = ['o.a.l.e.a.e.h.ShutdownHook', 61, 'notifyStop'];
  return [
    `${prefix(time - 900, 'INFO ', 'main', place)}Idle for 5 minutes, engine ${record.service_instance} stops`,
    `${prefix(time, 'INFO ', 'Thread-7', place)}<<---------------------EngineConnServer Stop: ${record.status} --------------------->>`,
  ];
}

/** An error with its stack and what caused it. */
export function stackTrace(time: number, { record, engineType }: LogSubject): string[] {
  const place: Place = ['o.a.l.e.c.e.ComputationExecutor', 201, 'toExecuteTask'];
  return [
    `${prefix(time, 'ERROR', 'Linkis-Default-Scheduler-Thread-1', place)}execute code failed! org.apache.linkis.engineconn.core.exception.EngineConnFatalException: errCode: 60003 ,desc: ${engineType} session of ${record.create_user} is broken ,ip: ${record.service_instance?.split(':')[0]} ,serviceKind: linkis-cg-engineconn`,
    '\tat org.apache.linkis.engineplugin.executor.SessionExecutor.executeLine(SessionExecutor.scala:148) ~[linkis-engineplugin-1.9.0.jar:1.9.0]',
    '\tat org.apache.linkis.engineconn.computation.executor.execute.ComputationExecutor.$anonfun$toExecuteTask$2(ComputationExecutor.scala:201) ~[linkis-computation-engineconn-1.9.0.jar:1.9.0]',
    '\tat org.apache.linkis.common.utils.Utils$.tryCatch(Utils.scala:51) ~[linkis-common-1.9.0.jar:1.9.0]',
    '\tat java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java:1136) ~[?:?]',
    '\tat java.lang.Thread.run(Thread.java:840) ~[?:?]',
    'Caused by: java.io.IOException: Failed to send request to bdpnn01:8020: 连接被拒绝 (Connection refused)',
    '\tat org.apache.hadoop.ipc.Client$Connection.setupConnection(Client.java:701) ~[hadoop-common-3.3.4.jar:?]',
    '\tat org.apache.hadoop.ipc.Client.call(Client.java:1502) ~[hadoop-common-3.3.4.jar:?]',
    '\t... 12 more',
    'Caused by: java.net.ConnectException: Connection refused',
    '\tat java.base/sun.nio.ch.Net.pollConnect(Native Method) ~[?:?]',
    '\t... 15 more',
  ];
}

/** A text of the garbage collector as the engines' virtual machines write it. */
export function gcLine(random: Random, seconds: number, number: number): string {
  const before = random.between(80, 380);
  return `[${seconds.toFixed(3)}s][info][gc] GC(${number}) Pause Young (Normal) (G1 Evacuation Pause) ${before}M->${Math.floor(before / 4)}M(380M) ${(random.fraction() * 90).toFixed(3)}ms`;
}

const COLOURS = ['32', '33', '31', '36', '1;34'];

/** A line in terminal colours, as some scripts write to standard output. */
export function colouredLine(random: Random, number: number): string {
  const colour = random.pick(COLOURS);
  return `\u001b[${colour}mstep ${number}\u001b[0m \u001b[1mloading\u001b[0m partition dt=${random.between(20_250_101, 20_251_231)} \u001b[2m(${random.between(1, 900)} files)\u001b[0m`;
}

/** A progress bar that a script drew over and over in one line. */
export function progressBar(): string {
  const steps = Array.from({ length: 51 }, (_, step) => `\rProgress [${'#'.repeat(step).padEnd(50)}] ${step * 2}%`);
  return `${steps.join('')} done`;
}
