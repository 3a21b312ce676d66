const EVERY_MS = 1000;

/** A number with thousands set apart. */
export function grouped(number: number): string {
  return Math.round(number).toLocaleString('en');
}

/** Reports how far a long run has come, once a second: rows, rate and time left. */
export function progressReporter(total: number, write: (line: string) => void): (done: number) => void {
  const started = Date.now();
  let told = started;
  return (done) => {
    const now = Date.now();
    if (now - told < EVERY_MS || done === 0) return;
    told = now;
    const rate = done / ((now - started) / 1000);
    const left = Math.max(0, Math.ceil((total - done) / rate));
    write(`  ${grouped(done)} of ${grouped(total)} records, ${grouped(rate)}/s, about ${left} s left`);
  };
}
