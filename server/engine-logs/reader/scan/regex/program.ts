import { type ByteSequence, utf8Sequences } from './code-points';
import type { Node } from './parse';

/** Kinds of conditions between two bytes. */
type Assertion = 'line-start' | 'line-end' | 'word-boundary' | 'no-word-boundary' | 'cut-character';

/** A step of a program. `goto` names the steps behind it. */
export type Step =
  | { kind: 'byte'; low: number; high: number; goto: number }
  | { kind: 'split'; goto: number[] }
  | { kind: 'assert'; what: Assertion; goto: number }
  | { kind: 'match' };

/** An expression as steps over bytes; it begins at `start`. */
export interface Program {
  steps: Step[];
  start: number;
}

const MOST_STEPS = 20_000;

class TooLarge extends Error {}

/** Turns a tree into steps, from its end to its beginning: each piece is told where to go on. */
class Compiler {
  readonly steps: Step[] = [{ kind: 'match' }];

  constructor(private readonly bytesOnly: boolean) {}

  #add(step: Step): number {
    if (this.steps.length >= MOST_STEPS) throw new TooLarge();
    return this.steps.push(step) - 1;
  }

  compile(node: Node, next: number): number {
    switch (node.kind) {
      case 'set':
        return this.#set(node, next);
      case 'sequence':
        return node.items.reduceRight((behind, item) => this.compile(item, behind), next);
      case 'choice':
        return this.#add({ kind: 'split', goto: node.items.map((item) => this.compile(item, next)) });
      case 'repeat':
        return this.#repeat(node, next);
      case 'assert':
        return this.#add({ kind: 'assert', what: node.what, goto: next });
    }
  }

  #repeat({ item, least, most }: Extract<Node, { kind: 'repeat' }>, next: number): number {
    let entry = next;
    if (most === Number.POSITIVE_INFINITY) {
      const loop: Step = { kind: 'split', goto: [next] };
      entry = this.#add(loop);
      (loop as { goto: number[] }).goto.push(this.compile(item, entry));
    } else {
      for (let copy = least; copy < most; copy++)
        entry = this.#add({ kind: 'split', goto: [next, this.compile(item, entry)] });
    }
    for (let copy = 0; copy < least; copy++) entry = this.compile(item, entry);
    return entry;
  }

  #sequenceOf(sequence: ByteSequence, next: number): number {
    return sequence.reduceRight((behind, [low, high]) => this.#add({ kind: 'byte', low, high, goto: behind }), next);
  }

  #set({ ranges, any }: Extract<Node, { kind: 'set' }>, next: number): number {
    // Text that is no UTF-8 is taken byte by byte: then a character beyond ASCII is any byte beyond it.
    const sequences: ByteSequence[] = this.bytesOnly
      ? ranges.map(([low, high]): ByteSequence => [[Math.min(low, 0x80), Math.min(high, 0xff)]])
      : ranges.flatMap(([low, high]) => utf8Sequences(low, high));
    const ways = sequences.map((sequence) => this.#sequenceOf(sequence, next));
    if (any) ways.push(...this.#damaged(next));
    return ways.length === 1 ? (ways[0] as number) : this.#add({ kind: 'split', goto: ways });
  }

  /** What is no UTF-8 counts as a character, too: bytes that begin none, and those that are cut short. */
  #damaged(next: number): number[] {
    if (this.bytesOnly) return [this.#add({ kind: 'byte', low: 0x80, high: 0xff, goto: next })];
    const cut = this.#add({ kind: 'assert', what: 'cut-character', goto: next });
    const third = this.#add({
      kind: 'split',
      goto: [cut, this.#add({ kind: 'byte', low: 0x80, high: 0xbf, goto: cut })],
    });
    return [
      this.#sequenceOf([[0x80, 0xc1]], next),
      this.#sequenceOf([[0xf5, 0xff]], next),
      this.#sequenceOf([[0xc2, 0xf4]], cut),
      this.#sequenceOf(
        [
          [0xe0, 0xf4],
          [0x80, 0xbf],
        ],
        cut,
      ),
      this.#sequenceOf(
        [
          [0xf0, 0xf4],
          [0x80, 0xbf],
          [0x80, 0xbf],
        ],
        third,
      ),
    ];
  }
}

/** Steps of a tree; null when it has too many. @param bytesOnly the text is not UTF-8 */
export function compileRegex(node: Node, bytesOnly: boolean): Program | null {
  const compiler = new Compiler(bytesOnly);
  try {
    const start = compiler.compile(node, 0);
    if (bytesOnly) return { steps: compiler.steps, start };
    // A match begins where a character does, not within one.
    const begin = compiler.steps.push({ kind: 'assert', what: 'cut-character', goto: start }) - 1;
    return { steps: compiler.steps, start: begin };
  } catch (error) {
    if (error instanceof TooLarge) return null;
    throw error;
  }
}

/** A text that a match holds; `caseless` when its ASCII letters may be of either case. */
export interface RequiredText {
  text: string;
  caseless: boolean;
}

/** More texts than this take longer to look for than the automaton. */
const MOST_TEXTS = 8;

/** Character of a set that stands for one, or for a letter in both cases; null for other sets. */
function singleOf({ ranges, any }: Extract<Node, { kind: 'set' }>): RequiredText | null {
  const [first, second] = ranges;
  if (any || !first || first[0] !== first[1]) return null;
  const text = String.fromCodePoint(first[0]);
  if (ranges.length === 1) return { text, caseless: false };
  const letter = ranges.length === 2 && second?.[0] === second?.[1] && second?.[0] === first[0] + 32;
  return letter ? { text: text.toLowerCase(), caseless: true } : null;
}

const shortest = (texts: readonly RequiredText[]) => Math.min(...texts.map(({ text }) => text.length));

/** Runs of single characters in a sequence, and what its other items require by themselves. */
function candidatesOf(items: readonly Node[]): RequiredText[][] {
  const found: RequiredText[][] = [];
  let run: RequiredText = { text: '', caseless: false };
  for (const item of items) {
    const single = item.kind === 'set' ? singleOf(item) : null;
    if (single) run = { text: run.text + single.text, caseless: run.caseless || single.caseless };
    else if (item.kind !== 'assert') {
      const inside = item.kind === 'set' ? null : requiredTexts(item);
      found.push([run], ...(inside ? [inside] : []));
      run = { text: '', caseless: false };
    }
  }
  return [...found, [run]];
}

/**
 * Texts of which every match holds at least one, so that they can be looked for first; null when there are none worth
 * it.
 */
export function requiredTexts(node: Node): RequiredText[] | null {
  if (node.kind === 'choice') {
    const ways = node.items.map(requiredTexts);
    const texts = ways.every((way) => way !== null) ? ways.flat() : null;
    return texts && texts.length <= MOST_TEXTS ? texts : null;
  }
  if (node.kind === 'repeat') return node.least > 0 ? requiredTexts(node.item) : null;
  const candidates = candidatesOf(node.kind === 'sequence' ? node.items : [node]);
  const best = candidates.reduce((longest, texts) => (shortest(texts) > shortest(longest) ? texts : longest));
  return shortest(best) >= 2 ? best : null;
}
