import type { LogLine } from './log-source';

/** What is in view, told at every frame of scrolling to those who draw it without React. */
export interface LogView {
  first: LogLine | null;
  last: LogLine | null;
  /** Bytes of the log ahead of the first and of the end of the last line in view. */
  top: number;
  bottom: number;
  /** True when the last line of the log is in view to its end. */
  atBottom: boolean;
}

/** A value that changes often, and who wants to know. */
export class ViewSignal {
  value: LogView = { first: null, last: null, top: 0, bottom: 0, atBottom: false };
  private listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };
  readonly get = (): LogView => this.value;

  set(value: LogView): void {
    const old = this.value;
    if (
      old.first === value.first &&
      old.last === value.last &&
      old.top === value.top &&
      old.bottom === value.bottom &&
      old.atBottom === value.atBottom
    )
      return;
    this.value = value;
    this.touch();
  }

  /** Has the view drawn again though it is the same. */
  touch(): void {
    for (const listener of this.listeners) listener();
  }
}
