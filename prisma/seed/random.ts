/** Random numbers that repeat: the same seed text gives the same sequence on every machine (sfc32). */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d = 1;

  constructor(seed: string) {
    let hash = 2166136261;
    for (const character of seed) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
    this.#a = hash | 0;
    this.#b = Math.imul(hash, 2654435761) | 0;
    this.#c = ~hash | 0;
    for (let step = 0; step < 16; step++) this.#next();
  }

  #next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (this.#c << 21) | (this.#c >>> 11);
    this.#c = (this.#c + sum) | 0;
    return sum >>> 0;
  }

  /** From 0 up to, but not including, 1. */
  fraction(): number {
    return this.#next() / 4294967296;
  }

  /** A whole number between two, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1));
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** One of the items. @throws RangeError on an empty list */
  pick<T>(items: readonly T[]): T {
    const index = Math.floor(this.fraction() * items.length);
    if (index >= items.length) throw new RangeError('nothing to pick from');
    return items[index] as T;
  }

  /** A number around the median, with a long tail upwards; the larger the spread, the longer. */
  skewed(median: number, spread: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.fraction())) * Math.cos(2 * Math.PI * this.fraction());
    return median * Math.exp(normal * spread);
  }

  /** A UUID of version 4, lower case. */
  uuid(): string {
    const word = () => this.#next().toString(16).padStart(8, '0');
    const [first, second, third, fourth] = [word(), word(), word(), word()];
    const variant = '89ab'[Number.parseInt(third.charAt(0), 16) & 3];
    return `${first}-${second.slice(0, 4)}-4${second.slice(5)}-${variant}${third.slice(1, 4)}-${third.slice(4)}${fourth}`;
  }
}

/** Items to draw from, some more often than others. */
export class Weighted<T> {
  readonly #bounds: number[] = [];
  readonly #items: T[] = [];
  #total = 0;

  constructor(choices: readonly (readonly [T, number])[]) {
    for (const [item, weight] of choices) {
      this.#total += weight;
      this.#items.push(item);
      this.#bounds.push(this.#total);
    }
  }

  /** Items of which each is drawn half as often as one of half its rank: few do most, many do little. */
  static zipf<T>(items: readonly T[]): Weighted<T> {
    return new Weighted(items.map((item, rank) => [item, 1 / (rank + 1)] as const));
  }

  draw(random: Random): T {
    const at = random.fraction() * this.#total;
    let [low, high] = [0, this.#bounds.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#bounds[middle] as number) > at) high = middle;
      else low = middle + 1;
    }
    return this.#items[low] as T;
  }
}
