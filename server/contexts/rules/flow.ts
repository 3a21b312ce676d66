/** Edges of a flow between names of nodes, both ways. */
export interface Flow {
  upstream: Map<string, string[]>;
  downstream: Map<string, string[]>;
}

/** Key and type of the value that holds the flow of a context. */
export const FLOW_KEY = { key: 'flow.infos', contextType: 'OBJECT' } as const;

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function append(map: Map<string, string[]>, from: string, to: string): void {
  const known = map.get(from);
  if (known) known.push(to);
  else map.set(from, [to]);
}

/**
 * Reads a flow from a stored value of type CSFlowInfos: `infos.edges` between ids, `infos.id_nodeName` with their names.
 * Null when the value is something else.
 */
export function readFlow(value: string | null): Flow | null {
  let infos: Record<string, unknown>;
  try {
    const typed = record(JSON.parse(value ?? ''));
    if (typed.type !== 'CSFlowInfos') return null;
    infos = record(record(JSON.parse(String(typed.value))).infos);
  } catch {
    return null;
  }
  const names = new Map(Object.entries(record(infos.id_nodeName)).map(([id, name]) => [id, String(name)]));
  const flow: Flow = { upstream: new Map(), downstream: new Map() };
  for (const edge of Array.isArray(infos.edges) ? infos.edges : []) {
    const source = names.get(String(record(edge).source));
    const target = names.get(String(record(edge).target));
    if (source === undefined || target === undefined) continue;
    append(flow.upstream, target, source);
    append(flow.downstream, source, target);
  }
  return flow;
}

/** Fewest edges from a node to every node that can be reached; flows may have cycles. */
export function distancesFrom(edges: Flow['upstream'], node: string): Map<string, number> {
  const found = new Map([[node, 0]]);
  let reached = [node];
  for (let distance = 1; reached.length > 0; distance++) {
    const next: string[] = [];
    for (const from of reached) {
      for (const to of edges.get(from) ?? []) {
        if (found.has(to)) continue;
        found.set(to, distance);
        next.push(to);
      }
    }
    reached = next;
  }
  return found;
}
