'use client';

import { TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { BytesText } from '@/components/bytes-text';
import { CopyButton } from '@/components/copy-button';
import type { Column } from '@/components/data-table/columns';
import { DataTable } from '@/components/data-table/data-table';
import { TableScroller } from '@/components/data-table/table-scroller';
import { Dialog } from '@/components/dialog';
import { ErrorBanner, LoadingState } from '@/components/states';
import type { ArchiveFile } from '@/contracts/material-uploads';
import { useMaterialFiles, type VersionName } from '../../detail-api';
import classes from './detail.module.css';

/** More rows would make every key press slow; a search finds the rest. */
const MOST_ROWS = 500;

/** Files of a version, to be searched. */
export function FilesDialog({ name, onClose }: { name: VersionName; onClose: () => void }) {
  const t = useTranslations('materialDetail.files');
  const [search, setSearch] = useState('');
  const files = useMaterialFiles(name);
  const found = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    return files.data?.files.filter(({ path }) => path.toLowerCase().includes(wanted)) ?? [];
  }, [files.data, search]);
  const shown = Math.min(found.length, MOST_ROWS);
  return (
    <Dialog title={t('title', { what: `${name.fileName} ${name.version}` })} onClose={onClose} wide>
      <div className={classes.form}>
        <TextInput
          label={t('search')}
          value={search}
          autoComplete="off"
          onChange={(event) => setSearch(event.currentTarget.value)}
          data-autofocus
        />
        {files.error && <ErrorBanner error={files.error} onRetry={() => files.refetch()} />}
        {files.isPending && <LoadingState rows={8} />}
        {files.data && (
          <>
            <p className={classes.lead} role="status">
              {t('count', { found: found.length, total: files.data.files.length })}{' '}
              {shown < found.length && t('first', { shown })}
            </p>
            {found.length > 0 && <FileTable files={found.slice(0, MOST_ROWS)} />}
          </>
        )}
      </div>
    </Dialog>
  );
}

function FileTable({ files }: { files: ArchiveFile[] }) {
  const t = useTranslations('materialDetail.files');
  const columns: Column<ArchiveFile, null>[] = [
    {
      id: 'path',
      header: t('path'),
      render: ({ path }) => <span className={`er-mono ${classes.path}`}>{path}</span>,
    },
    { id: 'size', header: t('size'), align: 'end', render: ({ sizeBytes }) => <BytesText bytes={sizeBytes} /> },
    {
      id: 'sha256',
      header: 'SHA-256',
      render: ({ path, sha256 }) => (
        <span className={classes.hash}>
          <span className="er-mono" title={sha256}>
            {sha256.slice(0, 12)}
          </span>
          <CopyButton text={sha256} what={`SHA-256 ${path}`} />
        </span>
      ),
    },
  ];
  return (
    <TableScroller label={t('caption')}>
      <DataTable caption={t('caption')} columns={columns} rows={files} context={null} rowKey={({ path }) => path} />
    </TableScroller>
  );
}
