import type { Condition, Nearest } from './condition';
import { distancesFrom, type Flow } from './flow';

/** What a search looks at of a value. */
export interface Searchable {
  key: string;
  contextType: string | null;
  contextScope: string | null;
  /** The `keywords` column as it is. */
  keywords: string | null;
  /** Type of the inner value. */
  valueType: string | null;
}

/** The node that a key belongs to: what stands between `node.` and the next dot; null when it belongs to none. */
export function nodeOf(key: string): string | null {
  const start = key.indexOf('node.');
  const end = key.indexOf('.', start + 5);
  return start < 0 || end < 0 ? null : key.slice(start + 5, end);
}

/** Nodes that are not reached are this far, as in the original. */
const UNREACHABLE = 100_000;

function rank<Row extends Searchable>(rows: readonly Row[], nearest: Nearest, flow: Flow | null): Row[] {
  const most = Math.max(0, nearest.number ?? rows.length);
  if (nearest.currentNode === null) return rows.slice(0, most);
  if (flow === null) return [];
  const current = nearest.currentNode.slice(nearest.currentNode.lastIndexOf('.') + 1);
  const upstream = distancesFrom(flow.upstream, current);
  const downstream = nearest.upstreamOnly ? null : distancesFrom(flow.downstream, current);
  const placed = rows.flatMap((row) => {
    const node = nodeOf(row.key);
    if (node === null) return [{ row, distance: UNREACHABLE }];
    const distance = Math.min(upstream.get(node) ?? UNREACHABLE, downstream?.get(node) ?? UNREACHABLE);
    return nearest.upstreamOnly && distance === UNREACHABLE ? [] : [{ row, distance }];
  });
  return placed
    .sort((left, right) => left.distance - right.distance)
    .slice(0, most)
    .map(({ row }) => row);
}

/**
 * The rows that a condition finds. They keep their order, but for a Nearest at the top, which puts the nearest first;
 * further down it only says which rows count. Source: contract/context.md §4.4 with the product's mends.
 *
 * @param flow of the context; without one, Nearest to a node finds nothing
 */
export function findMatches<Row extends Searchable>(
  rows: readonly Row[],
  condition: Condition,
  flow: Flow | null,
): Row[] {
  const within = (part: Condition) => new Set<Row>(findMatches(rows, part, flow));
  switch (condition.type) {
    case 'ContextType':
      return rows.filter((row) => row.contextType === condition.contextType);
    case 'ContextScope':
      return rows.filter((row) => row.contextScope === condition.contextScope);
    case 'Contains':
      return rows.filter((row) => row.key.includes(condition.value) || row.keywords?.includes(condition.value));
    case 'Regex':
      return rows.filter((row) => condition.matches(row.key) || condition.matches(row.keywords ?? ''));
    case 'ContextValueType':
      return rows.filter((row) => condition.valueType !== null && row.valueType === condition.valueType);
    case 'And': {
      const [left, right] = [within(condition.left), within(condition.right)];
      return rows.filter((row) => left.has(row) && right.has(row));
    }
    case 'Or': {
      const [left, right] = [within(condition.left), within(condition.right)];
      return rows.filter((row) => left.has(row) || right.has(row));
    }
    case 'Not': {
      const origin = within(condition.origin);
      return rows.filter((row) => !origin.has(row));
    }
    case 'Nearest':
      return rank(condition.origin ? findMatches(rows, condition.origin, flow) : rows, condition, flow);
  }
}
