'use client';

import { useTranslations } from 'next-intl';
import classes from '@/components/data-table/list-page.module.css';
import type { EngineRecordDetail } from '@/contracts/engine-history';
import { EngineFacts } from './engine-facts';
import { MetricsList } from './metrics-list';
import { ResourceComparison } from './resource-comparison';
import { StartReason } from './start-reason';
import { Timeline } from './timeline';

/** What is shown of one engine beside the list. */
export function EnginePanelBody({ record }: { record: EngineRecordDetail }) {
  const t = useTranslations('engineDetail');
  return (
    <div className={classes.panelBody}>
      <StartReason record={record} />
      <EngineFacts record={record} />
      <section>
        <h3>{t('timeline')}</h3>
        <Timeline record={record} />
      </section>
      <section>
        <h3>{t('resources')}</h3>
        <ResourceComparison record={record} />
      </section>
      <section>
        <h3>{t('metrics')}</h3>
        <MetricsList record={record} />
      </section>
    </div>
  );
}
