'use client';

import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { CopyButton } from '@/components/copy-button';
import type { EngineRecordDetail } from '@/contracts/engine-history';
import classes from './engine-detail.module.css';

/** Why the engine did not start, when its record says so. */
export function StartReason({ record }: { record: EngineRecordDetail }) {
  const t = useTranslations('engineDetail');
  if (!record.startReason) return null;
  return (
    <section className={classes.reason} aria-label={t('startReason')}>
      <div className={classes.reasonHead}>
        <IconAlertTriangle size={16} aria-hidden />
        <strong>{t('startReason')}</strong>
        <CopyButton text={record.startReason} what={t('startReason')} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1) */}
      <pre tabIndex={0}>{record.startReason}</pre>
    </section>
  );
}
