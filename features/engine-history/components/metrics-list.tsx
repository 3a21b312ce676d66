'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { CopyButton } from '@/components/copy-button';
import { DurationText } from '@/components/duration-text';
import { TimeText } from '@/components/time-text';
import type { EngineRecordDetail } from '@/contracts/engine-history';
import classes from './engine-detail.module.css';

/** Members that Linkis' engines report; the spelling of `yarnqueueName` is theirs. */
const KNOWN = {
  totalBusyTimeMills: 'duration',
  totalIdleTimeMills: 'duration',
  totalLockTimeMills: 'duration',
  totalUnlockTimeMills: 'duration',
  unlockToShutdownTimeMills: 'duration',
  lastUnlockTimestamp: 'time',
  yarnqueueName: 'text',
  applicationId: 'text',
  applicationUrl: 'text',
  yarnMode: 'text',
  ec_can_try: 'text',
} as const;
type KnownName = keyof typeof KNOWN;

/** The last heartbeat: known members with names and units, others as they came, and the whole to copy. */
export function MetricsList({ record }: { record: EngineRecordDetail }) {
  const t = useTranslations('engineDetail');
  const { metrics, metricsText } = record;
  if (!metrics) return metricsText ? <RawMetrics text={metricsText} /> : <p className="er-dim">{t('noMetrics')}</p>;
  // Shown elsewhere on the page.
  const names = Object.keys(metrics).filter((name) => name !== 'ticketId' && name !== 'start_reason');
  return (
    <>
      <dl className={classes.facts}>
        {names.map((name) => (
          <div key={name} className={classes.fact}>
            <dt title={name}>{isKnown(name) ? t(`metricNames.${name}`) : <span className="er-mono">{name}</span>}</dt>
            <dd>
              <MetricValue name={name} value={metrics[name]} />
            </dd>
          </div>
        ))}
      </dl>
      <p className={classes.note}>
        {t('wholeMetrics')} <CopyButton text={metricsText ?? JSON.stringify(metrics)} what={t('metrics')} />
      </p>
    </>
  );
}

function isKnown(name: string): name is KnownName {
  return Object.hasOwn(KNOWN, name);
}

function MetricValue({ name, value }: { name: string; value: unknown }): ReactNode {
  const kind = isKnown(name) ? KNOWN[name] : 'text';
  if (kind === 'duration' && typeof value === 'number') return <DurationText seconds={value / 1000} />;
  if (kind === 'time' && typeof value === 'number' && value > 0 && value < 8.64e15)
    return <TimeText time={new Date(value).toISOString()} />;
  return <span className="er-mono">{typeof value === 'string' ? value : JSON.stringify(value)}</span>;
}

function RawMetrics({ text }: { text: string }) {
  const t = useTranslations('engineDetail');
  return (
    <>
      <p className={classes.note}>
        {t('metricsUnreadable')} <CopyButton text={text} what={t('metrics')} />
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1) */}
      <pre className={classes.raw} tabIndex={0}>
        {text}
      </pre>
    </>
  );
}
