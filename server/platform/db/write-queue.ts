/** Lets the writers of this process in one after another, in the order of their asking: who waits blocks nobody. */
export class WriteQueue {
  #last: Promise<void> = Promise.resolve();

  /** Resolves when it is the caller's turn. @returns to be called when the caller is done, whatever came of it */
  async enter(): Promise<() => void> {
    const before = this.#last;
    let leave!: () => void;
    this.#last = new Promise<void>((done) => {
      leave = done;
    });
    await before;
    return leave;
  }

  /** Does something when it is its turn. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const leave = await this.enter();
    try {
      return await work();
    } finally {
      leave();
    }
  }
}
