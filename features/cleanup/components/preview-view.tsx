'use client';

import Link from 'next/link';
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
import type { CleanupProtection } from '@/contracts/cleanup-receipts';
import type { CleanupSubject } from '@/contracts/cleanup-subjects';
import { numberFormat } from '@/lib/number-format';
import classes from './cleanup.module.css';
import { Sample } from './sample';

/** What a preview found: how many, whose, how old, which, and what deleting them costs. */
export function PreviewView({ subject, preview }: { subject: CleanupSubject; preview: CleanupPreview }) {
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
        <p className={classes.count}>{t('preview.count', { subject, count: number.format(preview.count) })}</p>
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
                <dt>{t('preview.children', { subject })}</dt>
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
            <dd>
              {number.format(preview.protected.count)}
              <ProtectedBy preview={preview} />
            </dd>
          </div>
        </dl>
      </Panel>
      {preview.count > 0 && (
        <>
          <div className={classes.split}>
            <Histogram subject={subject} title={t('preview.byUser')} groups={named(preview.byUser)} />
            <Histogram subject={subject} title={t('preview.byAge')} groups={ages.filter(({ count }) => count > 0)} />
            <Histogram
              subject={subject}
              title={t('preview.byApplication', { subject })}
              groups={named(preview.byApplication)}
            />
          </div>
          <Sample subject={subject} sample={preview.sample} />
        </>
      )}
    </>
  );
}

const MOST_NAMED = 5;

/** Which protections keep rows, with the way to each. */
function ProtectedBy({ preview }: { preview: CleanupPreview }) {
  const t = useTranslations('cleanupProtections');
  const locale = useLocale();
  const { reasons } = preview.protected;
  return (
    <>
      {reasons.slice(0, MOST_NAMED).map(({ protectionId, kind, value, count }) => (
        <div key={protectionId}>
          <Link href={`/cleanup/protections?search=${encodeURIComponent(value)}`} prefetch={false}>
            {t(`what.${kind as CleanupProtection['kind']}`, { value })}
          </Link>{' '}
          <span className="er-dim">{numberFormat(locale).format(count)}</span>
        </div>
      ))}
      {reasons.length > MOST_NAMED && (
        <div className="er-dim">{t('moreReasons', { count: reasons.length - MOST_NAMED })}</div>
      )}
    </>
  );
}

interface Group {
  name: string;
  count: number;
}

/** Bars, in a table that says the same in numbers. */
function Histogram({ subject, title, groups }: { subject: CleanupSubject; title: string; groups: Group[] }) {
  const t = useTranslations('cleanup');
  const locale = useLocale();
  const largest = Math.max(1, ...groups.map(({ count }) => count));
  const columns = useMemo<Column<Group, number>[]>(
    () => [
      { id: 'name', header: title, width: 130, render: ({ name }) => name },
      {
        id: 'count',
        header: t('preview.rows', { subject }),
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
    [t, locale, title, subject],
  );
  return (
    <Panel title={title} flush>
      <TableScroller label={title}>
        <DataTable caption={title} columns={columns} rows={groups} context={largest} rowKey={({ name }) => name} />
      </TableScroller>
    </Panel>
  );
}
