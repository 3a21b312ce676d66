'use client';

import { Button } from '@mantine/core';
import { IconArrowsDiagonal } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { SidePanel } from '@/components/data-table/side-panel';
import { type EngineName, engineText, materialHref } from '../../format';
import { MaterialDetailBody } from '../detail/material-detail-body';
import classes from './material-list.module.css';

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
