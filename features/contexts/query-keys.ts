/** Keys under which answers about contexts are kept. */
export const contextKeys = {
  all: ['contexts'] as const,
  list: (state: object) => ['contexts', 'list', state] as const,
  detail: (id: number) => ['contexts', 'detail', id] as const,
  values: (id: number, query: object) => ['contexts', 'values', id, query] as const,
  value: (id: number, valueId: number) => ['contexts', 'value', id, valueId] as const,
  histories: (id: number, cursor: string | null) => ['contexts', 'histories', id, cursor] as const,
  listeners: (id: number) => ['contexts', 'listeners', id] as const,
};
