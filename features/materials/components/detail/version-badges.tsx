'use client';

import {
  IconAlertTriangle,
  IconCircleCheck,
  IconPlayerPlay,
  IconServer,
  IconShieldLock,
  IconTrash,
} from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { Tag } from '@/components/tag';
import type { MaterialVersion } from '@/contracts/materials';
import { daysLeft } from '../../format';

/** How a version stands: current, protected, in the trash, stored by Linkis, damaged, in use. */
export function VersionBadges({ version }: { version: MaterialVersion }) {
  const t = useTranslations('materialDetail.badges');
  const { deleted, fault, runningEngines } = version;
  return (
    <>
      {version.current && (
        <Tag tone="good" Icon={IconCircleCheck} title={t('currentHint')}>
          {t('current')}
        </Tag>
      )}
      {fault && (
        <Tag tone="bad" Icon={IconAlertTriangle} title={fault}>
          {t('damaged')}
        </Tag>
      )}
      {version.protected && (
        <Tag
          tone="info"
          Icon={IconShieldLock}
          title={[t('protectedBy', { by: version.protected.by }), version.protected.note].filter(Boolean).join(': ')}
        >
          {t('protected')}
        </Tag>
      )}
      {deleted && (
        <Tag tone="warn" Icon={IconTrash} title={t('deletedBy', { by: deleted.by })}>
          {t('deleted', { days: daysLeft(deleted.purgeTime, Date.now()) })}
        </Tag>
      )}
      {!version.stored && (
        <Tag tone="quiet" Icon={IconServer} title={t('externalHint')}>
          {t('external')}
        </Tag>
      )}
      {runningEngines > 0 && (
        <Tag tone="info" Icon={IconPlayerPlay} title={t('runningHint')}>
          {t('running', { count: runningEngines })}
        </Tag>
      )}
    </>
  );
}
