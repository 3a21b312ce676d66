'use client';

import { Button } from '@mantine/core';
import { IconArrowsDiagonal } from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { SidePanel } from '@/components/data-table/side-panel';
import { LoadingState } from '@/components/states';
import { type EngineName, engineText, materialHref } from '../../format';
import classes from './material-list.module.css';

// The list is there before what is shown beside it.
const MaterialDetailBody = dynamic(
  () => import('../detail/material-detail-body').then((module) => module.MaterialDetailBody),
  { loading: () => <LoadingState /> },
);

/** One engine version beside the list. */
export function MaterialSidePanel({ engine, onClose }: { engine: EngineName; onClose: () => void }) {
  const t = useTranslations('materials');
  return (
    <SidePanel
      name={t('panelOf', { engine: engineText(engine) })}
      title={engineText(engine)}
      tools={
        <Button
          component={Link}
          href={materialHref(engine)}
          prefetch={false}
          variant="default"
          leftSection={<IconArrowsDiagonal size={14} aria-hidden />}
        >
          {t('openPage')}
        </Button>
      }
      closeText={t('closePanel')}
      onClose={onClose}
    >
      <div className={classes.panelBody}>
        <MaterialDetailBody {...engine} />
      </div>
    </SidePanel>
  );
}
