'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { BytesText } from '@/components/bytes-text';
import type { Column } from '@/components/data-table/columns';
import { DataTable } from '@/components/data-table/data-table';
import { TableScroller } from '@/components/data-table/table-scroller';
import { TimeText } from '@/components/time-text';
import type { TrashedVersion } from '@/contracts/material-storage';
import { engineText, materialHref, rowKeyOf, trashedVersionText } from '../../format';
import { TimeLeft } from './time-left';
import classes from './trash.module.css';
import { TrashTools } from './trash-tools';
import type { TrashActions } from './use-trash-actions';

/** Deleted versions of materials that are still there, newest first. */
export function TrashedVersions({ versions, actions }: { versions: TrashedVersion[]; actions: TrashActions }) {
  const t = useTranslations('materialTrash');
  const columns = useColumns();
  if (versions.length === 0) return <p className={classes.note}>{t('noVersions')}</p>;
  return (
    <TableScroller label={t('versions')}>
      <DataTable
        caption={t('versions')}
        columns={columns}
        rows={versions}
        context={actions}
        rowKey={(row) => `${rowKeyOf(row)}/${row.version}`}
      />
    </TableScroller>
  );
}

function useColumns(): Column<TrashedVersion, TrashActions>[] {
  const t = useTranslations('materialTrash.columns');
  return useMemo(
    () => [
      {
        id: 'engine',
        header: t('engine'),
        width: 160,
        render: (row) => (
          <Link href={materialHref(row)} prefetch={false} className="er-mono">
            {engineText(row)}
          </Link>
        ),
      },
      { id: 'material', header: t('material'), render: (row) => <span className="er-mono">{row.fileName}</span> },
      { id: 'version', header: t('version'), render: (row) => <span className="er-mono">{row.version}</span> },
      { id: 'size', header: t('size'), align: 'end', render: (row) => <BytesText bytes={row.sizeBytes} /> },
      { id: 'deletedBy', header: t('deletedBy'), render: (row) => row.deletedBy },
      { id: 'deleted', header: t('deleted'), render: (row) => <TimeText time={row.deletedTime} withAge /> },
      { id: 'left', header: t('left'), render: (row) => <TimeLeft purgeTime={row.purgeTime} /> },
      {
        id: 'actions',
        header: t('actions'),
        align: 'end',
        render: (row, actions) => (
          <TrashTools
            what={trashedVersionText(row)}
            busy={actions.busy}
            onRestore={() => actions.restoreVersion(row)}
            onPurge={() => actions.askPurge(row)}
          />
        ),
      },
    ],
    [t],
  );
}
