'use client';

import { useLocale, useTranslations } from 'next-intl';
import { DataTable } from '@/components/data-table/data-table';
import { TableScroller } from '@/components/data-table/table-scroller';
import { DurationText } from '@/components/duration-text';
import { Panel } from '@/components/panel';
import { ErrorBanner, LoadingState } from '@/components/states';
import type { SimilarEngines as Similar } from '@/contracts/engine-history';
import { numberFormat } from '@/lib/number-format';
import { useSimilarEngines } from '../api';
import { useEngineColumns } from './engine-columns';
import classes from './engine-detail.module.css';

const COLUMNS = ['instance', 'status', 'user', 'createTime', 'duration'];

/** What usually happens to engines like this one. */
export function SimilarEngines({ ticketId }: { ticketId: string }) {
  const t = useTranslations('engineDetail');
  const similar = useSimilarEngines(ticketId);
  return (
    <Panel title={t('similar')} flush>
      {similar.data && <SimilarBody similar={similar.data} updatedAt={similar.dataUpdatedAt} />}
      {!similar.data &&
        (similar.error ? (
          <ErrorBanner error={similar.error} onRetry={() => similar.refetch()} />
        ) : (
          <LoadingState rows={4} />
        ))}
    </Panel>
  );
}

function SimilarBody({ similar, updatedAt }: { similar: Similar; updatedAt: number }) {
  const t = useTranslations('engineDetail');
  const locale = useLocale();
  const columns = useEngineColumns()
    .filter((column) => COLUMNS.includes(column.id))
    .map(({ sort: _, ...column }) => column);
  if (similar.basis === 'none')
    return (
      <p className={classes.basis} style={{ paddingTop: 12 }}>
        {t('noSimilar')}
      </p>
    );
  const percent = numberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  return (
    <>
      <dl className={classes.figures}>
        <div>
          <dt>{t('medianStart')}</dt>
          <dd>
            <DurationText seconds={similar.medianStartSeconds} />
          </dd>
        </div>
        <div>
          <dt>{t('medianLife')}</dt>
          <dd>
            <DurationText seconds={similar.medianLifeSeconds} />
          </dd>
        </div>
        <div>
          <dt>{t('failureRate')}</dt>
          <dd>{similar.failureRate === null ? '–' : percent.format(similar.failureRate)}</dd>
        </div>
      </dl>
      <p className={classes.basis}>{t(`similarBasis.${similar.basis}`, { count: similar.sampleSize })}</p>
      {similar.items.length > 0 && (
        <TableScroller label={t('similar')}>
          <DataTable
            caption={t('similar')}
            columns={columns}
            rows={similar.items}
            context={{ onPeek: null, now: new Date(updatedAt) }}
            rowKey={(row) => row.ticketId}
          />
        </TableScroller>
      )}
    </>
  );
}
