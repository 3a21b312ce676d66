import { createLoader } from 'nuqs/server';
import { describe, expect, it } from 'vitest';
import { listMaterials } from '@/contracts/materials';
import { isFiltered, materialParsers, orderOf, sortBy, toListQuery } from './search-params';

const load = createLoader(materialParsers);
const stateOf = (query: string) => load(new URLSearchParams(query));

describe('the list in the URL', () => {
  it.each(['', 'search=hive&engineType=spark&engineType=hive&state=damaged', 'pageSize=100000', 'sort=name&cursor=x'])(
    'is a query that the API takes: %s',
    (query) => {
      expect(listMaterials.query.safeParse(toListQuery(stateOf(query))).success).toBe(true);
    },
  );

  it('is not narrowed by order, page or side panel', () => {
    expect(isFiltered(stateOf('sort=name&order=desc&cursor=x&open=spark/3.2.1/lib.zip'))).toBe(false);
    expect(isFiltered(stateOf('state=current'))).toBe(true);
  });

  it('orders names from A on and times from the latest on', () => {
    expect(orderOf(stateOf('sort=name'))).toBe('asc');
    expect(orderOf(stateOf(''))).toBe('desc');
    expect(orderOf(stateOf('sort=name&order=desc'))).toBe('desc');
  });

  it('turns the order round when it is asked for again, and starts at the first page', () => {
    expect(sortBy(stateOf('cursor=x'), 'changedTime')).toEqual({ sort: 'changedTime', order: 'asc', cursor: null });
    expect(sortBy(stateOf(''), 'name')).toEqual({ sort: 'name', order: null, cursor: null });
  });
});
