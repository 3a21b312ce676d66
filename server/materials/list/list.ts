import type { z } from 'zod';
import { type listMaterials, MATERIAL_STATES, type Material, type MaterialListQuery } from '@/contracts/materials';
import {
  findVersionBriefs,
  findVersions,
  type LibraryVersionBrief,
  type LibraryVersionRow,
} from '@/server/library/service';
import type { Context } from '@/server/platform/context';
import type { Database } from '@/server/platform/db/database';
import { AppError } from '@/server/platform/errors';
import type { MaterialRow } from '../engine/store';
import { needAdministrator } from '../policy';
import { toMaterial } from '../serializer';
import {
  countMaterials,
  findEngineTypes,
  findMaterialIds,
  findMaterialPage,
  type ListedMaterial,
  type SortKey,
} from './store';

/** Up to so many materials are sorted by themselves. */
const FEW = 500;

interface Cursor {
  back: boolean;
  key: SortKey;
}

/** A cursor says which order it is of, so that one of another order is noticed. */
function writeCursor(query: MaterialListQuery, back: boolean, key: SortKey): string {
  return Buffer.from(JSON.stringify([query.sort, back, key])).toString('base64url');
}

/** Reads a cursor. @throws AppError invalid_input when it was not made for this order */
function readCursor(query: MaterialListQuery): Cursor | null {
  if (query.cursor === undefined) return null;
  try {
    const [sort, back, key] = JSON.parse(Buffer.from(query.cursor, 'base64url').toString('utf8')) as unknown[];
    const fits = Array.isArray(key) && key.length === (query.sort === 'name' ? 4 : 2) && Number.isInteger(key.at(-1));
    const texts =
      fits && key.slice(0, -1).every((part, index) => typeof part === 'string' || (part === null && index > 0));
    const time = query.sort === 'name' || (texts && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(key[0]));
    if (sort === query.sort && typeof back === 'boolean' && texts && time) return { back, key: key as SortKey };
  } catch {
    // Not made here: as below.
  }
  throw new AppError('invalid_input', 'The cursor was not made for this order. Start again without it.', {
    faults: [{ path: 'cursor', message: 'not made for this order' }],
  });
}

/** Materials as the API shows them, with what the library knows of them. */
export function describeMaterials(
  materials: readonly Pick<ListedMaterial, 'row' | 'changedBy'>[],
  versions: readonly LibraryVersionBrief[],
): Material[] {
  const byResource = new Map<string, LibraryVersionBrief[]>();
  for (const version of versions) {
    const known = byResource.get(version.resourceId);
    if (known) known.push(version);
    else byResource.set(version.resourceId, [version]);
  }
  return materials.map(({ row, changedBy }) => toMaterial(row, byResource.get(row.resourceId) ?? [], changedBy));
}

/** All versions of the resources that materials point to. */
export function findVersionsOf(context: Context, rows: readonly MaterialRow[]): Promise<LibraryVersionRow[]> {
  return findVersions(context, [...new Set(rows.map(({ resourceId }) => resourceId))]);
}

type Found = { found: ListedMaterial[]; total: number };
type PageOrder = Parameters<typeof findMaterialPage>[2];

/**
 * A page of the materials in the usual state, which has most of them: every material is in one state, and those in the
 * others are found faster than what is in none of them.
 */
async function findCurrent(database: Database, query: MaterialListQuery, page: PageOrder): Promise<Found> {
  const others = MATERIAL_STATES.filter((state) => state !== 'current');
  const { state: _, ...filter } = query;
  const [all, ...excepted] = await Promise.all([
    countMaterials(database, filter),
    ...others.map((state) => findMaterialIds(database, { ...filter, state }, FEW + 1)),
  ]);
  if (excepted.every(({ length }) => length <= FEW)) {
    const except = excepted.flat();
    return { found: await findMaterialPage(database, { filter, except }, page), total: all - except.length };
  }
  const [found, ...counts] = await Promise.all([
    findMaterialPage(database, { filter: query }, page),
    ...others.map((state) => countMaterials(database, { ...filter, state })),
  ]);
  return { found, total: counts.reduce((left, count) => left - count, all) };
}

/**
 * A page and how many materials there are. What a search or a state finds is looked up first: of few, the page is cut
 * from those; with many, a walk through the order's index soon has a page full.
 */
async function findPage(database: Database, filter: MaterialListQuery, page: PageOrder): Promise<Found> {
  if (filter.state === 'current') return findCurrent(database, filter, page);
  if (filter.search || filter.state) {
    const ids = await findMaterialIds(database, filter, FEW + 1);
    if (ids.length === 0) return { found: [], total: 0 };
    if (ids.length <= FEW) return { found: await findMaterialPage(database, { ids }, page), total: ids.length };
  }
  const [found, total] = await Promise.all([
    findMaterialPage(database, { filter }, page),
    countMaterials(database, filter),
  ]);
  return { found, total };
}

/** A page of the materials of all engine versions. @throws AppError forbidden, invalid_input (cursor) */
export async function findMaterialList(
  context: Context,
  query: MaterialListQuery,
): Promise<z.input<(typeof listMaterials)['data']>> {
  needAdministrator(context.actor);
  const { database } = context;
  const cursor = readCursor(query);
  const order = query.order ?? (query.sort === 'name' ? 'asc' : 'desc');
  const opposite = order === 'asc' ? 'desc' : 'asc';
  const [{ found, total }, engineTypes] = await Promise.all([
    findPage(database, query, {
      sort: query.sort,
      order: cursor?.back ? opposite : order,
      after: cursor?.key ?? null,
      size: query.pageSize + 1,
    }),
    findEngineTypes(database),
  ]);
  const more = found.length > query.pageSize;
  const page = found.slice(0, query.pageSize);
  if (cursor?.back) page.reverse();
  const versions = await findVersionBriefs(context, [...new Set(page.map(({ row }) => row.resourceId))]);
  const cursorAt = (at: ListedMaterial | undefined, back: boolean) => (at ? writeCursor(query, back, at.key) : null);
  return {
    items: describeMaterials(page, versions),
    total,
    engineTypes,
    nextCursor: cursor?.back || more ? cursorAt(page.at(-1), false) : null,
    previousCursor: (cursor?.back && more) || (cursor && !cursor.back) ? cursorAt(page[0], true) : null,
  };
}
