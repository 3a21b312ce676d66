import { Button } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { BytesText } from '@/components/bytes-text';
import type { ArchiveFile } from '@/contracts/material-uploads';
import { type Folder, folderTree } from '../../upload/file-tree';
import classes from './report.module.css';

/** Rows of a folder that are drawn at once. */
const STEP = 100;
/** Folders down to here are open at first: those of engine, dist and version. */
const OPEN_DEPTH = 3;

/** The archive's files in their folders. A folder's rows are drawn when it is open, a hundred at a time. */
export function FileTree({ files, total }: { files: ArchiveFile[]; total: number }) {
  const t = useTranslations('materialUpload');
  const tree = useMemo(() => folderTree(files), [files]);
  return (
    <details className={classes.paths}>
      <summary>{t('treeTitle', { count: total })}</summary>
      <div className={classes.tree}>
        <FolderRows folder={tree} depth={0} />
      </div>
      {total > files.length && <p className="er-dim">{t('treeKept', { count: files.length })}</p>}
    </details>
  );
}

function FolderRows({ folder, depth }: { folder: Folder; depth: number }) {
  const t = useTranslations('materialUpload');
  const [limit, setLimit] = useState(STEP);
  const { folders, files } = folder;
  const left = folders.length + files.length - limit;
  return (
    <ul>
      {folders.slice(0, limit).map((inner) => (
        <FolderRow key={inner.path} folder={inner} depth={depth} />
      ))}
      {files.slice(0, Math.max(0, limit - folders.length)).map(({ name, path, sizeBytes }) => (
        <li key={path} className={classes.treeFile}>
          <span className="er-mono">{name}</span>
          <span className="er-dim">
            <BytesText bytes={sizeBytes} />
          </span>
        </li>
      ))}
      {left > 0 && (
        <li>
          <Button size="compact-xs" variant="default" onClick={() => setLimit(limit + STEP)}>
            {t('showMore', { count: Math.min(STEP, left) })}
          </Button>
        </li>
      )}
    </ul>
  );
}

function FolderRow({ folder, depth }: { folder: Folder; depth: number }) {
  const t = useTranslations('materialUpload');
  const [isOpen, setOpen] = useState(depth < OPEN_DEPTH);
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <li>
      <button type="button" className={classes.treeFolder} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Chevron size={14} aria-hidden />
        <span className="er-mono">{folder.name}/</span>
        <span className="er-dim">
          {t('folderSum', { count: folder.fileCount })} · <BytesText bytes={folder.sizeBytes} />
        </span>
      </button>
      {isOpen && <FolderRows folder={folder} depth={depth + 1} />}
    </li>
  );
}
