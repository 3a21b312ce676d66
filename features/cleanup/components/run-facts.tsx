'use client';

import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { DurationText } from '@/components/duration-text';
import { Panel } from '@/components/panel';
import { TimeText } from '@/components/time-text';
import type { CleanupRun } from '@/contracts/cleanup';
import { numberFormat } from '@/lib/number-format';
import { policyHref, progressOf } from '../format';
import classes from './cleanup.module.css';
import { Fact } from './fact';
import { useRuleText } from './rule-text';

/** How far a run is, who wanted it and why. */
export function RunFacts({ run }: { run: CleanupRun }) {
  const t = useTranslations('cleanup');
  const ruleText = useRuleText();
  const number = numberFormat(useLocale());
  const percent = progressOf(run);
  const begun = run.startedTime !== null;
  return (
    <Panel title={t('facts.title')}>
      <div style={{ display: 'grid', gap: 12 }}>
        {begun && (
          <div
            className={classes.bar}
            role="progressbar"
            aria-label={t('facts.progress')}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={percent}
          >
            <span style={{ width: `${percent}%` }} />
          </div>
        )}
        {run.error && (
          <p role="alert" style={{ margin: 0 }}>
            {run.error}
          </p>
        )}
        <dl className={classes.facts}>
          <Fact name={t('facts.subject')}>{t(`subjects.${run.subject}`)}</Fact>
          <Fact name={t('facts.rule')}>{ruleText(run.rule)}</Fact>
          {begun && (
            <Fact name={t('facts.processed')}>
              {t('facts.of', { part: number.format(run.processed), total: number.format(run.total) })}
            </Fact>
          )}
          {begun && (
            <Fact name={t(run.kind === 'undo' ? 'facts.restored' : 'facts.deleted')}>
              {number.format(run.affected)}
            </Fact>
          )}
          {begun && <Fact name={t('facts.skipped')}>{number.format(run.skipped)}</Fact>}
          {run.rowsPerSecond !== null && (
            <Fact name={t('facts.rate')}>
              {t('facts.perSecond', { rate: number.format(Math.round(run.rowsPerSecond)) })}
            </Fact>
          )}
          {run.remainingSeconds !== null && run.state === 'running' && (
            <Fact name={t('facts.left')}>
              <DurationText seconds={run.remainingSeconds} />
            </Fact>
          )}
          <Fact name={t('facts.createdBy')}>
            {run.createdBy}, <TimeText time={run.createdTime} />
          </Fact>
          {begun && (
            <Fact name={t('facts.startedBy')}>
              {run.startedBy}, <TimeText time={run.startedTime} />
            </Fact>
          )}
          {run.policyId !== null && (
            <Fact name={t('facts.policy')}>
              <Link href={policyHref({ id: run.policyId })} prefetch={false}>
                {t('facts.policyNumber', { id: run.policyId })}
              </Link>
            </Fact>
          )}
          {run.reason && <Fact name={t('facts.reason')}>{run.reason}</Fact>}
          {run.endedTime && (
            <Fact name={t('facts.ended')}>
              <TimeText time={run.endedTime} withAge />
            </Fact>
          )}
          {run.user && <Fact name={t('facts.user')}>{run.user}</Fact>}
          {run.undoOf !== null && (
            <Fact name={t('facts.undoOf')}>
              <Link href={`/cleanup/${run.undoOf}`} prefetch={false}>
                {t('runNumber', { id: run.undoOf })}
              </Link>
            </Fact>
          )}
          {run.undoableUntil && (
            <Fact name={t('facts.undoableUntil')}>
              <TimeText time={run.undoableUntil} />
            </Fact>
          )}
        </dl>
      </div>
    </Panel>
  );
}
