import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { z } from 'zod';
import type { CleanupRun, CleanupRunDetail } from '@/contracts/cleanup';
import type { CleanupLogEntry, listCleanupLog } from '@/contracts/cleanup-log';
import { CLEANUP_SUBJECTS, type CleanupSubject } from '@/contracts/cleanup-subjects';
import type { Api } from './api';
import { CommandError, EXIT } from './errors';
import { RULE_OPTIONS, readRule } from './rule';

const RUNS = '/api/v1/cleanup/runs';
const POLL_MS = 1000;

/** Writes a result: one JSON value a line with `--json`, else for people. */
type Write = (json: unknown, text: string) => void;

const UNFINISHED = ['previewing', 'running'];

/** Waits until there is nothing to wait for; says how far it is on the way. */
async function settled(api: Api, id: number, tell: (run: CleanupRun) => void): Promise<CleanupRunDetail> {
  for (;;) {
    const run = await api.json<CleanupRunDetail>('GET', `${RUNS}/${id}`);
    if (!UNFINISHED.includes(run.state)) return run;
    tell(run);
    await sleep(POLL_MS);
  }
}

function tellProgress({ state, processed, total, rowsPerSecond, remainingSeconds }: CleanupRun): void {
  const rest = remainingSeconds === null ? '' : `, about ${Math.ceil(remainingSeconds)} s left`;
  const rate = rowsPerSecond === null ? '' : `, ${Math.round(rowsPerSecond)} a second`;
  process.stderr.write(`${state}: ${processed} of ${total}${rate}${rest}\n`);
}

function summary(run: CleanupRun): string {
  const { id, kind, state, total, affected, skipped, error } = run;
  const done = kind === 'undo' ? 'restored' : 'deleted';
  return `${kind} ${id}: ${state}; ${affected} ${done}, ${skipped} left alone, of ${total}${error ? `; ${error}` : ''}`;
}

function previewText(run: CleanupRunDetail): string {
  const { preview } = run;
  if (!preview) return summary(run);
  const users = preview.byUser.items.map(({ value, count }) => `\n  ${value ?? '(no user)'}: ${count}`).join('');
  const others = preview.byUser.others > 0 ? `\n  others: ${preview.byUser.others}` : '';
  const estimate = preview.estimate ? `; about ${Math.ceil(preview.estimate.seconds)} s` : '';
  const kept = preview.protected.count > 0 ? `; ${preview.protected.count} more are protected` : '';
  return `preview ${run.id}: ${preview.count} would go${estimate}${kept}${users}${others}`;
}

/** The log of a run, oldest first, however long it is. */
async function* logOf(api: Api, id: number): AsyncGenerator<CleanupLogEntry> {
  for (let cursor: string | null = ''; cursor !== null; ) {
    const path = `${RUNS}/${id}/log?order=asc&pageSize=1000${cursor && `&cursor=${cursor}`}`;
    const page: z.output<(typeof listCleanupLog)['data']> = await api.json('GET', path);
    yield* page.items;
    cursor = page.nextCursor;
  }
}

function entryText({ time, actor, action, detail }: CleanupLogEntry): string {
  const told = Object.entries(detail).filter(([, value]) => typeof value === 'number' || typeof value === 'string');
  return `${time} ${actor} ${action} ${told.map(([name, value]) => `${name}=${value}`).join(' ')}`.trimEnd();
}

/** A run that did not come to a good end is a failure for whoever waited. */
function needDone(run: CleanupRun): void {
  if (run.state === 'failed' || run.state === 'cancelled' || run.state === 'paused')
    throw new CommandError(EXIT.failed, summary(run));
}

function runId(text: string | undefined): number {
  if (!text || !/^\d{1,10}$/.test(text)) throw new CommandError(EXIT.usage, 'Name the run by its number.');
  return Number(text);
}

async function begin(api: Api, id: number, reason: string, wait: boolean, write: Write): Promise<void> {
  const started = await api.json<CleanupRun>('POST', `${RUNS}/${id}/start`, { reason });
  const run = wait ? await settled(api, id, tellProgress) : started;
  write(run, summary(run));
  if (wait) needDone(run);
}

function readSubject(text: string): CleanupSubject {
  const subject = CLEANUP_SUBJECTS.find((known) => known === text);
  if (!subject) throw new CommandError(EXIT.usage, `--subject ${text}: expected ${CLEANUP_SUBJECTS.join(' or ')}.`);
  return subject;
}

function needReason(reason: string | undefined): string {
  if (!reason) throw new CommandError(EXIT.usage, 'Say why with --reason "…"; it stands in the receipt.');
  return reason;
}

/** `cleanup <what> …`. @throws CommandError */
export async function cleanup(api: Api, args: string[], write: Write): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...RULE_OPTIONS,
      subject: { type: 'string', default: CLEANUP_SUBJECTS[0] },
      reason: { type: 'string' },
      wait: { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      csv: { type: 'boolean', default: false },
    },
  });
  const [what, name] = positionals;
  const steer = async (verb: string, body: unknown = {}) => {
    const run = await api.json<CleanupRun>('POST', `${RUNS}/${runId(name)}/${verb}`, body);
    write(run, summary(run));
  };
  const preview = async () => {
    const subject = readSubject(values.subject);
    const rule = readRule(values, subject);
    const { id } = await api.json<CleanupRun>('POST', RUNS, { subject, rule });
    const run = await settled(api, id, () => {});
    if (run.state === 'failed') throw new CommandError(EXIT.failed, summary(run));
    return run;
  };
  const commands: Record<string, () => Promise<void>> = {
    preview: async () => {
      const run = await preview();
      write(run, previewText(run));
    },
    run: async () => {
      const reason = needReason(values.reason);
      if (name) return begin(api, runId(name), reason, values.wait, write);
      if (!values.yes)
        throw new CommandError(
          EXIT.usage,
          'Give the number of a preview; or a rule and --yes to delete without a look.',
        );
      const run = await preview();
      process.stderr.write(`${previewText(run)}\n`);
      return begin(api, run.id, reason, values.wait, write);
    },
    status: async () => {
      const run = await api.json<CleanupRunDetail>('GET', `${RUNS}/${runId(name)}`);
      write(run, run.state === 'previewed' ? previewText(run) : summary(run));
    },
    list: async () => {
      const { items } = await api.json<{ items: CleanupRun[] }>('GET', `${RUNS}?pageSize=50`);
      for (const run of items) write(run, summary(run));
    },
    pause: () => steer('pause'),
    resume: () => steer('resume'),
    cancel: () => steer('cancel'),
    undo: async () => {
      const user = values.user?.[0];
      const body = { reason: needReason(values.reason), ...(user && { user }) };
      const started = await api.json<CleanupRun>('POST', `${RUNS}/${runId(name)}/undo`, body);
      const run = values.wait ? await settled(api, started.id, tellProgress) : started;
      write(run, summary(run));
      if (values.wait) needDone(run);
    },
    log: async () => {
      for await (const entry of logOf(api, runId(name))) write(entry, entryText(entry));
    },
    receipt: async () => {
      const path = `${RUNS}/${runId(name)}/receipt${values.csv ? '.csv' : ''}`;
      process.stdout.write(await api.text(path));
    },
  };
  const command = what === undefined ? undefined : commands[what];
  if (!command)
    throw new CommandError(EXIT.usage, `cleanup ${what ?? ''}: expected ${Object.keys(commands).join(', ')}.`);
  await command();
}
