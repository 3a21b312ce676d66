'use client';

import { IconArchive, IconCircleCheck, IconCut, IconPencil, type TablerIcon } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { Tag, type Tone } from '@/components/tag';
import { TimeText } from '@/components/time-text';
import type { LogState } from '@/contracts/engine-logs';
import classes from './engine-logs.module.css';
import { LogDates } from './unreadable-log';

const LOOKS: Partial<Record<LogState['state'], { tone: Tone; Icon: TablerIcon }>> = {
  growing: { tone: 'info', Icon: IconPencil },
  complete: { tone: 'good', Icon: IconCircleCheck },
  truncated: { tone: 'warn', Icon: IconCut },
};

/** Whether a log is whole, where it is read from and when it was last written. */
export function LogBadge({ state }: { state: LogState }) {
  const t = useTranslations('engineLogs');
  const look = LOOKS[state.state];
  if (!look) return null;
  return (
    <>
      {state.modifiedTime && (
        <span className={classes.date}>
          {t('modified')} <TimeText time={state.modifiedTime} />
        </span>
      )}
      <LogDates state={state} />
      {state.source === 'archive' && (
        <Tag tone="quiet" Icon={IconArchive}>
          {t('sources.archive')}
        </Tag>
      )}
      {state.source === 'engine-manager' && <Tag tone="quiet">{t('sources.engine-manager')}</Tag>}
      <Tag tone={look.tone} Icon={look.Icon} title={state.reason ?? t(`stateHints.${state.state}`)}>
        {t(`states.${state.state}`)}
      </Tag>
    </>
  );
}
