'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { CopyButton } from '@/components/copy-button';
import { useCurrentSession } from '@/components/layout/current-session';
import type { EngineRecordDetail } from '@/contracts/engine-history';
import { hasEnded } from '../format';
import classes from './engine-detail.module.css';

/** Who asked for the engine, what it is and where it ran. */
export function EngineFacts({ record }: { record: EngineRecordDetail }) {
  const t = useTranslations('engineDetail');
  const engine = [record.engineType, record.engineVersion].filter(Boolean).join(' ');
  return (
    <dl className={classes.facts}>
      <Fact name={t('facts.ticket')} copy={record.ticketId}>
        <span className="er-mono">{record.ticketId}</span>
      </Fact>
      <Fact name={t('facts.instance')} copy={record.instance}>
        {record.instance ? (
          <span className="er-mono">{record.instance}</span>
        ) : hasEnded(record.status) ? (
          t('neverStarted')
        ) : (
          t('notStartedYet')
        )}
      </Fact>
      <Fact name={t('facts.engine')}>{engine || '–'}</Fact>
      <Fact name={t('facts.user')}>{record.user}</Fact>
      <Fact name={t('facts.creator')}>{record.creator ?? '–'}</Fact>
      <Fact name={t('facts.ecm')} copy={record.ecmInstance}>
        {record.ecmInstance ? <span className="er-mono">{record.ecmInstance}</span> : '–'}
      </Fact>
      <Fact name={t('facts.label')} copy={record.labelValue}>
        <span className="er-mono">{record.labelValue}</span>
      </Fact>
      <Fact name={t('facts.logDirectory')} copy={record.logDirSuffix}>
        {record.logDirSuffix ? <span className="er-mono">{record.logDirSuffix}</span> : '–'}
      </Fact>
      {record.materials.length > 0 && (
        <Fact name={t('facts.materials')}>
          <StartedWith record={record} />
        </Fact>
      )}
      <Fact name={t('facts.counters')}>
        {t('facts.counterText', {
          requested: record.requestTimes,
          used: record.usedTimes,
          released: record.releaseTimes,
        })}
      </Fact>
    </dl>
  );
}

/** The material versions that the engine started with; administrators get to them. */
function StartedWith({ record }: { record: EngineRecordDetail }) {
  const t = useTranslations('engineDetail');
  const { role } = useCurrentSession();
  const text = record.materials.map(({ fileName, materialVersion, resourceId }) => (
    <span key={resourceId} className="er-mono" title={t('facts.materialResource', { resourceId })}>
      {fileName} {materialVersion}{' '}
    </span>
  ));
  if (role !== 'admin' || !record.engineType || !record.engineVersion) return text;
  const engine = [record.engineType, record.engineVersion].map(encodeURIComponent).join('/');
  return <Link href={`/materials/${engine}`}>{text}</Link>;
}

function Fact({ name, copy, children }: { name: string; copy?: string | null; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>
        {children}
        {copy && <CopyButton text={copy} what={name} />}
      </dd>
    </div>
  );
}
