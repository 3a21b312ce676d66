'use client';

import {
  IconAlertTriangle,
  IconCircleCheck,
  IconClockExclamation,
  IconEye,
  IconPlayerPause,
  IconTrash,
} from '@tabler/icons-react';
import { useLocale, useTranslations } from 'next-intl';
import { Tag } from '@/components/tag';
import { TimeText } from '@/components/time-text';
import type { CleanupPolicy } from '@/contracts/cleanup-policies';
import { formatDuration } from '@/lib/duration';

/** Whether a policy makes previews or deletes. */
export function PolicyMode({ mode }: Pick<CleanupPolicy, 'mode'>) {
  const t = useTranslations('cleanupPolicies.modes');
  return (
    <Tag tone={mode === 'delete' ? 'warn' : 'info'} Icon={mode === 'delete' ? IconTrash : IconEye}>
      {t(mode)}
    </Tag>
  );
}

/** Whether a policy runs by itself. */
export function PolicySwitch({ enabled }: Pick<CleanupPolicy, 'enabled'>) {
  const t = useTranslations('cleanupPolicies');
  return (
    <Tag tone={enabled ? 'good' : 'quiet'} Icon={enabled ? IconCircleCheck : IconPlayerPause}>
      {t(enabled ? 'enabled' : 'disabled')}
    </Tag>
  );
}

/** Workers look every quarter of a minute: what is late by less than this is on time. */
const PATIENCE_SECONDS = 60;

/** When a policy runs next, and for how long that moment has been over without a run. */
export function NextTime({ policy, withAge = false }: { policy: CleanupPolicy; withAge?: boolean }) {
  const t = useTranslations('cleanupPolicies');
  const locale = useLocale();
  if (!policy.enabled) return <span className="er-dim">{t('notPlanned')}</span>;
  if (policy.nextTime === null)
    return (
      <Tag tone="warn" Icon={IconAlertTriangle}>
        {t('never')}
      </Tag>
    );
  const late = policy.secondsPastDue > PATIENCE_SECONDS;
  return (
    <>
      <TimeText time={policy.nextTime} zone={policy.timeZone} withAge={withAge && !late} />{' '}
      {late && (
        <Tag tone="warn" Icon={IconClockExclamation} title={t('pastDueHint')}>
          {t('pastDue', { time: formatDuration(policy.secondsPastDue, locale) })}
        </Tag>
      )}
    </>
  );
}
