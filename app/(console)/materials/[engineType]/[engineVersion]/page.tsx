import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { MaterialDetailPage } from '@/features/materials/components/detail/material-detail-page';
import { engineText } from '@/features/materials/format';
import { materialKeys } from '@/features/materials/query-keys';
import { readMaterialDetail } from '@/server/materials/service';
import { Prefetched } from '../../../prefetched';

type Props = { params: Promise<{ engineType: string; engineVersion: string }> };

async function engineOf({ params }: Props) {
  const { engineType, engineVersion } = await params;
  return { engineType: decodeURIComponent(engineType), engineVersion: decodeURIComponent(engineVersion) };
}

/** Title in the visitor's language. */
export async function generateMetadata(props: Props): Promise<Metadata> {
  return {
    title: (await getTranslations('materialDetail'))('titleOf', { engine: engineText(await engineOf(props)) }),
  };
}

/** Materials, versions and releases of an engine version. */
export default async function EngineMaterialsPage(props: Props) {
  const engine = await engineOf(props);
  return (
    <Prefetched
      read={async (context) => ({
        key: materialKeys.detail(engine.engineType, engine.engineVersion),
        data: await readMaterialDetail(context, engine),
      })}
    >
      <MaterialDetailPage {...engine} />
    </Prefetched>
  );
}
