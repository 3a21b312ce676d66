'use client';

import { Button } from '@mantine/core';
import { IconArrowsDiagonal } from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { SidePanel } from '@/components/data-table/side-panel';
import { LoadingState } from '@/components/states';
import { useContextDetail } from '../api';
import { contextHref, contextText } from '../format';
import type { ContextView } from '../search-params';
import classes from './contexts.module.css';

// The list is there before what is shown beside it.
const ContextBody = dynamic(() => import('./context-body').then((module) => module.ContextBody), {
  loading: () => <LoadingState />,
});

/** One context beside the list. What is chosen in it is not in the URL, which is the list's. */
export function ContextSidePanel({ id, onClose }: { id: number; onClose: () => void }) {
  const t = useTranslations('contexts');
  const { data } = useContextDetail(id);
  const [view, setView] = useState<ContextView>({
    tab: 'values',
    search: null,
    type: null,
    valuesCursor: null,
    historiesCursor: null,
    value: null,
  });
  const name = data ? contextText(data) : String(id);
  return (
    <SidePanel
      name={t('panelOf', { context: name })}
      title={name}
      tools={
        <Button
          component={Link}
          href={contextHref({ id })}
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
        <ContextBody id={id} view={view} onView={(change) => setView((old) => ({ ...old, ...change }))} />
      </div>
    </SidePanel>
  );
}
