import { complement, normalise, type Ranges, withBothCases } from './code-points';

/** A regular expression as a tree. `any` holds for classes that take what is no UTF-8, too. */
export type Node =
  | { kind: 'set'; ranges: Ranges; any: boolean }
  | { kind: 'sequence'; items: Node[] }
  | { kind: 'choice'; items: Node[] }
  | { kind: 'repeat'; item: Node; least: number; most: number }
  | { kind: 'assert'; what: 'line-start' | 'line-end' | 'word-boundary' | 'no-word-boundary' };

class Unsupported extends Error {}

const DIGIT: Ranges = [[48, 57]];
const WORD: Ranges = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
const SPACE: Ranges = [
  [9, 10],
  [12, 13],
  [32, 32],
];
const SETS: Record<string, Ranges> = {
  d: DIGIT,
  D: complement(DIGIT),
  w: WORD,
  W: complement(WORD),
  s: SPACE,
  S: complement(SPACE),
};
const CONTROLS: Record<string, number> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };
const NEWLINE = 10;
const MOST_COPIES = 1000;

/** Reads the expressions that most people write; the parser gives up on what is rare. */
class Parser {
  #at = 0;
  readonly #points: string[];

  constructor(
    source: string,
    private ignoreCase: boolean,
  ) {
    this.#points = [...source];
  }

  parse(): Node {
    const node = this.#choice();
    if (this.#at < this.#points.length) throw new Unsupported();
    return node;
  }

  #peek(ahead = 0): string {
    return this.#points[this.#at + ahead] ?? '';
  }

  #take(text: string): boolean {
    const fits = [...text].every((point, index) => this.#points[this.#at + index] === point);
    if (fits) this.#at += [...text].length;
    return fits;
  }

  #choice(): Node {
    const items = [this.#sequence()];
    while (this.#take('|')) items.push(this.#sequence());
    return items.length === 1 ? (items[0] as Node) : { kind: 'choice', items };
  }

  #sequence(): Node {
    const items: Node[] = [];
    while (this.#at < this.#points.length && this.#peek() !== '|' && this.#peek() !== ')') {
      const atom = this.#atom();
      if (atom) items.push(this.#repeated(atom));
    }
    return items.length === 1 ? (items[0] as Node) : { kind: 'sequence', items };
  }

  #repeated(item: Node): Node {
    const bounds = this.#bounds();
    if (!bounds) return item;
    // Whether as few or as many as possible makes no difference to whether a line matches.
    this.#take('?');
    if (/[*+?]/.test(this.#peek())) throw new Unsupported();
    const [least, most] = bounds;
    return { kind: 'repeat', item, least, most };
  }

  #bounds(): [number, number] | null {
    if (this.#take('*')) return [0, Number.POSITIVE_INFINITY];
    if (this.#take('+')) return [1, Number.POSITIVE_INFINITY];
    if (this.#take('?')) return [0, 1];
    if (this.#peek() !== '{') return null;
    const rest = this.#points.slice(this.#at, this.#at + 12).join('');
    const match = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(rest);
    if (!match) return null;
    this.#at += match[0].length;
    const least = Number(match[1]);
    const most = match[2] === undefined ? least : match[3] ? Number(match[3]) : Number.POSITIVE_INFINITY;
    if (least > MOST_COPIES || (most !== Number.POSITIVE_INFINITY && most > MOST_COPIES)) throw new Unsupported();
    return [least, most];
  }

  #atom(): Node | null {
    const point = this.#peek();
    this.#at++;
    if (point === '(') return this.#group();
    if (point === '[') return this.#class();
    if (point === '.') return { kind: 'set', ranges: complement([[NEWLINE, NEWLINE]]), any: true };
    if (point === '^') return { kind: 'assert', what: 'line-start' };
    if (point === '$') return { kind: 'assert', what: 'line-end' };
    if (point === '\\') return this.#escape();
    if ('*+?'.includes(point)) throw new Unsupported();
    return this.#literal(point.codePointAt(0) as number);
  }

  #group(): Node | null {
    if (this.#take('?i)')) {
      if (this.#at !== 4) throw new Unsupported();
      this.ignoreCase = true;
      return null;
    }
    if (this.#peek() === '?' && !this.#take('?:')) {
      const name = /^\?P?<\w+>/.exec(this.#points.slice(this.#at, this.#at + 64).join(''));
      if (!name) throw new Unsupported();
      this.#at += name[0].length;
    }
    const node = this.#choice();
    if (!this.#take(')')) throw new Unsupported();
    return node;
  }

  #literal(point: number): Node {
    return this.#set([[point, point]], false);
  }

  #set(ranges: Ranges, any: boolean): Node {
    if (!this.ignoreCase) return { kind: 'set', ranges, any };
    // Other scripts have cases, too: those are left to who knows them.
    if (!any && ranges.some(([, high]) => high > 127)) throw new Unsupported();
    return { kind: 'set', ranges: withBothCases(ranges), any };
  }

  #escape(): Node {
    const name = this.#peek();
    if (name === 'b' || name === 'B') {
      this.#at++;
      return { kind: 'assert', what: name === 'b' ? 'word-boundary' : 'no-word-boundary' };
    }
    const set = SETS[name];
    if (set) {
      this.#at++;
      return { kind: 'set', ranges: set, any: name < 'a' };
    }
    return this.#literal(this.#escaped());
  }

  /** The character that an escape stands for. */
  #escaped(): number {
    const rest = this.#points.slice(this.#at, this.#at + 12).join('');
    const hex = /^x(?:([0-9a-fA-F]{2})|\{([0-9a-fA-F]{1,6})\})/.exec(rest);
    if (hex) {
      this.#at += hex[0].length;
      return Number.parseInt((hex[1] ?? hex[2]) as string, 16);
    }
    const point = this.#peek();
    this.#at++;
    const control = CONTROLS[point];
    if (control !== undefined) return control;
    if (!/^[!-/:-@[-`{-~]$/.test(point)) throw new Unsupported();
    return point.codePointAt(0) as number;
  }

  #class(): Node {
    const negated = this.#take('^');
    const ranges: [number, number][] = [];
    for (let first = true; first || this.#peek() !== ']'; first = false) {
      if (this.#at >= this.#points.length || this.#peek() + this.#peek(1) === '[:') throw new Unsupported();
      const set = this.#peek() === '\\' ? SETS[this.#peek(1)] : undefined;
      if (set) {
        this.#at += 2;
        ranges.push(...set.map(([low, high]): [number, number] => [low, high]));
        continue;
      }
      const low = this.#classPoint();
      const isRange = this.#peek() === '-' && this.#peek(1) !== ']' && this.#peek(1) !== '';
      if (isRange) this.#at++;
      const high = isRange ? this.#classPoint() : low;
      if (high < low) throw new Unsupported();
      ranges.push([low, high]);
    }
    this.#at++;
    if (!negated) return this.#set(normalise(ranges), false);
    const folded = this.#set(normalise(ranges), false);
    return { kind: 'set', ranges: complement(folded.kind === 'set' ? folded.ranges : ranges), any: true };
  }

  #classPoint(): number {
    const point = this.#peek();
    this.#at++;
    return point === '\\' ? this.#escaped() : (point.codePointAt(0) as number);
  }
}

/**
 * The tree of an expression in RE2 syntax that is known to be well-formed; null when it uses what is not read here
 * (Unicode classes, flags inside, cases of other scripts, lookaround).
 */
export function parseRegex(source: string, caseSensitive: boolean): Node | null {
  try {
    return new Parser(source, !caseSensitive).parse();
  } catch (error) {
    if (error instanceof Unsupported) return null;
    throw error;
  }
}
