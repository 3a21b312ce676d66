'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { Column } from '@/components/data-table/columns';
import type { CleanupPolicy } from '@/contracts/cleanup-policies';
import { useRuleText } from '../../components/rule-text';
import { policyHref } from '../../format';
import { LastRun } from './last-run';
import classes from './policies.module.css';
import { type PolicyAct, PolicyRowActions } from './policy-actions';
import { NextTime, PolicyMode, PolicySwitch } from './policy-tags';
import { RecentRuns } from './recent-runs';
import { useScheduleText } from './schedule-text';

/** Columns of the list of policies. */
export function usePolicyColumns(): Column<CleanupPolicy, PolicyAct>[] {
  const t = useTranslations('cleanupPolicies.columns');
  return [
    {
      id: 'name',
      header: t('name'),
      render: (policy) => (
        <span className={classes.lines}>
          <Link href={policyHref(policy)} prefetch={false} className={classes.name} data-row-link>
            {policy.name}
          </Link>
          <PolicySwitch enabled={policy.enabled} />
        </span>
      ),
    },
    { id: 'mode', header: t('mode'), render: (policy) => <PolicyMode mode={policy.mode} /> },
    { id: 'rule', header: t('rule'), render: (policy) => <RuleCell policy={policy} /> },
    { id: 'schedule', header: t('schedule'), render: (policy) => <ScheduleCell policy={policy} /> },
    { id: 'next', header: t('next'), render: (policy) => <NextTime policy={policy} /> },
    { id: 'last', header: t('last'), render: (policy) => <LastRun run={policy.lastRun} /> },
    { id: 'recent', header: t('recent'), render: (policy) => <RecentRuns runs={policy.recentRuns} /> },
    {
      id: 'actions',
      header: t('actions'),
      align: 'end',
      render: (policy, act) => <PolicyRowActions policy={policy} act={act} />,
    },
  ];
}

function RuleCell({ policy: { subject, rule } }: { policy: CleanupPolicy }) {
  const t = useTranslations('cleanup.subjects');
  const text = useRuleText()(rule);
  return (
    <span className={classes.lines}>
      <span className={classes.rule} title={text}>
        {text}
      </span>
      <span className="er-dim">{t(subject)}</span>
    </span>
  );
}

function ScheduleCell({ policy: { cron, timeZone } }: { policy: CleanupPolicy }) {
  const scheduleText = useScheduleText();
  return (
    <span className={classes.lines}>
      <span className={classes.wrapped} title={cron}>
        {scheduleText(cron)}
      </span>
      <span className="er-dim">{timeZone}</span>
    </span>
  );
}
