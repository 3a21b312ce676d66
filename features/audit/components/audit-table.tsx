'use client';

import { ActionIcon } from '@mantine/core';
import { IconCheck, IconChevronDown, IconChevronRight, IconLock } from '@tabler/icons-react';
import { useLocale, useTranslations } from 'next-intl';
import { useCallback, useMemo, useState } from 'react';
import { CopyButton } from '@/components/copy-button';
import type { Column } from '@/components/data-table/columns';
import { DataTable } from '@/components/data-table/data-table';
import { Pager } from '@/components/data-table/pager';
import { TableScroller } from '@/components/data-table/table-scroller';
import { EmptyState, ErrorBanner, ErrorState, LoadingState } from '@/components/states';
import { Tag } from '@/components/tag';
import { TimeText } from '@/components/time-text';
import type { AuditEvent } from '@/contracts/audit';
import { numberFormat } from '@/lib/number-format';
import type { useAuditEvents } from '../api';
import { objectText } from '../format';
import type { AuditChange, AuditState } from '../search-params';
import classes from './audit.module.css';

interface AuditTableProps {
  state: AuditState;
  events: ReturnType<typeof useAuditEvents>;
  onChange: (change: AuditChange) => void;
}

/** The events of a page; details open below their row. */
export function AuditTable({ state, events, onChange }: AuditTableProps) {
  const t = useTranslations('audit');
  const locale = useLocale();
  const [opened, setOpened] = useState<number[]>([]);
  const toggle = useCallback(
    (id: number) => setOpened((ids) => (ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id])),
    [],
  );
  const columns = useColumns();
  const { data, error } = events;
  if (!data) return error ? <ErrorState error={error} onRetry={() => events.refetch()} /> : <LoadingState rows={12} />;
  const { nextCursor, previousCursor } = data;
  return (
    <>
      {error && <ErrorBanner error={error} onRetry={() => events.refetch()} />}
      <TableScroller label={t('caption')} fill>
        <DataTable
          caption={t('caption')}
          columns={columns}
          rows={data.items}
          context={toggle}
          rowKey={(row) => String(row.id)}
          stale={events.isPlaceholderData}
          expanded={(row) => opened.includes(row.id) && <EventDetail event={row} />}
        />
        {data.items.length === 0 && <EmptyState title={t('none')}>{t('noneHint')}</EmptyState>}
      </TableScroller>
      <Pager
        summary={<span role="status">{t('shown', { count: numberFormat(locale).format(data.items.length) })}</span>}
        pageSize={state.pageSize}
        onPageSize={(pageSize) => onChange({ pageSize, cursor: null })}
        onFirst={state.cursor === null ? undefined : () => onChange({ cursor: null })}
        onPrevious={previousCursor === null ? undefined : () => onChange({ cursor: previousCursor })}
        onNext={nextCursor === null ? undefined : () => onChange({ cursor: nextCursor })}
      />
    </>
  );
}

/** Shows or hides the details of an event. */
type Toggle = (id: number) => void;

/** The same until the language changes: rows are drawn anew when it is another list. */
function useColumns(): Column<AuditEvent, Toggle>[] {
  const t = useTranslations('audit');
  return useMemo(
    () => [
      {
        id: 'time',
        header: t('time'),
        render: (row, toggle, open) => {
          const Chevron = open ? IconChevronDown : IconChevronRight;
          return (
            <>
              <ActionIcon aria-expanded={open} aria-label={t('details', { id: row.id })} onClick={() => toggle(row.id)}>
                <Chevron size={15} aria-hidden />
              </ActionIcon>{' '}
              <TimeText time={row.time} />
            </>
          );
        },
      },
      { id: 'actor', header: t('actor'), render: (row) => row.actor },
      { id: 'action', header: t('action'), render: (row) => <span className="er-mono">{row.action}</span> },
      {
        id: 'object',
        header: t('object'),
        render: (row) => (
          <span className="er-mono er-truncate" style={{ maxWidth: 420 }} title={objectText(row)}>
            {objectText(row)}
          </span>
        ),
      },
      {
        id: 'outcome',
        header: t('outcome'),
        render: (row) => (
          <Tag tone={row.outcome === 'done' ? 'good' : 'bad'} Icon={row.outcome === 'done' ? IconCheck : IconLock}>
            {t(`outcomes.${row.outcome}`)}
          </Tag>
        ),
      },
    ],
    [t],
  );
}

function EventDetail({ event }: { event: AuditEvent }) {
  const t = useTranslations('audit');
  const detail = event.detail ? JSON.stringify(event.detail, null, 2) : null;
  return (
    <div className={classes.detail}>
      <p>
        {t('object')}: <span className="er-mono">{objectText(event)}</span>
      </p>
      {event.requestId && (
        <p>
          {t('requestId')}: <span className="er-mono">{event.requestId}</span>{' '}
          <CopyButton text={event.requestId} what={t('requestId')} />
        </p>
      )}
      {detail ? (
        <div>
          {t('detail')} <CopyButton text={detail} what={t('detail')} />
          <pre>{detail}</pre>
        </div>
      ) : (
        <p className="er-dim">{t('noDetail')}</p>
      )}
    </div>
  );
}
