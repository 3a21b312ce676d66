import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { Column } from '@/components/data-table/columns';
import { DataTable } from '@/components/data-table/data-table';
import { TableScroller } from '@/components/data-table/table-scroller';
import { Panel } from '@/components/panel';
import { TimeText } from '@/components/time-text';
import type { CleanupPreview } from '@/contracts/cleanup';
import type { CleanupSubject } from '@/contracts/cleanup-subjects';
import { RULE_TIMES } from '../rule-form';

type Row = CleanupPreview['sample'][number];

const orNothing = (text: string | null | undefined) => text || <span className="er-dim">–</span>;

/** What rows of a subject are known by, with the way to each while it is there. */
function identity(subject: CleanupSubject, t: ReturnType<typeof useTranslations<'cleanup'>>): Column<Row, null>[] {
  if (subject === 'contexts')
    return [
      {
        id: 'id',
        header: t('preview.id', { subject }),
        render: ({ id }) => (
          <Link href={`/contexts/${id}`} prefetch={false} data-row-link className="er-mono">
            {id}
          </Link>
        ),
      },
    ];
  return [
    {
      id: 'ticket',
      header: t('preview.ticket'),
      render: ({ ticketId }) => (
        <Link
          href={`/engine-history/${encodeURIComponent(ticketId ?? '')}`}
          prefetch={false}
          data-row-link
          className="er-mono"
        >
          {ticketId}
        </Link>
      ),
    },
    { id: 'id', header: t('preview.id', { subject }), render: ({ id }) => <span className="er-mono">{id}</span> },
    { id: 'status', header: t('preview.status'), render: ({ status }) => orNothing(status) },
  ];
}

/** Some of the rows that a preview found. */
export function Sample({ subject, sample }: { subject: CleanupSubject; sample: readonly Row[] }) {
  const t = useTranslations('cleanup');
  const columns = useMemo<Column<Row, null>[]>(
    () => [
      ...identity(subject, t),
      { id: 'user', header: t('preview.user'), render: ({ user }) => orNothing(user) },
      {
        id: 'application',
        header: t('preview.application', { subject }),
        render: ({ application }) => orNothing(application),
      },
      ...RULE_TIMES[subject].map((time) => ({
        id: time,
        header: t(`times.${time}`),
        render: (row: Row) => <TimeText time={row[`${time}Time`] ?? null} />,
      })),
    ],
    [t, subject],
  );
  const title = t('preview.sample', { count: sample.length });
  return (
    <Panel title={title} flush>
      <TableScroller label={title}>
        <DataTable caption={title} columns={columns} rows={sample} context={null} rowKey={({ id }) => String(id)} />
      </TableScroller>
    </Panel>
  );
}
