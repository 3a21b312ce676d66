'use client';

import { IconChevronLeft } from '@tabler/icons-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { AdminPage } from '@/components/layout/admin-page';
import { PageHeader } from '@/components/layout/page-header';
import { Panel } from '@/components/panel';
import { TimeText } from '@/components/time-text';
import type { CleanupPolicy } from '@/contracts/cleanup-policies';
import cleanup from '../../components/cleanup.module.css';
import { CleanupPlaces } from '../../components/cleanup-places';
import { Fact } from '../../components/fact';
import { useRuleText } from '../../components/rule-text';
import { RunsPanel, useRunsCursor } from '../../components/runs-panel';
import { usePolicies, usePolicyRuns } from '../api';
import { KnownPolicy } from './known-policy';
import { LastRun } from './last-run';
import { PolicyPageActions } from './policy-actions';
import { NextTime, PolicyMode, PolicySwitch } from './policy-tags';
import { useScheduleText } from './schedule-text';
import { usePolicyAct } from './use-policy-act';

/** One policy: what it takes, when it runs, and what it has run. For administrators. */
export function PolicyPage({ policyId }: { policyId: number }) {
  const t = useTranslations('cleanupPolicies');
  return (
    <AdminPage title={t('numbered', { id: policyId })}>
      <Policy policyId={policyId} />
    </AdminPage>
  );
}

function Policy({ policyId }: { policyId: number }) {
  const t = useTranslations('cleanupPolicies');
  const router = useRouter();
  const { act, failure, dialog } = usePolicyAct(() => router.push('/cleanup/policies'));
  const known = usePolicies().data?.items.find(({ id }) => id === policyId);
  return (
    <>
      <PageHeader
        title={known?.name ?? t('numbered', { id: policyId })}
        actions={known && <PolicyPageActions policy={known} act={act} />}
      >
        {known && <PolicySwitch enabled={known.enabled} />}
        <CleanupPlaces />
      </PageHeader>
      <div className={cleanup.page}>
        <Link href="/cleanup/policies" prefetch={false} className={cleanup.buttons}>
          <IconChevronLeft size={14} aria-hidden />
          {t('toPolicies')}
        </Link>
        {failure}
        <KnownPolicy policyId={policyId}>
          {(policy) => (
            <>
              <PolicyFacts policy={policy} />
              <PolicyRuns policyId={policyId} />
            </>
          )}
        </KnownPolicy>
      </div>
      {dialog}
    </>
  );
}

function PolicyFacts({ policy }: { policy: CleanupPolicy }) {
  const t = useTranslations('cleanupPolicies');
  const subjects = useTranslations('cleanup.subjects');
  const ruleText = useRuleText();
  const scheduleText = useScheduleText();
  const { cron, timeZone } = policy;
  return (
    <Panel title={t('facts.title')}>
      <dl className={cleanup.facts}>
        <Fact name={t('facts.subject')}>{subjects(policy.subject)}</Fact>
        <Fact name={t('columns.rule')}>{ruleText(policy.rule)}</Fact>
        <Fact name={t('columns.mode')}>
          <PolicyMode mode={policy.mode} />
        </Fact>
        <Fact name={t('columns.schedule')}>
          {scheduleText(cron)}, {timeZone} <span className="er-mono er-dim">{cron}</span>
        </Fact>
        <Fact name={t('columns.next')}>
          <NextTime policy={policy} withAge />
        </Fact>
        <Fact name={t('columns.last')}>
          <LastRun run={policy.lastRun} />
        </Fact>
        <Fact name={t('facts.created')}>
          {policy.createdBy}, <TimeText time={policy.createdTime} />
        </Fact>
        <Fact name={t('facts.changed')}>
          {policy.changedBy}, <TimeText time={policy.changedTime} />
        </Fact>
      </dl>
    </Panel>
  );
}

function PolicyRuns({ policyId }: { policyId: number }) {
  const t = useTranslations('cleanupPolicies');
  const [cursor] = useRunsCursor();
  const runs = usePolicyRuns(policyId, cursor);
  return <RunsPanel title={t('runs')} none={t('noRuns')} noneHint={t('noRunsHint')} runs={runs} />;
}
