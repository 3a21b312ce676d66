import { cpus, loadavg, totalmem } from 'node:os';

/** One measured number, with what it has to reach and what it is to be compared with. */
export interface Figure {
  figure: string;
  value: number;
  unit: string;
  /** Bound that the value must not break; null when the figure is for information. */
  limit: number | null;
  better: 'lower' | 'higher';
  /** The plain way of doing the same, measured in the same run. */
  baseline?: { name: string; value: number };
  /** What was measured on. */
  data?: string;
  database?: string;
  /** Single values behind the figure. */
  detail?: Record<string, number | string>;
}

let missed = 0;

/** Prints the machine that is measured on; the first line of a run. */
export function printMachine(): void {
  const processors = cpus();
  const machine = {
    cpus: processors.length,
    processor: processors[0]?.model ?? 'unknown',
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
    node: process.versions.node,
  };
  process.stdout.write(`${JSON.stringify({ machine })}\n`);
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

/** Prints a figure as one line of JSON and remembers whether it holds. */
export function report(figure: Figure): void {
  const { value, limit, better } = figure;
  const holds = limit === null ? true : better === 'lower' ? value <= limit : value >= limit;
  if (!holds) missed++;
  const baseline = figure.baseline && { ...figure.baseline, value: rounded(figure.baseline.value) };
  // Tells a busy machine from a slow server.
  const machineLoad = rounded(loadavg()[0] ?? 0);
  process.stdout.write(`${JSON.stringify({ ...figure, value: rounded(value), holds, baseline, machineLoad })}\n`);
}

/** Remembers that something could not be measured at all, which counts as missed. */
export function reportFailure(what: string, error: unknown): void {
  missed++;
  process.stdout.write(
    `${JSON.stringify({ figure: what, holds: false, error: error instanceof Error ? error.message : String(error) })}\n`,
  );
}

/** How many figures did not hold so far. */
export function missedFigures(): number {
  return missed;
}

/** The value below which a share of the values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? Number.NaN;
}
