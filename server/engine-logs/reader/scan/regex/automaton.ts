import type { Program, Step } from './program';

const NEWLINE = 10;
const RETURN = 13;
/** What a state's table says for a class of bytes: not known yet, or that the line matches. Else where the next state is. */
const UNKNOWN = -1;
const MATCH = -2;
/** More states than this are not kept: then they are made anew. */
const MOST_STATES = 4000;

/** What lies before the next byte. */
type Before = 'line-start' | 'word' | 'other';

const isWord = (byte: number) =>
  (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || byte === 95 || (byte >= 97 && byte <= 122);

interface State {
  /** Steps that are waiting for the next byte, ascending. */
  steps: number[];
  before: Before;
  /** For a return at the end of a line, which ends it like the newline behind it. */
  atLineEnd: number;
}

/**
 * Finds lines that match by a deterministic automaton over bytes, which is built as bytes ask for it. Each byte is
 * looked at once, whatever the expression: time grows with the text alone.
 */
export class LineAutomaton {
  readonly #steps: readonly Step[];
  readonly #start: number;
  /** Whether it matters if a word goes on; if not, there are fewer states. */
  readonly #words: boolean;
  readonly #classOf = new Uint8Array(256);
  readonly #sample: number[] = [];
  #states: State[] = [];
  #known = new Map<string, number>();
  #table = new Int32Array(0);

  constructor(program: Program) {
    this.#steps = program.steps;
    this.#start = program.start;
    this.#words = program.steps.some((step) => step.kind === 'assert' && step.what.endsWith('word-boundary'));
    this.#makeClasses();
    this.#clear();
  }

  /** Puts bytes that no step tells apart into one class. */
  #makeClasses(): void {
    const cuts = new Set([0, NEWLINE, NEWLINE + 1, RETURN, RETURN + 1, 48, 58, 65, 91, 95, 96, 97, 123, 0x80, 0xc0]);
    for (const step of this.#steps) if (step.kind === 'byte') cuts.add(step.low).add(step.high + 1);
    let number = -1;
    for (let byte = 0; byte < 256; byte++) {
      if (cuts.has(byte)) this.#sample[++number] = byte;
      this.#classOf[byte] = number;
    }
  }

  #clear(): void {
    this.#states = [];
    this.#known.clear();
    this.#table = new Int32Array(64 * this.#sample.length).fill(UNKNOWN);
    this.#stateOf([this.#start], 'line-start');
  }

  /** Where a state's table begins. */
  #stateOf(steps: number[], before: Before): number {
    const name = `${before}:${steps.join()}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const width = this.#sample.length;
    const place = this.#states.length * width;
    this.#states.push({ steps, before, atLineEnd: UNKNOWN });
    this.#known.set(name, place);
    if (place + width > this.#table.length) {
      const larger = new Int32Array(this.#table.length * 2).fill(UNKNOWN);
      larger.set(this.#table);
      this.#table = larger;
    }
    return place;
  }

  /** Steps that can be reached without a byte, given what lies before and behind; null when one of them is the match. */
  #reach(state: State, next: number): Set<number> | null {
    const lineEnd = next === NEWLINE;
    const wordBefore = state.before === 'word';
    const boundary = wordBefore !== (!lineEnd && isWord(next));
    const holds = (what: string): boolean => {
      if (what === 'line-start') return state.before === 'line-start';
      if (what === 'line-end') return lineEnd;
      if (what === 'cut-character') return next < 0x80 || next > 0xbf;
      return what === 'word-boundary' ? boundary : !boundary;
    };
    const reached = new Set<number>();
    const open = [...state.steps];
    while (open.length > 0) {
      const number = open.pop() as number;
      if (reached.has(number)) continue;
      reached.add(number);
      const step = this.#steps[number] as Step;
      if (step.kind === 'match') return null;
      if (step.kind === 'split') open.push(...step.goto);
      else if (step.kind === 'assert' && holds(step.what)) open.push(step.goto);
    }
    return reached;
  }

  /** What follows a state on a byte: the place of the next state, or MATCH. A newline leads to the line after it. */
  #follow(state: State, byte: number): number {
    const reached = this.#reach(state, byte);
    if (reached === null) return MATCH;
    if (byte === NEWLINE) return 0;
    const next = new Set([this.#start]);
    for (const number of reached) {
      const step = this.#steps[number] as Step;
      if (step.kind === 'byte' && step.low <= byte && byte <= step.high) next.add(step.goto);
    }
    if (this.#states.length >= MOST_STATES) this.#clear();
    return this.#stateOf(
      [...next].sort((left, right) => left - right),
      this.#words && isWord(byte) ? 'word' : 'other',
    );
  }

  /** The slow way on: the first time that a state meets a class of bytes, and at returns. */
  #step(place: number, bytes: Buffer, at: number, end: number): number {
    const width = this.#sample.length;
    const state = this.#states[place / width] as State;
    const byte = bytes[at] as number;
    if (byte === RETURN) {
      // Its entry in the table stays unknown: whether it ends the line is seen at the byte behind it.
      if (at + 1 < end && bytes[at + 1] !== NEWLINE) return this.#follow(state, RETURN);
      if (state.atLineEnd === UNKNOWN) state.atLineEnd = this.#follow(state, NEWLINE);
      // If the line does not match, the newline behind is met in the same state, with the same result.
      return state.atLineEnd === MATCH ? MATCH : place;
    }
    const next = this.#follow(state, this.#sample[this.#classOf[byte] as number] as number);
    // The tables may have been cleared on the way.
    if (this.#states[place / width] === state) this.#table[place + (this.#classOf[byte] as number)] = next;
    return next;
  }

  /** A byte of the first line that matches, from the beginning of a line on; -1 if none does. */
  find(bytes: Buffer, from: number, end: number): number {
    const classOf = this.#classOf;
    let table = this.#table;
    let place = 0;
    for (let at = from; at < end; at++) {
      let next = table[place + (classOf[bytes[at] as number] as number)] as number;
      if (next < 0) {
        if (next === UNKNOWN) next = this.#step(place, bytes, at, end);
        if (next === MATCH) return at;
        table = this.#table;
      } else if (next === place) {
        // Most bytes change nothing; a loop in which nothing waits for the byte before runs several times as fast.
        while (at + 1 < end && table[place + (classOf[bytes[at + 1] as number] as number)] === place) at++;
      }
      place = next;
    }
    const open = end > from && bytes[end - 1] !== NEWLINE;
    if (!open) return -1;
    return this.#follow(this.#states[place / this.#sample.length] as State, NEWLINE) === MATCH ? end - 1 : -1;
  }
}
