'use client';

import { IconLayoutSidebarRightExpand } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { CopyButton } from '@/components/copy-button';
import cells from '@/components/data-table/cells.module.css';
import type { Column } from '@/components/data-table/columns';
import { DurationText } from '@/components/duration-text';
import { TimeText } from '@/components/time-text';
import type { EngineRecord } from '@/contracts/engine-history';
import { engineHref, hasEnded, lifeSeconds, shortTicket, startSeconds } from '../format';
import classes from './engine-cells.module.css';
import { ResourceSummary } from './resource-summary';
import { StatusBadge } from './status-badge';

/** What the cells of the history list may do. */
interface EngineRowContext {
  onPeek: ((ticketId: string) => void) | null;
  /** Up to when engines that live are counted: when the rows were asked for. */
  now: Date;
}
export type EngineColumn = Column<EngineRecord, EngineRowContext>;

/** All columns of the engine history, in order, with names in the current language. */
export function useEngineColumns(): EngineColumn[] {
  const t = useTranslations('engineHistory.columns');
  return useMemo(
    () => [
      {
        id: 'instance',
        header: t('instance'),
        width: 190,
        render: (row, context) => <NameCell row={row} context={context} />,
      },
      { id: 'engine', header: t('engine'), render: (row) => <EngineCell row={row} /> },
      { id: 'status', header: t('status'), render: (row) => <StatusBadge status={row.status} /> },
      { id: 'user', header: t('user'), render: (row) => row.user },
      { id: 'creator', header: t('creator'), render: (row) => row.creator ?? <Dash /> },

      {
        id: 'createTime',
        header: t('createTime'),
        sort: 'createTime',
        render: (row) => <TimeText time={row.createTime} />,
      },
      {
        id: 'duration',
        header: t('duration'),
        align: 'end',
        render: (row, context) => <LifeCell row={row} now={context.now} />,
      },
      { id: 'resources', header: t('resources'), render: (row) => <ResourcesCell row={row} /> },
      {
        id: 'ecm',
        header: t('ecm'),
        render: (row) => (row.ecmInstance ? <span className="er-mono">{row.ecmInstance}</span> : <Dash />),
      },
      {
        id: 'ticket',
        header: t('ticket'),
        shownByDefault: false,
        render: (row) => <span className="er-mono">{row.ticketId}</span>,
      },
      {
        id: 'label',
        header: t('label'),
        shownByDefault: false,
        render: (row) => (
          <span className={classes.label} title={row.labelValue}>
            {row.labelValue}
          </span>
        ),
      },
      {
        id: 'start',
        header: t('start'),
        align: 'end',
        shownByDefault: false,
        render: (row) => <DurationText seconds={startSeconds(row)} />,
      },
      {
        id: 'usedTime',
        header: t('usedTime'),
        sort: 'usedTime',
        shownByDefault: false,
        render: (row) => <TimeText time={row.usedTime} />,
      },
      {
        id: 'releaseTime',
        header: t('releaseTime'),
        sort: 'releaseTime',
        shownByDefault: false,
        render: (row) => <TimeText time={row.releaseTime} />,
      },
      {
        id: 'requested',
        header: t('requested'),
        shownByDefault: false,
        render: (row) => <ResourceSummary resource={row.requestedResource} />,
      },
      {
        id: 'released',
        header: t('released'),
        shownByDefault: false,
        render: (row) => <ResourceSummary resource={row.releasedResource} />,
      },
    ],
    [t],
  );
}

function Dash() {
  return <span className="er-dim">–</span>;
}

function NameCell({ row, context }: { row: EngineRecord; context: EngineRowContext }) {
  const t = useTranslations('engineHistory');
  const { onPeek } = context;
  const name = row.instance ?? shortTicket(row.ticketId);
  return (
    <span className={cells.name}>
      <Link href={engineHref(row.ticketId)} prefetch={false} data-row-link className="er-mono">
        {name}
      </Link>
      {row.instance === null && (
        <span className="er-dim">{hasEnded(row.status) ? t('neverStarted') : t('notStartedYet')}</span>
      )}
      <span className={cells.tools}>
        <CopyButton text={row.instance ?? row.ticketId} what={name} />
        {onPeek && (
          <button
            type="button"
            className={cells.icon}
            aria-label={t('peek', { name })}
            title={t('peek', { name })}
            onClick={() => onPeek(row.ticketId)}
          >
            <IconLayoutSidebarRightExpand size={15} aria-hidden />
          </button>
        )}
      </span>
    </span>
  );
}

function EngineCell({ row }: { row: EngineRecord }) {
  if (!row.engineType) return <Dash />;
  return (
    <>
      {row.engineType} <span className="er-dim">{row.engineVersion}</span>
    </>
  );
}

function ResourcesCell({ row }: { row: EngineRecord }) {
  const t = useTranslations('engineHistory');
  if (row.usedResource) return <ResourceSummary resource={row.usedResource} />;
  return (
    <ResourceSummary resource={row.requestedResource} note={row.requestedResource ? t('requestedNote') : undefined} />
  );
}

function LifeCell({ row, now }: { row: EngineRecord; now: Date }) {
  const t = useTranslations('engineHistory');
  const seconds = lifeSeconds(row, now);
  const running = seconds !== null && row.releaseTime === null;
  return (
    <>
      <DurationText seconds={seconds} />
      {running && (
        <span className="er-dim" title={t('stillRunning')}>
          {' '}
          …
        </span>
      )}
    </>
  );
}
