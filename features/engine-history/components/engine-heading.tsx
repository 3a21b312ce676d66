'use client';

import { IconArrowLeft } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { CopyButton } from '@/components/copy-button';
import { PageHeader } from '@/components/layout/page-header';
import { TimeText } from '@/components/time-text';
import { useEngineDetail } from '../api';
import { engineHref, shortTicket } from '../format';
import classes from './engine-detail.module.css';
import { StatusBadge } from './status-badge';

/** Heading of a page about one side of an engine: the way back to the engine, and in a line which one it is. */
export function EngineHeading({ ticketId, title }: { ticketId: string; title: string }) {
  const t = useTranslations('engineDetail');
  const record = useEngineDetail(ticketId).data;
  const engine = [record?.engineType, record?.engineVersion].filter(Boolean).join(' ');
  return (
    <PageHeader title={title}>
      <Link href={engineHref(ticketId)} prefetch={false} className={classes.back}>
        <IconArrowLeft size={13} aria-hidden />
        {engine || t('titleOf', { ticket: shortTicket(ticketId) })}
      </Link>
      {record && (
        <>
          <span role="status">
            <StatusBadge status={record.status} />
          </span>
          <span>{[record.user, record.creator].filter(Boolean).join(' · ')}</span>
          {record.instance && <span className="er-mono">{record.instance}</span>}
          <span className="er-dim">
            <TimeText time={record.createTime} />
          </span>
        </>
      )}
      <span className={classes.identity}>
        <span className="er-dim er-mono">{shortTicket(ticketId)}</span>
        <CopyButton text={ticketId} what={t('facts.ticket')} />
      </span>
    </PageHeader>
  );
}
