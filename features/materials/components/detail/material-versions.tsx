'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { BytesText } from '@/components/bytes-text';
import { CopyButton } from '@/components/copy-button';
import type { Column } from '@/components/data-table/columns';
import { DataTable } from '@/components/data-table/data-table';
import { TableScroller } from '@/components/data-table/table-scroller';
import { Panel } from '@/components/panel';
import { TimeText } from '@/components/time-text';
import type { MaterialVersion } from '@/contracts/materials';
import classes from './detail.module.css';
import { VersionActions } from './version-actions';
import { VersionBadges } from './version-badges';
import { VersionDialogs } from './version-dialogs';
import type { Asked, MaterialParts } from './version-parts';

/** The versions of one material, newest first, and what can be done to them. */
export function MaterialVersions({ detail, material }: MaterialParts) {
  const t = useTranslations('materialDetail');
  const [asked, setAsked] = useState<Asked | null>(null);
  const columns = useColumns({ detail, material }, setAsked);
  const caption = t('versionsOf', { fileName: material.fileName });
  return (
    <Panel
      title={material.fileName}
      flush
      actions={<span className="er-dim">{t('versionCount', { count: material.versionList.length })}</span>}
    >
      <div className={classes.versions}>
        <TableScroller label={caption}>
          <DataTable
            caption={caption}
            columns={columns}
            rows={material.versionList}
            context={null}
            rowKey={({ version }) => version}
          />
        </TableScroller>
      </div>
      {asked && (
        <VersionDialogs
          asked={asked}
          detail={detail}
          name={{
            engineType: detail.engineType,
            engineVersion: detail.engineVersion,
            fileName: material.fileName,
            version: asked.version,
          }}
          onClose={() => setAsked(null)}
        />
      )}
    </Panel>
  );
}

function useColumns(parts: MaterialParts, onAsk: (asked: Asked) => void): Column<MaterialVersion, null>[] {
  const t = useTranslations('materialDetail');
  return [
    {
      id: 'version',
      header: t('columns.version'),
      render: (row) => (
        <span className={classes.version} data-deleted={row.deleted !== null || undefined}>
          <span className="er-mono">{row.version}</span>
          <VersionBadges version={row} />
        </span>
      ),
    },
    {
      id: 'created',
      header: t('columns.created'),
      render: (row) => (
        <>
          <TimeText time={row.createdTime} /> <span className="er-dim">{row.createdBy ?? t('byLinkis')}</span>
        </>
      ),
    },
    { id: 'size', header: t('columns.size'), align: 'end', render: (row) => <BytesText bytes={row.sizeBytes} /> },
    { id: 'sha256', header: 'SHA-256', render: (row) => <Hash sha256={row.sha256} /> },
    {
      id: 'note',
      header: t('columns.note'),
      render: (row) => <span className={classes.wrapped}>{row.note ?? '–'}</span>,
    },
    {
      id: 'uploadedAs',
      header: t('columns.uploadedAs'),
      render: (row) => <span className={classes.wrapped}>{row.uploadedAs ?? '–'}</span>,
    },
    {
      id: 'actions',
      header: t('columns.actions'),
      align: 'end',
      render: (row) => <VersionActions {...parts} version={row} onAsk={onAsk} />,
    },
  ];
}

function Hash({ sha256 }: { sha256: string | null }) {
  if (!sha256) return '–';
  return (
    <span className={classes.hash}>
      <span className="er-mono" title={sha256}>
        {sha256.slice(0, 12)}
      </span>
      <CopyButton text={sha256} what={`SHA-256 ${sha256.slice(0, 12)}`} />
    </span>
  );
}
