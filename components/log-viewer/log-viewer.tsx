'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { EmptyState, ErrorBanner, ErrorState, LoadingState } from '@/components/states';
import { LogLines } from './log-lines';
import type { ReadLog } from './log-page';
import { LogToolbar } from './log-toolbar';
import classes from './log-viewer.module.css';
import { useLogPages } from './use-log-pages';

interface LogViewerProps {
  name: string;
  growing: boolean;
  /** Offset of the line that a link points to; without one the log opens at its end. */
  anchor: number | null;
  onAnchor: (offset: number) => void;
  read: ReadLog;
  downloadUrl: string;
}

/** Reads a log of any size, a page of lines at a time; opens at its end. */
export function LogViewer({ name, growing, anchor, onAnchor, read, downloadUrl }: LogViewerProps) {
  const t = useTranslations('logViewer');
  const [wrap, setWrap] = useState(false);
  const [follow, setFollow] = useState(false);
  const pages = useLogPages(read, anchor === null ? {} : { after: anchor }, follow);
  const scroller = useRef<HTMLElement>(null);
  const { serial, edge } = pages.shown;
  useEffect(() => {
    const element = scroller.current;
    if (element && serial > 0) element.scrollTop = edge === 'top' ? 0 : element.scrollHeight;
  }, [serial, edge]);
  const { page } = pages;
  const startFollowing = (on: boolean) => {
    setFollow(on);
    if (on && page && !page.atEnd) pages.go({}, 'bottom');
  };
  if (!page)
    return pages.error ? (
      <ErrorState error={pages.error} onRetry={() => pages.go({}, 'bottom')} />
    ) : (
      <LoadingState rows={12} />
    );
  return (
    <div className={classes.viewer}>
      <LogToolbar
        page={page}
        loading={pages.loading}
        wrap={wrap}
        onWrap={setWrap}
        follow={follow}
        onFollow={startFollowing}
        canFollow={growing || page.growing}
        onGo={(place, to) => {
          setFollow(false);
          pages.go(place, to);
        }}
        downloadUrl={downloadUrl}
      />
      {pages.error ? <ErrorBanner error={pages.error} onRetry={() => pages.go({}, 'bottom')} /> : null}
      {page.lines.length === 0 && page.sizeBytes === 0 ? (
        <EmptyState title={t('empty')}>{page.growing ? t('emptyGrowing') : t('emptyComplete')}</EmptyState>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
        <section ref={scroller} className={classes.scroller} aria-label={t('textOf', { name })} tabIndex={0}>
          <LogLines page={page} wrap={wrap} anchor={anchor} onAnchor={onAnchor} />
        </section>
      )}
    </div>
  );
}
