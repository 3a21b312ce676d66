'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { BytesText } from '@/components/bytes-text';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { TimeText } from '@/components/time-text';
import type { MaterialDetail } from '@/contracts/materials';
import { formatLocalTime } from '@/lib/date-time';
import { notify } from '@/lib/notify';
import { useDeleteEngine } from '../../detail-api';
import { expectedPurgeTime } from '../../detail-format';
import { engineText } from '../../format';
import classes from './detail.module.css';

/** Says what goes with an engine version and until when it can come back, and wants its name typed. */
export function DeleteEngineDialog({ detail, onClose }: { detail: MaterialDetail; onClose: () => void }) {
  const t = useTranslations('materialDetail.deleteEngine');
  const router = useRouter();
  const remove = useDeleteEngine(detail);
  const [until] = useState(() => expectedPurgeTime(Date.now()));
  const engine = engineText(detail);
  const confirm = () =>
    remove.mutate(undefined, {
      onSuccess: ({ purgeTime }) => {
        notify(t('done', { engine, time: formatLocalTime(purgeTime) }), {
          label: t('openTrash'),
          href: '/materials/trash',
        });
        router.push('/materials');
      },
    });
  return (
    <ConfirmDialog
      title={t('title', { engine })}
      confirmText={t('action')}
      typed={engine}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p className={classes.lead}>{t('what')}</p>
      <ul className={classes.plainList}>
        {detail.materials.map(({ id, fileName, versionList }) => (
          <li key={id}>
            <span className="er-mono">{fileName}</span> {t('versions', { count: versionList.length })},{' '}
            <BytesText bytes={versionList.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)} />
          </li>
        ))}
        <li>{t('releases', { count: detail.releases.length })}</li>
      </ul>
      <p>
        {t('until')} <TimeText time={until} />
      </p>
      <p className="er-dim">{t('effect')}</p>
    </ConfirmDialog>
  );
}
