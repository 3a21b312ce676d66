'use client';

import { Button, Switch } from '@mantine/core';
import {
  IconArrowBarToDown,
  IconArrowBarToUp,
  IconChevronDown,
  IconChevronUp,
  IconDownload,
} from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { BytesText } from '@/components/bytes-text';
import type { LogPage, LogPlace } from './log-page';
import classes from './log-viewer.module.css';
import type { Edge } from './use-log-pages';

interface LogToolbarProps {
  page: LogPage;
  loading: boolean;
  wrap: boolean;
  onWrap: (wrap: boolean) => void;
  follow: boolean;
  onFollow: (follow: boolean) => void;
  canFollow: boolean;
  onGo: (place: LogPlace, edge: Edge) => void;
  downloadUrl: string;
}

/** Ways through the log, how it is shown, and what part of it this is. */
export function LogToolbar({
  page,
  loading,
  wrap,
  onWrap,
  follow,
  onFollow,
  canFollow,
  onGo,
  downloadUrl,
}: LogToolbarProps) {
  const t = useTranslations('logViewer');
  const percent = page.sizeBytes === 0 ? 100 : Math.min(100, Math.round((page.endOffset / page.sizeBytes) * 100));
  const from = page.sizeBytes === 0 ? 0 : Math.min(percent, Math.floor((page.startOffset / page.sizeBytes) * 100));
  return (
    <div className={classes.toolbar}>
      <Button.Group>
        <Button
          variant="default"
          disabled={page.atStart}
          onClick={() => onGo({ after: 0 }, 'top')}
          leftSection={<IconArrowBarToUp size={14} aria-hidden />}
        >
          {t('start')}
        </Button>
        <Button
          variant="default"
          disabled={page.atStart}
          onClick={() => onGo({ before: page.startOffset }, 'bottom')}
          leftSection={<IconChevronUp size={14} aria-hidden />}
        >
          {t('earlier')}
        </Button>
        <Button
          variant="default"
          disabled={page.atEnd && !page.growing}
          onClick={() => onGo({ after: page.endOffset }, 'top')}
          leftSection={<IconChevronDown size={14} aria-hidden />}
        >
          {t('later')}
        </Button>
        <Button
          variant="default"
          disabled={page.atEnd && !page.growing}
          onClick={() => onGo({}, 'bottom')}
          leftSection={<IconArrowBarToDown size={14} aria-hidden />}
        >
          {t('end')}
        </Button>
      </Button.Group>
      <span className={classes.place} role="status">
        {t('place', { from, to: percent })} <BytesText bytes={page.sizeBytes} /> ·{' '}
        {page.growing ? t('growing') : t('complete')}
        {loading && !follow && ` · ${t('loading')}`}
      </span>
      <div className={classes.toolbarEnd}>
        {canFollow && (
          <Switch label={t('follow')} checked={follow} onChange={(event) => onFollow(event.currentTarget.checked)} />
        )}
        <Switch label={t('wrap')} checked={wrap} onChange={(event) => onWrap(event.currentTarget.checked)} />
        <Button
          component="a"
          href={downloadUrl}
          download
          variant="default"
          leftSection={<IconDownload size={14} aria-hidden />}
        >
          {t('download')}
        </Button>
      </div>
    </div>
  );
}
