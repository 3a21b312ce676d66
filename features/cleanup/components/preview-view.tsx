'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { BytesText } from '@/components/bytes-text';
import type { Column } from '@/components/data-table/columns';
import { DataTable } from '@/components/data-table/data-table';
import { TableScroller } from '@/components/data-table/table-scroller';
import { DurationText } from '@/components/duration-text';
import { Panel } from '@/components/panel';
import { TimeText } from '@/components/time-text';
import type { CleanupPreview } from '@/contracts/cleanup';
import { numberFormat } from '@/lib/number-format';
import classes from './cleanup.module.css';

/** What a preview found: how many, whose, how old, which, and what deleting them costs. */
export function PreviewView({ preview }: { preview: CleanupPreview }) {
  const t = useTranslations('cleanup');
  const number = numberFormat(useLocale());
  const { estimate } = preview;
  const ages = preview.byAge.map(({ fromSeconds, untilSeconds, count }) => ({
    name:
      untilSeconds === null
        ? t('preview.olderThan', { days: fromSeconds / 86_400 })
        : t('preview.between', { from: fromSeconds / 86_400, to: untilSeconds / 86_400 }),
    count,
  }));
  const named = ({ items, others }: CleanupPreview['byUser']) => [
    ...items.map(({ value, count }) => ({ name: value ?? t('preview.nobody'), count })),
    ...(others > 0 ? [{ name: t('preview.others'), count: others }] : []),
  ];
  return (
    <>
      <Panel title={t('preview.title')}>
        <p className={classes.count}>{t('preview.count', { count: number.format(preview.count) })}</p>
        <dl className={classes.facts}>
          <div>
            <dt>{t('preview.frozen')}</dt>
            <dd>
              <TimeText time={preview.time} withAge />
            </dd>
          </div>
          {estimate && (
            <>
              <div>
                <dt>{t('preview.takes')}</dt>
                <dd>
                  <DurationText seconds={Math.ceil(estimate.seconds)} />
                </dd>
              </div>
              <div>
                <dt>{t('preview.children')}</dt>
                <dd>{number.format(Object.values(estimate.children).reduce((sum, rows) => sum + rows, 0))}</dd>
              </div>
              <div>
                <dt>{t('preview.archive')}</dt>
                <dd>
                  <BytesText bytes={estimate.archiveBytes} />
                </dd>
              </div>
            </>
          )}
          <div>
            <dt>{t('preview.protected')}</dt>
            <dd>{number.format(preview.protected.count)}</dd>
          </div>
        </dl>
      </Panel>
      {preview.count > 0 && (
        <>
          <div className={classes.split}>
            <Histogram title={t('preview.byUser')} groups={named(preview.byUser)} />
            <Histogram title={t('preview.byAge')} groups={ages.filter(({ count }) => count > 0)} />
            <Histogram title={t('preview.byApplication')} groups={named(preview.byApplication)} />
          </div>
          <Sample preview={preview} />
        </>
      )}
    </>
  );
}

interface Group {
  name: string;
  count: number;
}

/** Bars, in a table that says the same in numbers. */
function Histogram({ title, groups }: { title: string; groups: Group[] }) {
  const t = useTranslations('cleanup');
  const locale = useLocale();
  const largest = Math.max(1, ...groups.map(({ count }) => count));
  const columns = useMemo<Column<Group, number>[]>(
    () => [
      { id: 'name', header: title, width: 130, render: ({ name }) => name },
      {
        id: 'count',
        header: t('preview.rows'),
        align: 'end',
        render: ({ count }) => numberFormat(locale).format(count),
      },
      {
        id: 'bar',
        header: t('preview.compared'),
        render: ({ count }, most) => (
          <div className={classes.bar} aria-hidden>
            <span style={{ width: `${Math.max(1, (count / most) * 100)}%` }} />
          </div>
        ),
      },
    ],
    [t, locale, title],
  );
  return (
    <Panel title={title} flush>
      <TableScroller label={title}>
        <DataTable caption={title} columns={columns} rows={groups} context={largest} rowKey={({ name }) => name} />
      </TableScroller>
    </Panel>
  );
}

function Sample({ preview }: { preview: CleanupPreview }) {
  const t = useTranslations('cleanup');
  type Row = CleanupPreview['sample'][number];
  const columns = useMemo<Column<Row, null>[]>(
    () => [
      { id: 'id', header: t('preview.id'), render: ({ id }) => <span className="er-mono">{id}</span> },
      { id: 'user', header: t('preview.user'), render: ({ user }) => user ?? <span className="er-dim">–</span> },
      {
        id: 'application',
        header: t('preview.application'),
        render: ({ application }) => application ?? <span className="er-dim">–</span>,
      },
      { id: 'created', header: t('times.create'), render: ({ createTime }) => <TimeText time={createTime} /> },
      { id: 'updated', header: t('times.update'), render: ({ updateTime }) => <TimeText time={updateTime} /> },
      { id: 'used', header: t('times.access'), render: ({ accessTime }) => <TimeText time={accessTime} /> },
    ],
    [t],
  );
  return (
    <Panel title={t('preview.sample', { count: preview.sample.length })} flush>
      <TableScroller label={t('preview.sample', { count: preview.sample.length })}>
        <DataTable
          caption={t('preview.sample', { count: preview.sample.length })}
          columns={columns}
          rows={preview.sample}
          context={null}
          rowKey={({ id }) => String(id)}
        />
      </TableScroller>
    </Panel>
  );
}
