'use client';

import { useTranslations } from 'next-intl';
import type { Column } from '@/components/data-table/columns';
import { DataTable } from '@/components/data-table/data-table';
import { TableScroller } from '@/components/data-table/table-scroller';
import { Panel } from '@/components/panel';
import { TimeText } from '@/components/time-text';
import type { EngineEvent } from '@/contracts/engine-history';
import classes from './engine-detail.module.css';
import { StatusBadge } from './status-badge';

/** The events that were reported to this server, oldest first. */
export function EventsTable({ events }: { events: EngineEvent[] }) {
  const t = useTranslations('engineDetail');
  const columns: Column<EngineEvent, null>[] = [
    { id: 'time', header: t('time'), render: (event) => <TimeText time={event.time} /> },
    { id: 'phase', header: t('event'), render: (event) => t(`eventPhases.${event.phase}`) },
    {
      id: 'status',
      header: t('reportedStatus'),
      render: (event) => (event.status ? <StatusBadge status={event.status} /> : '–'),
    },
    { id: 'received', header: t('received'), render: (event) => <TimeText time={event.receivedTime} /> },
    { id: 'eventId', header: t('eventId'), render: (event) => <span className="er-mono">{event.eventId}</span> },
  ];
  return (
    <Panel title={t('events')} flush={events.length > 0}>
      {events.length === 0 ? (
        <p className={classes.note} style={{ margin: 0 }}>
          {t('noEvents')}
        </p>
      ) : (
        <TableScroller label={t('events')}>
          <DataTable
            caption={t('events')}
            columns={columns}
            rows={events}
            context={null}
            rowKey={(event) => event.eventId}
          />
        </TableScroller>
      )}
    </Panel>
  );
}
