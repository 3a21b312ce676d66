'use client';

import {
  IconChevronDown,
  IconChevronRight,
  IconMinus,
  IconPencil,
  IconPlus,
  type TablerIcon,
} from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import { useLocale, useTranslations } from 'next-intl';
import { BytesText } from '@/components/bytes-text';
import type { Column } from '@/components/data-table/columns';
import { DataTable } from '@/components/data-table/data-table';
import { TableScroller } from '@/components/data-table/table-scroller';
import { LoadingState } from '@/components/states';
import { Tag, type Tone } from '@/components/tag';
import { formatBytes, formatExactBytes } from '@/lib/bytes';
import type { VersionPair } from '../../detail-api';
import type { ChangedFile } from './changed-file';
import classes from './compare.module.css';

// Lines come when somebody asks for those of a file.
const TextComparison = dynamic(() => import('./text-comparison').then((module) => module.TextComparison), {
  ssr: false,
  loading: () => <LoadingState rows={4} />,
});

/** Largest file whose lines the server compares. */
const MOST_TEXT_BYTES = 1 << 20;

const LOOKS: Record<ChangedFile['change'], { tone: Tone; Icon: TablerIcon }> = {
  added: { tone: 'good', Icon: IconPlus },
  removed: { tone: 'bad', Icon: IconMinus },
  changed: { tone: 'info', Icon: IconPencil },
};

interface ChangedFilesProps {
  files: ChangedFile[];
  pair: VersionPair;
  /** Path of the file whose lines are shown. */
  open: string | null;
  onOpen: (path: string | null) => void;
}

/** Files that differ with their sizes and hashes; text files open to their lines. */
export function ChangedFiles({ files, pair, open, onOpen }: ChangedFilesProps) {
  const t = useTranslations('materialCompare');
  const columns = useColumns(onOpen);
  return (
    <div className={classes.frame}>
      <TableScroller label={t('caption')}>
        <DataTable
          caption={t('caption')}
          columns={columns}
          rows={files}
          context={null}
          rowKey={({ path }) => path}
          expanded={({ path, text }) =>
            path === open && text ? <TextComparison key={path} pair={pair} path={path} /> : null
          }
        />
      </TableScroller>
    </div>
  );
}

function useColumns(onOpen: (path: string | null) => void): Column<ChangedFile, null>[] {
  const t = useTranslations('materialCompare');
  return [
    {
      id: 'path',
      header: t('columns.path'),
      render: (file, _, expanded) => <FilePath file={file} expanded={expanded} onOpen={onOpen} />,
    },
    {
      id: 'change',
      header: t('columns.change'),
      render: ({ change }) => <Tag {...LOOKS[change]}>{t(`kinds.${change}`)}</Tag>,
    },
    { id: 'from', header: t('columns.from'), align: 'end', render: ({ from }) => <Size of={from} /> },
    { id: 'to', header: t('columns.to'), align: 'end', render: ({ to }) => <Size of={to} /> },
    {
      id: 'difference',
      header: t('columns.difference'),
      align: 'end',
      render: ({ from, to }) => <Difference bytes={(to?.sizeBytes ?? 0) - (from?.sizeBytes ?? 0)} />,
    },
    {
      id: 'sha256',
      header: t('columns.sha256'),
      render: ({ from, to }) => (
        <span className="er-mono" title={`${from?.sha256 ?? '–'}\n${to?.sha256 ?? '–'}`}>
          {from?.sha256.slice(0, 8) ?? '–'} → {to?.sha256.slice(0, 8) ?? '–'}
        </span>
      ),
    },
  ];
}

interface FilePathProps {
  file: ChangedFile;
  expanded: boolean;
  onOpen: (path: string | null) => void;
}

function FilePath({ file, expanded, onOpen }: FilePathProps) {
  const t = useTranslations('materialCompare');
  const { path } = file;
  if (!file.text) {
    const size = Math.max(file.from?.sizeBytes ?? 0, file.to?.sizeBytes ?? 0);
    const why = size > MOST_TEXT_BYTES ? 'tooLarge' : 'notText';
    return (
      <span className={classes.file}>
        <span className={`er-mono ${classes.plainPath}`}>{path}</span>
        <span className="er-dim" title={t(`${why}Hint`)}>
          {t(why)}
        </span>
      </span>
    );
  }
  const Chevron = expanded ? IconChevronDown : IconChevronRight;
  return (
    <button
      type="button"
      className={classes.open}
      aria-expanded={expanded}
      title={t(expanded ? 'closeText' : 'openText', { path })}
      onClick={() => onOpen(expanded ? null : path)}
    >
      <Chevron size={14} aria-hidden />
      <span className="er-mono">{path}</span>
    </button>
  );
}

function Size({ of }: { of: { sizeBytes: number } | null }) {
  return of ? <BytesText bytes={of.sizeBytes} /> : '–';
}

function Difference({ bytes }: { bytes: number }) {
  const locale = useLocale();
  const sign = bytes > 0 ? '+' : bytes < 0 ? '−' : '±';
  return (
    <span title={`${sign}${formatExactBytes(Math.abs(bytes), locale)}`}>
      {sign}
      {formatBytes(Math.abs(bytes), locale)}
    </span>
  );
}
