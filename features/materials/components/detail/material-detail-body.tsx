'use client';

import { Button } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { EmptyState, ErrorBanner, ErrorState, LoadingState } from '@/components/states';
import type { MaterialDetail } from '@/contracts/materials';
import { ApiProblem } from '@/lib/api-client';
import { useMaterialDetail } from '../../detail-api';
import { type EngineName, engineText } from '../../format';
import classes from './detail.module.css';
import { MaterialVersions } from './material-versions';
import { ReleaseTimeline } from './release-timeline';
import { RunningEngines } from './running-engines';

/** Materials, versions and releases of an engine version, for a place that shows its name already. */
export function MaterialDetailBody({ engineType, engineVersion }: { engineType: string; engineVersion: string }) {
  const engine = { engineType, engineVersion };
  const detail = useMaterialDetail(engine);
  if (!detail.data) return <DetailState engine={engine} error={detail.error} onRetry={() => detail.refetch()} />;
  return (
    <div className={classes.panels}>
      {detail.error && <ErrorBanner error={detail.error} onRetry={() => detail.refetch()} />}
      <RunningEngines detail={detail.data} />
      <DetailPanels detail={detail.data} />
    </div>
  );
}

/** One panel per material, and the releases. */
export function DetailPanels({ detail }: { detail: MaterialDetail }) {
  return (
    <div className={classes.panels}>
      {detail.materials.map((material) => (
        <MaterialVersions key={material.id} detail={detail} material={material} />
      ))}
      <ReleaseTimeline detail={detail} />
    </div>
  );
}

interface DetailStateProps {
  engine: EngineName;
  error: unknown;
  onRetry: () => void;
}

/** Why there is nothing to show of an engine version yet or at all. */
export function DetailState({ engine, error, onRetry }: DetailStateProps) {
  const t = useTranslations('materialDetail');
  if (!error) return <LoadingState rows={14} />;
  if (!(error instanceof ApiProblem && error.status === 404)) return <ErrorState error={error} onRetry={onRetry} />;
  return (
    <EmptyState
      title={t('notFound', { engine: engineText(engine) })}
      action={
        <>
          <Button component={Link} href="/materials" prefetch={false} variant="default">
            {t('backToList')}
          </Button>
          <Button component={Link} href="/materials/trash" prefetch={false} variant="default">
            {t('openTrash')}
          </Button>
        </>
      }
    >
      {t('notFoundHint')}
    </EmptyState>
  );
}
