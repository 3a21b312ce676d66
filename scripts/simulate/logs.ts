import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { endLines, type LogSubject, stackTrace, startLines, workLine } from '@/prisma/seed/logs/lines';
import type { Random } from '@/prisma/seed/random';
import type { SeedRecord } from '@/prisma/seed/record';
import type { SimulatedEngine } from './engine';

type LogRecord = Pick<SeedRecord, 'create_user' | 'ticket_id' | 'label_value' | 'service_instance' | 'status'>;

function subjectOf(engine: SimulatedEngine): LogSubject {
  const { user, creator, engineType, engineVersion } = engine.labels;
  const record: LogRecord = {
    create_user: user,
    ticket_id: engine.ticketId,
    label_value: `${user}-${creator},${engineType}-${engineVersion}`,
    service_instance: null,
    status: engine.endStatus,
  };
  return { record, engineType };
}

/** Writes the growing logs of engines below a log root. */
export class LogWriter {
  constructor(
    private readonly root: string,
    private readonly random: Random,
  ) {}

  async #append(engine: SimulatedEngine, stream: 'stdout' | 'stderr', lines: readonly string[]): Promise<void> {
    if (lines.length > 0) await appendFile(join(this.root, engine.logDirSuffix, stream), `${lines.join('\n')}\n`);
  }

  /** What an engine writes at its beginning. */
  async begin(engine: SimulatedEngine, now: number): Promise<void> {
    await mkdir(join(this.root, engine.logDirSuffix), { recursive: true });
    await this.#append(engine, 'stdout', startLines(subjectOf(engine), now));
    await this.#append(engine, 'stderr', ['Picked up JAVA_TOOL_OPTIONS: -Dfile.encoding=UTF-8']);
  }

  /** What an engine writes while it works. */
  async goOn(engine: SimulatedEngine, now: number): Promise<void> {
    const lines = Array.from({ length: this.random.between(1, 12) }, (_, index) =>
      workLine(this.random, now + index * 7),
    );
    await this.#append(engine, 'stdout', lines);
  }

  /** What an engine writes at its end. */
  async end(engine: SimulatedEngine, now: number): Promise<void> {
    const subject = subjectOf(engine);
    if (engine.endStatus === 'Failed') await this.#append(engine, 'stderr', stackTrace(now, subject));
    await this.#append(engine, 'stdout', endLines(subject, now));
  }
}
