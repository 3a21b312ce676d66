'use client';

import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { TimeText } from '@/components/time-text';
import type { CleanupRun } from '@/contracts/cleanup';
import { numberFormat } from '@/lib/number-format';
import { RunState } from '../../components/run-state';
import { runHref } from '../../format';
import classes from './policies.module.css';

/** What a policy ran last: how it stands, when, how much, and the way to it. */
export function LastRun({ run }: { run: CleanupRun | null }) {
  const t = useTranslations('cleanup');
  const policies = useTranslations('cleanupPolicies');
  const locale = useLocale();
  if (run === null) return <span className="er-dim">{policies('neverRun')}</span>;
  const number = numberFormat(locale);
  return (
    <span className={classes.lastRun}>
      <Link href={runHref(run)} prefetch={false}>
        {t('runNumber', { id: run.id })}
      </Link>
      <RunState run={run} />
      <TimeText time={run.startedTime ?? run.createdTime} />
      <span className="er-dim">
        {run.startedTime === null
          ? policies('found', { rows: number.format(run.total), count: run.total })
          : policies('deleted', { rows: number.format(run.affected), count: run.affected })}
      </span>
    </span>
  );
}
