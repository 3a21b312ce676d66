import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { MaterialComparePage } from '@/features/materials/components/compare/material-compare-page';
import { materialKeys } from '@/features/materials/query-keys';
import { readMaterialDetail } from '@/server/materials/service';
import { Prefetched } from '../../../../../prefetched';

type Props = { params: Promise<{ engineType: string; engineVersion: string; fileName: string }> };

async function materialOf({ params }: Props) {
  const { engineType, engineVersion, fileName } = await params;
  return {
    engineType: decodeURIComponent(engineType),
    engineVersion: decodeURIComponent(engineVersion),
    fileName: decodeURIComponent(fileName),
  };
}

/** Title in the visitor's language. */
export async function generateMetadata(props: Props): Promise<Metadata> {
  const { fileName } = await materialOf(props);
  return { title: (await getTranslations('materialCompare'))('title', { fileName }) };
}

/** Two versions of a material side by side; which versions there are is read ahead. */
export default async function ComparePage(props: Props) {
  const { fileName, ...engine } = await materialOf(props);
  return (
    <Prefetched
      read={async (context) => ({
        key: materialKeys.detail(engine.engineType, engine.engineVersion),
        data: await readMaterialDetail(context, engine),
      })}
    >
      <MaterialComparePage engine={engine} fileName={fileName} />
    </Prefetched>
  );
}
