'use client';

import { useTranslations } from 'next-intl';
import { type CSSProperties, memo } from 'react';
import { readLevel } from './log-level';
import type { LogLine, LogPage } from './log-page';
import classes from './log-viewer.module.css';

interface LogLinesProps {
  page: LogPage;
  wrap: boolean;
  anchor: number | null;
  onAnchor: (offset: number) => void;
}

/** The lines of a page, each with its byte offset as the anchor that links can point to. */
export function LogLines({ page, wrap, anchor, onAnchor }: LogLinesProps) {
  const t = useTranslations('logViewer');
  const digits = String(page.sizeBytes).length;
  return (
    <div
      className={classes.lines}
      data-wrap={wrap || undefined}
      style={{ '--er-gutter': `${digits + 2}ch` } as CSSProperties}
    >
      {page.atStart && <p className={classes.mark}>{t('startOfLog')}</p>}
      {page.lines.map((line) => (
        <Line
          key={line.offset}
          line={line}
          anchored={line.offset === anchor}
          cutText={t('cut')}
          anchorText={t('linkTo', { offset: line.offset })}
          onAnchor={onAnchor}
        />
      ))}
      {page.atEnd && <p className={classes.mark}>{page.growing ? t('endForNow') : t('endOfLog')}</p>}
    </div>
  );
}

interface LineProps {
  line: LogLine;
  anchored: boolean;
  cutText: string;
  anchorText: string;
  onAnchor: (offset: number) => void;
}

const Line = memo(
  function Line({ line, anchored, cutText, anchorText, onAnchor }: LineProps) {
    return (
      <div className={classes.line} data-level={readLevel(line.text)} data-anchored={anchored || undefined}>
        {/* Out of the tab order: hundreds of stops would wall off what follows the log. */}
        <button
          type="button"
          className={classes.offset}
          tabIndex={-1}
          aria-label={anchorText}
          title={anchorText}
          onClick={() => onAnchor(line.offset)}
        >
          {line.offset}
        </button>
        <span className={classes.text}>
          {line.cut && <span className={classes.cut}>{cutText}</span>}
          {line.text}
        </span>
      </div>
    );
  },
  // Everything but the handler, which is a new function each time and does the same.
  (old, next) => old.line === next.line && old.anchored === next.anchored && old.cutText === next.cutText,
);
