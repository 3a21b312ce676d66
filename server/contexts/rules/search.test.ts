import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '@/server/platform/errors';
import vectors from '@/test/fixtures/context-vectors.json' with { type: 'json' };
import { parseCondition } from './condition';
import { type Flow, readFlow } from './flow';
import { findMatches, nodeOf, type Searchable } from './search';

const flowText = (infos: unknown) => JSON.stringify({ type: 'CSFlowInfos', value: JSON.stringify({ infos }) });

describe("the original's searches", () => {
  const known = vectors.search.fixture.rows.map((row) => ({
    key: row.key,
    contextType: row.type,
    contextScope: row.scope,
    valueType: row.value,
    keywords: row.keywords ?? null,
  }));
  const variable = { contextType: 'Variable', contextScope: 'PUBLIC', valueType: 'LinkisVariable', keywords: null };
  const [n1, n2, ...others] = known as [Searchable, Searchable, ...Searchable[]];
  // Two rows that the answers of the vectors have and their fixture leaves out.
  const rows = [
    n1,
    n2,
    { key: 'node.n3.variable.v3', ...variable },
    ...others,
    { key: 'flow.variable.fv', ...variable },
  ];
  const flow = readFlow(flowText(vectors.search.fixture['flow.infos']));

  it.each(vectors.search.cases)('$name', ({ name, condition, linkis, product }) => {
    if (name === 'unknown-type') return expect(() => parseCondition(condition)).toThrow(AppError);
    const from = name === 'nearest-up-single-nonupstream' ? [n1] : rows;
    const found = findMatches(from, parseCondition(condition), name === 'nearest-noflow' ? null : flow);
    const keys = found.map(({ key }) => key);
    if (name === 'nearest-nullorigin') return expect([...keys].sort()).toEqual(rows.map(({ key }) => key).sort());
    expect(keys).toEqual(product ?? linkis);
  });

  it('does without a current node, and counts only so many', () => {
    const nearest = { type: 'Nearest', origin: { type: 'Contains', value: 'variable' }, currentNode: null, number: 2 };
    expect(findMatches(rows, parseCondition(nearest), null).map(({ key }) => key)).toEqual([
      'node.n3.variable.v3',
      'node.n5.variable.v5',
    ]);
  });

  it('finds upstream and downstream nodes of flows that go round', () => {
    const names = { a: 'a', b: 'b', c: 'c', d: 'd' };
    const edges = ['ab', 'bc', 'ca', 'aa', 'xd'].map(([source, target]) => ({ source, target }));
    const round = readFlow(flowText({ edges, id_nodeName: names }));
    const keys = ['c', 'b', 'a', 'd'].map((node) => ({ key: `node.${node}.table.t`, ...variable }));
    const nearest = { type: 'Nearest', currentNode: 'x.b', upstreamOnly: true };
    expect(findMatches(keys, parseCondition(nearest), round).map(({ key }) => nodeOf(key))).toEqual(['b', 'a', 'c']);
  });

  it('understands no flow in what is none', () => {
    for (const text of [null, '', 'x', '[]', '{"type":"CSTable","value":"{}"}', '{"type":"CSFlowInfos","value":"x"}'])
      expect(readFlow(text)).toBeNull();
  });
});

// A model that shares nothing with the rules: it looks at one row and walks edges one by one.
type Plain = { type: string } & Record<string, unknown>;
const TYPES = ['METADATA', 'OBJECT', 'Variable'];
const SCOPES = ['PUBLIC', 'PRIVATE'];
const NODES = ['a', 'b', 'c', 'd'];

function shortest(edges: readonly [string, string][], from: string, to: string, left = NODES.length): number {
  if (from === to) return 0;
  if (left === 0) return Number.POSITIVE_INFINITY;
  const ways = edges.filter(([source]) => source === from).map(([, target]) => shortest(edges, target, to, left - 1));
  return Math.min(Number.POSITIVE_INFINITY, ...ways.map((way) => way + 1));
}

function expectedRows(rows: Searchable[], condition: Plain, edges: [string, string][]): Searchable[] {
  const part = (name: string) => expectedRows(rows, condition[name] as Plain, edges);
  if (condition.type === 'ContextType') return rows.filter((row) => row.contextType === condition.contextType);
  if (condition.type === 'ContextScope') return rows.filter((row) => row.contextScope === condition.contextScope);
  if (condition.type === 'Contains' || condition.type === 'Regex') {
    const text = String(condition.value ?? condition.regex);
    return rows.filter((row) => `${row.key}\n${row.keywords}`.includes(text));
  }
  if (condition.type === 'Not') return rows.filter((row) => !part('origin').includes(row));
  if (condition.type === 'And') return rows.filter((row) => part('left').includes(row) && part('right').includes(row));
  if (condition.type === 'Or') return rows.filter((row) => part('left').includes(row) || part('right').includes(row));
  const far = (row: Searchable) => {
    const node = row.key.split('.')[1] as string;
    const up = shortest(edges, node, condition.currentNode as string);
    return condition.upstreamOnly ? up : Math.min(up, shortest(edges, condition.currentNode as string, node));
  };
  const found = part('origin').filter((row) => !condition.upstreamOnly || far(row) < Number.POSITIVE_INFINITY);
  const ranked: Searchable[] = [];
  for (let distance = 0; distance <= NODES.length; distance++)
    ranked.push(...found.filter((row) => far(row) === distance));
  ranked.push(...found.filter((row) => far(row) === Number.POSITIVE_INFINITY));
  return ranked.slice(0, condition.number as number);
}

describe('searches of any kind', () => {
  const word = fc.constantFrom('a', 'tab', 'v1', 'kw');
  const row = fc.record({
    node: fc.constantFrom(...NODES),
    name: fc.constantFrom('tab', 'v1', 'v2'),
    contextType: fc.constantFrom(...TYPES),
    contextScope: fc.constantFrom(...SCOPES),
    keywords: fc.constantFrom(null, '["kw"]'),
  });
  const { condition } = fc.letrec<{ condition: Plain; leaf: Plain }>((tie) => ({
    leaf: fc.oneof(
      fc.record({ type: fc.constant('ContextType'), contextType: fc.constantFrom(...TYPES) }),
      fc.record({ type: fc.constant('ContextScope'), contextScope: fc.constantFrom(...SCOPES) }),
      fc.record({ type: fc.constant('Contains'), value: word }),
      fc.record({ type: fc.constant('Regex'), regex: word }),
    ) as fc.Arbitrary<Plain>,
    condition: fc.oneof(
      { maxDepth: 3 },
      tie('leaf'),
      fc.record({ type: fc.constantFrom('And', 'Or'), left: tie('condition'), right: tie('condition') }),
      fc.record({ type: fc.constant('Not'), origin: tie('condition') }),
      fc.record({
        type: fc.constant('Nearest'),
        origin: tie('condition'),
        currentNode: fc.constantFrom(...NODES),
        number: fc.integer({ min: 0, max: 6 }),
        upstreamOnly: fc.boolean(),
      }),
    ) as fc.Arbitrary<Plain>,
  }));
  const edge = fc.tuple(fc.constantFrom(...NODES), fc.constantFrom(...NODES));

  it('find what the model finds', () => {
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 8 }),
        condition,
        fc.array(edge, { maxLength: 6 }),
        (plain, asked, edges) => {
          const rows = plain.map(({ node, name, ...rest }) => ({
            key: `node.${node}.${name}`,
            valueType: null,
            ...rest,
          }));
          const names = Object.fromEntries(NODES.map((node) => [node, node]));
          const infos = { edges: edges.map(([source, target]) => ({ source, target })), id_nodeName: names };
          const flow = readFlow(flowText(infos)) as Flow;
          expect(findMatches(rows, parseCondition(asked), flow)).toEqual(expectedRows(rows, asked, edges));
        },
      ),
      { numRuns: 500 },
    );
  });
});
