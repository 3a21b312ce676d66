'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { BytesText } from '@/components/bytes-text';
import type { Column } from '@/components/data-table/columns';
import { DataTable } from '@/components/data-table/data-table';
import { TableScroller } from '@/components/data-table/table-scroller';
import { TimeText } from '@/components/time-text';
import type { TrashedEngine } from '@/contracts/material-storage';
import { engineText, totalBytes } from '../../format';
import { TimeLeft } from './time-left';
import classes from './trash.module.css';
import { TrashTools } from './trash-tools';
import type { TrashActions } from './use-trash-actions';

/** Deleted engine versions, newest first. */
export function TrashedEngines({ engines, actions }: { engines: TrashedEngine[]; actions: TrashActions }) {
  const t = useTranslations('materialTrash');
  const columns = useColumns();
  if (engines.length === 0) return <p className={classes.note}>{t('noEngines')}</p>;
  return (
    <TableScroller label={t('engines')}>
      <DataTable
        caption={t('engines')}
        columns={columns}
        rows={engines}
        context={actions}
        rowKey={({ id }) => String(id)}
      />
    </TableScroller>
  );
}

function useColumns(): Column<TrashedEngine, TrashActions>[] {
  const t = useTranslations('materialTrash.columns');
  return useMemo(
    () => [
      {
        id: 'engine',
        header: t('engine'),
        width: 160,
        render: (row) => <span className="er-mono">{engineText(row)}</span>,
      },
      { id: 'materials', header: t('materials'), render: (row) => <Materials materials={row.materials} /> },
      {
        id: 'size',
        header: t('size'),
        align: 'end',
        render: (row) => <BytesText bytes={totalBytes(row.materials)} />,
      },
      { id: 'deletedBy', header: t('deletedBy'), render: (row) => row.deletedBy },
      { id: 'deleted', header: t('deleted'), render: (row) => <TimeText time={row.deletedTime} withAge /> },
      { id: 'left', header: t('left'), render: (row) => <TimeLeft purgeTime={row.purgeTime} /> },
      {
        id: 'actions',
        header: t('actions'),
        align: 'end',
        render: (row, actions) => (
          <TrashTools
            what={engineText(row)}
            busy={actions.busy}
            onRestore={() => actions.restoreEngine(row)}
            onPurge={() => actions.askPurge(row)}
          />
        ),
      },
    ],
    [t],
  );
}

const NAMED = 3;

function Materials({ materials }: Pick<TrashedEngine, 'materials'>) {
  const t = useTranslations('materialTrash');
  const texts = materials.map(({ fileName, materialVersion }) => `${fileName} ${materialVersion}`);
  const names = texts.slice(0, NAMED).join(', ');
  return (
    <span className="er-mono" title={texts.join('\n')}>
      {texts.length > NAMED ? t('materialsMore', { names, count: texts.length - NAMED }) : names}
    </span>
  );
}
