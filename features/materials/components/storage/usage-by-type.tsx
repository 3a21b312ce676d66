'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { BytesText } from '@/components/bytes-text';
import type { Column } from '@/components/data-table/columns';
import { DataTable } from '@/components/data-table/data-table';
import { TableScroller } from '@/components/data-table/table-scroller';
import type { MaterialStorage } from '@/contracts/material-storage';
import { numberFormat } from '@/lib/number-format';
import { barPercent } from '../../format';
import classes from './storage.module.css';

type TypeUsage = MaterialStorage['byEngineType'][number];
/** What the bars and shares are measured by. */
interface Scale {
  largest: number;
  stored: number;
}

/** A bar per engine type, in a table that says the same in numbers. */
export function UsageByType({ storage }: { storage: MaterialStorage }) {
  const t = useTranslations('materialStorage');
  const columns = useColumns();
  const { byEngineType, storedBytes } = storage;
  const scale = useMemo(
    () => ({ largest: Math.max(0, ...byEngineType.map((usage) => usage.storedBytes)), stored: storedBytes }),
    [byEngineType, storedBytes],
  );
  if (byEngineType.length === 0) return <p className={classes.note}>{t('noTypes')}</p>;
  return (
    <>
      <TableScroller label={t('byType')}>
        <DataTable
          caption={t('byType')}
          columns={columns}
          rows={byEngineType}
          context={scale}
          rowKey={({ engineType }) => engineType}
        />
      </TableScroller>
      <p className={classes.note}>{t('byTypeHint')}</p>
    </>
  );
}

function useColumns(): Column<TypeUsage, Scale>[] {
  const t = useTranslations('materialStorage');
  const locale = useLocale();
  return useMemo(
    () => [
      {
        id: 'type',
        header: t('engineType'),
        width: 140,
        render: (row) => <span className="er-mono">{row.engineType}</span>,
      },
      { id: 'bytes', header: t('storedBytes'), align: 'end', render: (row) => <BytesText bytes={row.storedBytes} /> },
      {
        id: 'bar',
        header: t('compared'),
        width: 320,
        render: (row, { largest }) => <Bar usage={row} largest={largest} />,
      },
      {
        id: 'share',
        header: t('share'),
        align: 'end',
        render: (row, { stored }) => percent(row.storedBytes, stored, locale),
      },
      {
        id: 'materials',
        header: t('materials'),
        align: 'end',
        render: (row) => numberFormat(locale).format(row.materials),
      },
    ],
    [t, locale],
  );
}

/** The numbers beside it say the same to those who do not see it. */
function Bar({ usage, largest }: { usage: TypeUsage; largest: number }) {
  return (
    <div className={classes.bar} aria-hidden>
      <span style={{ width: `${barPercent(usage.storedBytes, largest)}%` }} />
    </div>
  );
}

function percent(part: number, whole: number, locale: string): string {
  return numberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(whole > 0 ? part / whole : 0);
}
