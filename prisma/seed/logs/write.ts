import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseLabel } from '@/server/engine-history/rules/label';
import { Random } from '../random';
import type { SeedRecord } from '../record';
import {
  colouredLine,
  endLines,
  gcLine,
  type LogSubject,
  progressBar,
  stackTrace,
  startLines,
  workLine,
} from './lines';

const LARGE_BYTES = 20 * 2 ** 20;
/** Most lines of an ordinary log. */
const MOST_LINES = 3000;
const LINES_A_CHUNK = 500;

/** What is special about one engine's logs. */
type Speciality = 'large' | 'coloured' | 'progress' | null;

/** A record and what its label says, which is what its logs are made from. */
interface Subject extends LogSubject {
  record: SeedRecord;
}

function* stdout(subject: Subject, random: Random, until: number, speciality: Speciality): Generator<string> {
  const from = subject.record.create_time ?? until;
  yield* startLines(subject, from);
  const lines = speciality === 'large' ? Math.ceil(LARGE_BYTES / 190) : random.between(40, MOST_LINES);
  const step = Math.max(1, (until - from - 2000) / lines);
  for (let number = 0; number < lines; number++) {
    if (speciality === 'coloured' && number % 7 === 0) yield colouredLine(random, number);
    if (speciality === 'progress' && number === 20) yield progressBar();
    yield workLine(random, Math.floor(from + 1000 + number * step));
  }
  if (subject.record.release_time !== null) yield* endLines(subject, until);
}

function* stderr(subject: Subject, random: Random, until: number): Generator<string> {
  yield 'Picked up JAVA_TOOL_OPTIONS: -Dfile.encoding=UTF-8';
  yield 'SLF4J: Class path contains multiple SLF4J bindings.';
  if (subject.record.used_time === null) yield 'Exception in thread "main" java.lang.OutOfMemoryError: Java heap space';
  if (subject.record.status === 'Failed')
    for (let number = random.between(1, 3); number > 0; number--) yield* stackTrace(until - number * 700, subject);
}

function* gc(random: Random, seconds: number): Generator<string> {
  yield '[0.022s][info][gc] Using G1';
  const pauses = Math.min(400, Math.ceil(seconds / 3));
  for (let number = 0; number < pauses; number++) yield gcLine(random, 1.2 + (number * seconds) / pauses, number);
}

/** Text of lines in chunks large enough to be written quickly. */
function* chunksOf(lines: Iterable<string>): Generator<string> {
  let some: string[] = [];
  for (const line of lines) {
    some.push(line);
    if (some.length < LINES_A_CHUNK) continue;
    yield `${some.join('\n')}\n`;
    some = [];
  }
  if (some.length > 0) yield `${some.join('\n')}\n`;
}

async function writeEngine(root: string, record: SeedRecord, now: number, speciality: Speciality): Promise<number> {
  const suffix = record.log_dir_suffix;
  if (!suffix) return 0;
  const random = new Random(`log ${record.ticket_id}`);
  const subject = { record, engineType: parseLabel(record.label_value).engineType ?? 'unknown' };
  const until = record.release_time ?? now;
  const started = record.create_time ?? until;
  const files: [string, Generator<string>][] = [
    ['stdout', stdout(subject, random, until, speciality)],
    ['stderr', stderr(subject, random, until)],
  ];
  if (random.chance(0.6)) files.push(['gc', gc(random, Math.max(3, (until - started) / 1000))]);
  const folder = join(root, suffix);
  await mkdir(folder, { recursive: true });
  for (const [name, lines] of files)
    await pipeline(Readable.from(chunksOf(lines)), createWriteStream(join(folder, name)));
  return files.length;
}

/**
 * Writes the logs of engines below a log root, where their records say. One is large, one in colours, one has a
 * progress bar.
 * @param newest oldest first
 * @returns how many files were written
 */
export async function writeLogs(root: string, newest: readonly SeedRecord[], now: number): Promise<number> {
  const ended = newest.filter((record) => record.release_time !== null && record.used_time !== null);
  const special = new Map<SeedRecord | undefined, Speciality>([
    [ended.at(-1), 'large'],
    [ended.at(-2), 'coloured'],
    [ended.at(-3), 'progress'],
  ]);
  let files = 0;
  for (const record of newest) files += await writeEngine(root, record, now, special.get(record) ?? null);
  return files;
}
