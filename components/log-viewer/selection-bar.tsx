'use client';

import { IconCopy, IconLink, IconX } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { copyText } from '@/components/copy-button';
import { notify } from '@/lib/notify';
import classes from './log-toolbar.module.css';
import type { LineRange } from './selection';
import { ToolButton } from './tool-button';
import type { CopyJob } from './use-clipboard';

interface SelectionBarProps {
  selection: LineRange | null;
  job: CopyJob;
  onCopy: () => void;
  /** Address of the selected lines; null when there can be none. */
  link: string | null;
  onClear: () => void;
}

/** What can be done with the selected lines, and how far copying has got. */
export function SelectionBar({ selection, job, onCopy, link, onClear }: SelectionBarProps) {
  const t = useTranslations('logViewer');
  const common = useTranslations('common');
  const copyNow = async (text: string, done: string) => notify((await copyText(text)) ? done : common('copyFailed'));
  return (
    <div className={classes.selection} role="status">
      {selection && <span>{selectedText(t, selection)}</span>}
      {job.state === 'reading' && <span>{t('copying', { count: job.lines })}</span>}
      {job.state === 'ready' && (
        <button
          type="button"
          className={classes.tool}
          onClick={() => {
            void copyNow(job.text, t('copied', { count: job.lines }));
            job.finish();
          }}
        >
          <IconCopy size={15} stroke={1.8} aria-hidden />
          {t('copyReady', { count: job.lines })}
        </button>
      )}
      {selection && job.state === 'idle' && (
        <ToolButton label={t('copyLines')} shortcut="Ctrl+C" Icon={IconCopy} onClick={onCopy}>
          {t('copyLines')}
        </ToolButton>
      )}
      {link !== null && (
        <ToolButton label={t('copyLink')} Icon={IconLink} onClick={() => void copyNow(link, t('linkCopied'))}>
          {t('copyLink')}
        </ToolButton>
      )}
      <ToolButton label={t('clearSelection')} shortcut="Esc" Icon={IconX} onClick={onClear} />
    </div>
  );
}

function selectedText(
  t: ReturnType<typeof useTranslations<'logViewer'>>,
  { count, firstNumber, end }: LineRange,
): string {
  if (end === Number.POSITIVE_INFINITY) return t('selectedAll');
  if (count === null) return t('selectedSome');
  if (firstNumber === null) return t('selectedCount', { count });
  if (count === 1) return t('lineNumber', { number: firstNumber });
  return `${t('linesShown', { from: firstNumber, to: firstNumber + count - 1 })} · ${t('selectedCount', { count })}`;
}
