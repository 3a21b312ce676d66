/** Finds stretches of a text; each as where it begins and ends. */
export type Finder = (text: string) => [number, number][];

// Steps that one look at a text may take; a pattern that needs more finds what it has found until then.
const MOST_STEPS = 40_000;
const MOST_NODES = 500;

type Node =
  | { kind: 'char'; test: (character: string) => boolean }
  | { kind: 'edge'; test: (text: string, at: number) => boolean }
  | { kind: 'split'; first: number; second: number }
  | { kind: 'jump'; to: number }
  | { kind: 'end' };

/**
 * Finder of a regular expression that takes time linear in the text whatever the pattern: the browser's own takes
 * exponential time for some, and would freeze the page. Null for syntax that it does not know; the pattern may still be
 * a right one for the server. Tries every (node, place) at most once, as RE2's bit-state matcher does.
 */
export function compilePattern(pattern: string, caseSensitive: boolean): Finder | null {
  try {
    const nodes = new Compiler(pattern, caseSensitive).compile();
    return (text) => findAll(nodes, text);
  } catch (error) {
    if (error instanceof UnknownSyntax || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** What has been tried: a mark of this round. A new round forgets all at no cost. */
interface Seen {
  marks: Uint16Array;
  round: number;
}

function findAll(nodes: Node[], text: string): [number, number][] {
  const found: [number, number][] = [];
  const budget = { steps: MOST_STEPS };
  const seen: Seen = { marks: new Uint16Array(nodes.length * (text.length + 1)), round: 1 };
  for (let at = 0; at <= text.length && budget.steps > 0; ) {
    const end = matchAt(nodes, text, at, seen, budget);
    if (end !== null && end > at) {
      found.push([at, end]);
      at = end;
      // What was tried for this hit may be tried again for the next.
      seen.round++;
    } else at++;
  }
  return found;
}

function matchAt(nodes: Node[], text: string, start: number, seen: Seen, budget: { steps: number }): number | null {
  const todo: [number, number][] = [[0, start]];
  for (let next = todo.pop(); next; next = todo.pop()) {
    const [index, at] = next;
    const mark = index * (text.length + 1) + at;
    if (seen.marks[mark] === seen.round) continue;
    seen.marks[mark] = seen.round;
    if (--budget.steps <= 0) return null;
    const node = nodes[index];
    if (!node) continue;
    if (node.kind === 'end') return at;
    if (node.kind === 'jump') todo.push([node.to, at]);
    else if (node.kind === 'split') todo.push([node.second, at], [node.first, at]);
    else if (node.kind === 'edge') node.test(text, at) && todo.push([index + 1, at]);
    else if (at < text.length && node.test(text[at] ?? '')) todo.push([index + 1, at + 1]);
  }
  return null;
}

class UnknownSyntax extends Error {}

/** From a pattern to nodes, by recursive descent: alternatives, sequences, repeats, atoms. */
class Compiler {
  private at = 0;
  private nodes: Node[] = [];
  private ignoreCase: boolean;

  constructor(
    private readonly pattern: string,
    caseSensitive: boolean,
  ) {
    const flags = /^\(\?([is]+)\)/.exec(pattern);
    if (flags) this.at = flags[0].length;
    this.ignoreCase = !caseSensitive || (flags?.[1]?.includes('i') ?? false);
  }

  compile(): Node[] {
    this.alternatives();
    if (this.at < this.pattern.length) throw new UnknownSyntax();
    this.nodes.push({ kind: 'end' });
    return this.nodes;
  }

  private alternatives(): void {
    const start = this.nodes.length;
    this.sequence();
    if (this.pattern[this.at] !== '|') return;
    this.at++;
    const left = this.nodes.splice(start);
    const split: Node = { kind: 'split', first: start + 1, second: start + left.length + 2 };
    const jump: Node = { kind: 'jump', to: 0 };
    this.nodes.push(split, ...shifted(left, 1), jump);
    this.alternatives();
    jump.to = this.nodes.length;
  }

  private sequence(): void {
    while (this.at < this.pattern.length && !'|)'.includes(this.pattern[this.at] ?? '')) {
      const start = this.nodes.length;
      this.atom();
      this.repeat(start);
      if (this.nodes.length > MOST_NODES) throw new UnknownSyntax();
    }
  }

  private repeat(start: number): void {
    const found = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})(\??)/.exec(this.pattern.slice(this.at));
    if (!found) return;
    this.at += found[0].length;
    const [, sign, low, comma, high, lazy] = found;
    const least = sign ? (sign === '+' ? 1 : 0) : Number(low);
    const most = sign ? (sign === '?' ? 1 : Infinity) : high ? Number(high) : comma ? Infinity : least;
    const body = this.nodes.splice(start);
    const copies = Math.max(least, most === Infinity ? 1 : most);
    if (copies * (body.length + 2) > MOST_NODES || least > most) throw new UnknownSyntax();
    const put = () => {
      this.nodes.push(...shifted(body, this.nodes.length - start));
    };
    for (let count = 0; count < least; count++) put();
    if (most === Infinity) this.loop(put, lazy === '?');
    else for (let count = least; count < most; count++) this.optional(put, lazy === '?');
  }

  private loop(put: () => void, lazy: boolean): void {
    const split = this.nodes.length;
    this.optional(() => {
      put();
      this.nodes.push({ kind: 'jump', to: split });
    }, lazy);
  }

  private optional(put: () => void, lazy: boolean): void {
    const index = this.nodes.length;
    const split = { kind: 'split' as const, first: index + 1, second: index + 1 };
    this.nodes.push(split);
    put();
    split[lazy ? 'first' : 'second'] = this.nodes.length;
  }

  private atom(): void {
    const rest = this.pattern.slice(this.at);
    const group = /^\((?:\?:|\?P?<\w+>|(?!\?))/.exec(rest);
    if (group) {
      this.at += group[0].length;
      this.alternatives();
      if (this.pattern[this.at] !== ')') throw new UnknownSyntax();
      this.at++;
      return;
    }
    const edge = /^(?:[\^$]|\\[bBAz])/.exec(rest)?.[0];
    if (edge) {
      this.at += edge.length;
      this.nodes.push({ kind: 'edge', test: edgeTest(edge) });
      return;
    }
    const token =
      /^(?:\[\^?\]?(?:\[:\w+:\]|\\.|[^\]\\])*\]|\\x[\da-f]{2}|\\[dwsDWSnrtfv]|\\[^\w\s]|[^\\()[\]*+?{}|^$]|[{}\]])/i.exec(
        rest,
      )?.[0];
    if (!token) throw new UnknownSyntax();
    this.at += token.length;
    this.nodes.push({ kind: 'char', test: charTest(token, this.ignoreCase) });
  }
}

function shifted(nodes: Node[], by: number): Node[] {
  return nodes.map((node) => {
    if (node.kind === 'jump') return { ...node, to: node.to + by };
    return node.kind === 'split' ? { ...node, first: node.first + by, second: node.second + by } : node;
  });
}

const isWord = (text: string, at: number) => /\w/.test(text[at] ?? '');

function edgeTest(edge: string): (text: string, at: number) => boolean {
  if (edge === '^' || edge === '\\A') return (_, at) => at === 0;
  if (edge === '$' || edge === '\\z') return (text, at) => at === text.length;
  const wanted = edge === '\\b';
  return (text, at) => (isWord(text, at - 1) !== isWord(text, at)) === wanted;
}

const POSIX: Record<string, string> = {
  alpha: 'a-zA-Z',
  digit: '\\d',
  alnum: 'a-zA-Z\\d',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  word: '\\w',
  xdigit: '\\da-fA-F',
  punct: '!-\\/:-@\\[-`{-~',
};

/** Asks the browser's own expression, which is safe for one character; its answers are kept. */
function charTest(token: string, ignoreCase: boolean): (character: string) => boolean {
  const known = new Map<string, boolean>();
  const source = token
    .replace(/\[:(\w+):\]/g, (_, name: string) => POSIX[name] ?? '')
    .replace(/^(\[\^?)\]/, '$1\\]')
    .replace(/^[{}\]]$/, '\\$&');
  const expression = new RegExp(`^${source}$`, ignoreCase ? 'is' : 's');
  return (character) => {
    const answer = known.get(character) ?? expression.test(character);
    known.set(character, answer);
    return answer;
  };
}
