'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { CopyButton } from '@/components/copy-button';
import { TimeText } from '@/components/time-text';
import type { ContextDetail } from '@/contracts/contexts';
import classes from './contexts.module.css';

/** Whose a context is, where it was made, and its times. */
export function ContextFacts({ context }: { context: ContextDetail }) {
  const t = useTranslations('contexts.facts');
  const { expireType, expireTime } = context;
  return (
    <dl className={classes.facts}>
      <Fact name={t('contextId')} copy={context.contextId}>
        {context.contextId ? <span className="er-mono">{context.contextId}</span> : t('none')}
      </Fact>
      <Fact name={t('number')} copy={String(context.id)}>
        {context.id}
      </Fact>
      <Fact name={t('user')}>{context.user ?? t('none')}</Fact>
      <Fact name={t('application')}>{context.application ?? t('none')}</Fact>
      <Fact name={t('created')}>
        <TimeText time={context.createTime} withAge />
      </Fact>
      <Fact name={t('updated')}>
        <TimeText time={context.updateTime} withAge />
      </Fact>
      <Fact name={t('accessed')}>
        <TimeText time={context.accessTime} withAge />
      </Fact>
      <Fact name={t('expiry')}>
        {expireType ?? (expireTime ? null : t('never'))} {expireTime && <TimeText time={expireTime} />}
      </Fact>
      <Fact name={t('instance')}>
        <span className="er-mono">{context.instance ?? '–'}</span>
      </Fact>
      <Fact name={t('backupInstance')}>
        <span className="er-mono">{context.backupInstance ?? '–'}</span>
      </Fact>
      <Fact name={t('className')}>
        <span className="er-mono">{context.className ?? '–'}</span>
      </Fact>
    </dl>
  );
}

function Fact({ name, copy, children }: { name: string; copy?: string | null; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {children} {copy && <CopyButton text={copy} what={name} />}
      </dd>
    </div>
  );
}
