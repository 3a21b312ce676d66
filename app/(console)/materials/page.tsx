import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { createLoader, type SearchParams } from 'nuqs/server';
import { listMaterials } from '@/contracts/materials';
import { MaterialsPage } from '@/features/materials/components/list/materials-page';
import { materialKeys } from '@/features/materials/query-keys';
import { materialParsers, toListQuery } from '@/features/materials/search-params';
import { findMaterialList } from '@/server/materials/service';
import { Prefetched } from '../prefetched';

/** Title in the visitor's language. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('materials'))('title') };
}

const loadState = createLoader(materialParsers);

/** The materials of all engine versions with their first page. */
export default async function MaterialListPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const query = toListQuery(await loadState(searchParams));
  return (
    <Prefetched
      read={async (context) => ({
        key: materialKeys.list(query),
        data: await findMaterialList(context, listMaterials.query.parse(query)),
      })}
    >
      <MaterialsPage />
    </Prefetched>
  );
}
