'use client';

import { IconArrowLeft } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { useCurrentSession } from '@/components/layout/current-session';
import { PageHeader } from '@/components/layout/page-header';
import { EmptyState, NoPermissionState } from '@/components/states';
import type { MaterialDetail } from '@/contracts/materials';
import { useMaterialDetail } from '../../detail-api';
import { defaultPair } from '../../detail-format';
import { type EngineName, engineText, materialHref } from '../../format';
import { DetailState } from '../detail/material-detail-body';
import classes from './compare.module.css';
import { CompareResult } from './compare-result';
import { compareParsers } from './search-params';
import { VersionPickers } from './version-pickers';

interface ComparePageProps {
  engine: EngineName;
  fileName: string;
}

/** Two versions of a material, compared. For administrators. */
export function MaterialComparePage({ engine, fileName }: ComparePageProps) {
  const t = useTranslations('materialCompare');
  const session = useCurrentSession();
  return (
    <>
      <Link href={materialHref(engine)} className={classes.crumb}>
        <IconArrowLeft size={13} aria-hidden />
        {engineText(engine)}
      </Link>
      <PageHeader title={t('title', { fileName })} />
      {session.role === 'admin' ? <Comparison engine={engine} fileName={fileName} /> : <NoPermissionState />}
    </>
  );
}

function Comparison({ engine, fileName }: ComparePageProps) {
  const t = useTranslations('materialCompare');
  const detail = useMaterialDetail(engine);
  if (!detail.data) return <DetailState engine={engine} error={detail.error} onRetry={() => detail.refetch()} />;
  const material = detail.data.materials.find((candidate) => candidate.fileName === fileName);
  if (material) return <MaterialComparison engine={engine} material={material} />;
  return (
    <EmptyState title={t('unknownFile', { engine: engineText(engine), fileName })}>{t('unknownFileHint')}</EmptyState>
  );
}

interface MaterialComparisonProps {
  engine: EngineName;
  material: MaterialDetail['materials'][number];
}

function MaterialComparison({ engine, material }: MaterialComparisonProps) {
  const t = useTranslations('materialCompare');
  const [state, setState] = useQueryStates(compareParsers, { history: 'replace' });
  const { fileName, versionList } = material;
  const usual = defaultPair(versionList, material.materialVersion);
  const from = state.from ?? usual?.from;
  const to = state.to ?? usual?.to;
  if (!from || !to) return <EmptyState title={t('tooFew')}>{t('tooFewHint', { fileName })}</EmptyState>;
  // Another pair is another page to go back from; filters are not.
  const choose = (pair: { from: string; to: string }) => void setState(pair, { history: 'push' });
  return (
    <div className={classes.page}>
      <VersionPickers versions={versionList} from={from} to={to} onChoose={choose} />
      <PairResult
        pair={{ engineType: engine.engineType, engineVersion: engine.engineVersion, fileName, from, to }}
        external={versionList.filter(({ version, stored }) => !stored && (version === from || version === to))}
        state={state}
        onChange={(change) => void setState(change)}
      />
    </div>
  );
}

function PairResult({
  external,
  ...props
}: Parameters<typeof CompareResult>[0] & { external: readonly { version: string }[] }) {
  const t = useTranslations('materialCompare');
  const { from, to } = props.pair;
  if (from === to) return <EmptyState title={t('sameVersion', { version: from })}>{t('sameVersionHint')}</EmptyState>;
  const [unknown] = external;
  if (unknown) return <EmptyState title={t('external')}>{t('externalHint', { version: unknown.version })}</EmptyState>;
  return <CompareResult {...props} />;
}
