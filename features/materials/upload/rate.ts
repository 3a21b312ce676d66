const WINDOW_MS = 8000;
/** Below this a rate is chance. */
const SHORTEST_MS = 500;

/** How fast something goes: what the last seconds brought. */
export class Rate {
  private samples: { at: number; bytes: number }[] = [];

  /** Begins anew, as after a pause. */
  reset(): void {
    this.samples = [];
  }

  /** `bytes` in all have gone at a time. */
  note(bytes: number, at: number): void {
    const last = this.samples.at(-1);
    // After a break less may have arrived than had gone out.
    if (last && bytes < last.bytes) this.reset();
    this.samples.push({ at, bytes });
    while (this.samples.length > 2 && at - (this.samples[0]?.at ?? at) > WINDOW_MS) this.samples.shift();
  }

  /** Bytes per second; null while too little is known. */
  perSecond(): number | null {
    const first = this.samples[0];
    const last = this.samples.at(-1);
    if (!first || !last || last.at - first.at < SHORTEST_MS) return null;
    return ((last.bytes - first.bytes) / (last.at - first.at)) * 1000;
  }
}
