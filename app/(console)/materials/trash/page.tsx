import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { TrashPage } from '@/features/materials/components/trash/trash-page';
import { materialKeys } from '@/features/materials/query-keys';
import { listTrash } from '@/server/materials/service';
import { Prefetched } from '../../prefetched';

/** Title in the visitor's language. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('materialTrash'))('title') };
}

/** Deleted materials that can still be restored. */
export default function MaterialTrashPage() {
  return (
    <Prefetched read={async (context) => ({ key: materialKeys.trash, data: await listTrash(context) })}>
      <TrashPage />
    </Prefetched>
  );
}
