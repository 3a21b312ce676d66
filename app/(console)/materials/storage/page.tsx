import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { StoragePage } from '@/features/materials/components/storage/storage-page';
import { materialKeys } from '@/features/materials/query-keys';
import { readStorage } from '@/server/materials/service';
import { Prefetched } from '../../prefetched';

/** Title in the visitor's language. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('materialStorage'))('title') };
}

/** How much the storage of materials holds. */
export default function MaterialStoragePage() {
  return (
    <Prefetched read={async (context) => ({ key: materialKeys.storage, data: await readStorage(context) })}>
      <StoragePage />
    </Prefetched>
  );
}
