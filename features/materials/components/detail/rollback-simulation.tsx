'use client';

import { useTranslations } from 'next-intl';
import type { previewRollback } from '@/contracts/material-versions';
import classes from './detail.module.css';

type Change = (typeof previewRollback)['data']['_zod']['output']['changes'][number];

/** What a rollback would do, in words: what new engines get, and what running ones keep. */
export function RollbackSimulation({ changes }: { changes: readonly Change[] }) {
  const t = useTranslations('materialDetail.rollback');
  if (changes.length === 0) return <p className={classes.lead}>{t('noChange')}</p>;
  return (
    <ul className={classes.simulation} aria-label={t('simulation')}>
      {changes.map((change) => (
        <li key={change.fileName}>
          <ChangeText change={change} />
          <KeptText change={change} />
        </li>
      ))}
    </ul>
  );
}

function ChangeText({ change }: { change: Change }) {
  const t = useTranslations('materialDetail.rollback');
  const { fileName, from, to } = change;
  if (to === null) return <strong>{t('noLonger', { fileName, from: from ?? '' })}</strong>;
  return <strong>{from === null ? t('nowToo', { fileName, to }) : t('newEngines', { fileName, from, to })}</strong>;
}

function KeptText({ change }: { change: Change }) {
  const t = useTranslations('materialDetail.rollback');
  if (change.runningEngines.length === 0) return <p>{t('noneRunning')}</p>;
  return change.runningEngines.map(({ version, engines }) => (
    <p key={version}>
      {version === null
        ? t('keepUnknown', { count: engines })
        : t(version === change.to ? 'haveIt' : 'keep', { count: engines, version })}
    </p>
  ));
}
